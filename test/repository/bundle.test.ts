import { spawnSync } from 'node:child_process'
import { pathToFileURL } from 'node:url'
import { beforeAll, expect, test } from 'vitest'
import { type Bundle, bundle } from '../../scripts/lambda.ts'
import { read } from '../support/tree.ts'

/** What a webhook's cold start pays. Raise it only with a reason; `npm run bench` shows where it stands. */
const MAX_BYTES = 450_000

let webhook: Bundle
beforeAll(async () => {
  webhook = await bundle('webhook')
})

const ours = () => webhook.modules.filter((path) => !path.startsWith('node_modules/'))
const packages = () => [
  ...new Set(webhook.modules.flatMap((path) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.slice(1) ?? [])),
]

test(`the webhook's bundle is no larger than ${MAX_BYTES / 1000} KB`, () => {
  expect(webhook.bytes).toBeLessThanOrEqual(MAX_BYTES)
})

test("the webhook's bundle holds the channels that parley.config.ts imports and no others", () => {
  const configured = [...read('parley.config.ts').matchAll(/from '\.\/adapters\/([\w-]+)\//g)].map(([, name]) => name)
  const bundled = ours().flatMap((path) => /^adapters\/([\w-]+)\//.exec(path)?.slice(1) ?? [])
  expect(configured.length).toBeGreaterThan(0)
  expect(new Set(bundled)).toEqual(new Set(configured))
})

test("the webhook's bundle holds nothing of the API, the sandbox, the tests or the local engine", () => {
  const foreign = /^(functions\/(api|deliver|project|tick|inbound)\b|local|test|scripts)|sandbox|testing/
  expect(ours().filter((path) => foreign.test(path))).toEqual([])
})

test("the webhook's bundle holds the packages it is meant to hold", () => {
  const meant = /^(@aws-sdk|@smithy|@aws-crypto|@aws)\/|^(bowser|hono|tslib|zod)$/
  expect(packages().filter((name) => !meant.test(name))).toEqual([])
})

test("the webhook's bundle holds one locale of zod, the one its errors are in", () => {
  const locales = webhook.modules.filter((path) => /node_modules\/zod\/.*\/locales\//.test(path))
  expect(locales.filter((path) => !path.endsWith('/en.js'))).toEqual([])
})

test("the webhook's bundle is a module that imports and exports its handler", () => {
  const program = 'const { handler } = await import(process.argv[1]); console.log(typeof handler); process.exit()'
  const run = spawnSync(
    process.execPath,
    ['--input-type=module', '--eval', program, pathToFileURL(webhook.file).href],
    { encoding: 'utf8' },
  )
  expect(run.stdout.trim(), run.stderr).toBe('function')
})
