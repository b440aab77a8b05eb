import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Bundle, bundle, type FunctionName, FUNCTIONS } from '../../scripts/lambda.ts'
import { read } from '../support/tree.ts'

/** What a webhook's cold start pays. Raise it only with a reason; `npm run bench` shows where it stands. */
const MAX_BYTES = 400_000

let bundles: Record<FunctionName, Bundle>
let webhook: Bundle
beforeAll(async () => {
  const made = await Promise.all(FUNCTIONS.map(async (name) => [name, await bundle(name)] as const))
  bundles = Object.fromEntries(made) as typeof bundles
  webhook = bundles.webhook
}, 120_000)

const ours = () => webhook.modules.filter((path) => !path.startsWith('node_modules/'))
const packages = () => [
  ...new Set(webhook.modules.flatMap((path) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.slice(1) ?? [])),
]

test(`the webhook's bundle is no larger than ${MAX_BYTES / 1000} KB`, () => {
  expect(webhook.bytes).toBeLessThanOrEqual(MAX_BYTES)
})

test("the webhook's bundle holds the channels that parley.config.ts imports and no others", () => {
  const configured = [...read('parley.config.ts').matchAll(/from '\.\/adapters\/([\w-]+)\//g)].map(([, name]) => name)
  // A folder with an underscore is what a family of channels shares.
  const bundled = ours().flatMap((path) => /^adapters\/([a-z][\w-]*)\//.exec(path)?.slice(1) ?? [])
  expect(configured.length).toBeGreaterThan(0)
  expect(new Set(bundled)).toEqual(new Set(configured))
})

test("the webhook's bundle holds nothing of the API, the sandbox, the tests or the local engine", () => {
  const foreign = /^(functions\/(handlers\/)?(api|deliver|project|tick|inbound)\b|local|test|scripts)|sandbox|testing/
  expect(ours().filter((path) => foreign.test(path))).toEqual([])
})

test("the webhook's bundle holds the packages it is meant to hold", () => {
  // mnemonist and obliterator belong to the SDK's endpoint cache.
  const meant = /^(@aws-sdk|@smithy|@aws)\/|^(mnemonist|obliterator|zod)$/
  expect(packages().filter((name) => !meant.test(name))).toEqual([])
})

describe.each(FUNCTIONS)("the bundle of '%s'", (name) => {
  test('holds one locale of zod, the one its errors are in', () => {
    const { modules } = bundles[name]
    expect(modules.filter((path) => /node_modules\/zod\/.*\/locales\/(?!en\.js)/.test(path))).toEqual([])
  })

  test('stands alone and exports its handler', () => {
    const alone = join(mkdtempSync(join(tmpdir(), 'parley-bundle-')), 'index.mjs')
    copyFileSync(bundles[name].file, alone)
    const program = `const { handler } = await import(${JSON.stringify(pathToFileURL(alone))}); console.log(typeof handler)`
    const run = spawnSync(process.execPath, ['--input-type=module', '--eval', `${program}; process.exit()`], {
      encoding: 'utf8',
    })
    rmSync(dirname(alone), { recursive: true })
    expect(run.stdout.trim(), run.stderr).toBe('function')
  })
})
