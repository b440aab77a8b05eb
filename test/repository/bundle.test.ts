import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Bundle, bundle, type FunctionName, FUNCTIONS } from '../../scripts/lambda.ts'
import { read } from '../support/tree.ts'

/**
 * Bytes that a webhook's cold start reads, at most. Some 370 KB are the SDK's clients of the table and the queues, zod and the
 * core, whatever the channels; each channel adds what its adapter is long. What a webhook seldom or never needs is imported by a
 * call and does not count: mail's parsers and senders (480 KB), the client of S3 (130 KB), the guard of what is fetched.
 * `npm run bench` shows where it stands. Raise a limit only with a reason.
 */
const MAX_BYTES = { 'parley.config.ts': 520_000, 'test/repository/whatsapp.config.ts': 410_000 }

let bundles: Record<FunctionName, Bundle>
let webhook: Bundle
let alone: Bundle
beforeAll(async () => {
  const made = await Promise.all(FUNCTIONS.map(async (name) => [name, await bundle(name)] as const))
  bundles = Object.fromEntries(made) as typeof bundles
  webhook = bundles.webhook
  alone = await bundle('webhook', { config: 'test/repository/whatsapp.config.ts', folder: 'webhook-whatsapp' })
}, 120_000)

const all = ({ modules, laterModules }: Bundle): string[] => [...new Set([...modules, ...laterModules])]
const ours = (bundle: Bundle): string[] => all(bundle).filter((path) => !path.startsWith('node_modules/'))
const packagesOf = (modules: readonly string[]): string[] => [
  ...new Set(modules.flatMap((path) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.slice(1) ?? [])),
]
// A folder with an underscore is what a family of channels shares.
const channelsOf = (bundle: Bundle): Set<string> =>
  new Set(ours(bundle).flatMap((path) => /^adapters\/([a-z][\w-]*)\//.exec(path)?.slice(1) ?? []))

test(`a webhook's cold start reads no more than ${MAX_BYTES['parley.config.ts'] / 1000} KB with every channel`, () => {
  expect(webhook.start.bytes).toBeLessThanOrEqual(MAX_BYTES['parley.config.ts'])
})

test(`a webhook's cold start reads no more than ${MAX_BYTES['test/repository/whatsapp.config.ts'] / 1000} KB with WhatsApp alone`, () => {
  expect(channelsOf(alone)).toEqual(new Set(['whatsapp']))
  expect(alone.start.bytes).toBeLessThanOrEqual(MAX_BYTES['test/repository/whatsapp.config.ts'])
})

test("the webhook's bundle holds the channels that parley.config.ts imports and no others", () => {
  const configured = [...read('parley.config.ts').matchAll(/from '\.\/adapters\/([\w-]+)\//g)].map(([, name]) => name)
  expect(configured.length).toBeGreaterThan(0)
  expect(channelsOf(webhook)).toEqual(new Set(configured))
})

test("the webhook's bundle holds nothing of the API, the sandbox, the tests or the local engine", () => {
  const foreign = /^(functions\/(handlers\/)?(api|deliver|project|tick|inbound)\b|local|test|scripts)|sandbox|testing/
  // The door through which mail leaves for the sandbox, where there is no SMTP.
  expect(ours(webhook).filter((path) => foreign.test(path) && !path.endsWith('outbound/smtp-sandbox.ts'))).toEqual([])
})

// mnemonist and obliterator belong to the SDK's endpoint cache.
const MEANT = /^(@aws-sdk|@smithy|@aws)\/|^(mnemonist|obliterator|zod)$/
const SDK_OF_FILES = /^@aws-sdk\/(client-s3|s3-request-presigner|middleware-sdk-s3|checksums)$/

test("a webhook's cold start reads the packages it is meant to read", () => {
  const found = packagesOf(webhook.modules)
  expect(found.filter((name) => !MEANT.test(name) || SDK_OF_FILES.test(name))).toEqual([])
})

/** Signs what is sent to helpdesks. */
const SIGNER = ['standardwebhooks', '@stablelib/base64', 'fast-sha256']

test('only the packages of mail, files and signatures are loaded later', () => {
  const later = packagesOf(webhook.laterModules).filter((name) => !MEANT.test(name))
  // ipaddr.js guards what is fetched; the SDK loads bowser in browsers; all functions are wired alike, so the signer is there too.
  const mail = ['nodemailer', 'postal-mime', 'sanitize-html', 'email-reply-parser']
  // What sanitize-html stands on.
  const sanitizer =
    'dayjs dom-serializer domelementtype domhandler domutils entities escape-string-regexp htmlparser2 is-plain-object launder nanoid parse-srcset picocolors postcss source-map-js'
  const others = ['ipaddr.js', 'bowser', ...SIGNER]
  expect(later.filter((name) => ![...mail, ...sanitizer.split(' '), ...others].includes(name))).toEqual([])
  expect(later).toEqual(expect.arrayContaining(mail))
  expect(
    packagesOf(alone.laterModules)
      .filter((name) => !MEANT.test(name))
      .sort(),
  ).toEqual(['bowser', 'ipaddr.js', ...SIGNER].sort())
})

describe.each(FUNCTIONS)("the bundle of '%s'", (name) => {
  test('holds one locale of zod, the one its errors are in', () => {
    const modules = all(bundles[name])
    expect(modules.filter((path) => /node_modules\/zod\/.*\/locales\/(?!en\.js)/.test(path))).toEqual([])
  })

  test('stands alone, each module of it loads, and it exports its handler', () => {
    const copy = mkdtempSync(join(tmpdir(), 'parley-bundle-'))
    cpSync(bundles[name].folder, copy, { recursive: true })
    const modules = readdirSync(copy).filter((file) => file.endsWith('.mjs'))
    const urls = modules.map((file) => pathToFileURL(join(copy, file)).href)
    const program = `for (const url of ${JSON.stringify(urls)}) await import(url)
      const { handler } = await import(${JSON.stringify(pathToFileURL(join(copy, 'index.mjs')))})
      console.log(typeof handler)
      process.exit()`
    const run = spawnSync(process.execPath, ['--input-type=module', '--eval', program], { encoding: 'utf8' })
    rmSync(copy, { recursive: true })
    expect(modules.length).toBeGreaterThan(1)
    expect(run.stdout.trim(), run.stderr).toBe('function')
  })
})
