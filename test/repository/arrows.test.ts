import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ROOT } from '../support/tree.ts'

/** What each file says, and the rule that must refuse it. Each stands alone in a copy of the configuration. */
const REFUSED = [
  ['core/a1.ts', `import 'node:crypto'`, 'no-restricted-imports'],
  ['core/a2.ts', `import 'hono'`, 'no-restricted-imports'],
  ['core/a3.ts', `import 'zod/locales'`, 'no-restricted-imports'],
  ['core/a4.ts', `import '@aws-sdk/client-dynamodb'`, 'no-restricted-imports'],
  ['core/schema/a5.ts', `import '../../adapters/adapter.ts'`, 'no-restricted-imports'],
  ['core/a6.ts', `import '../parley.config.ts'`, 'no-restricted-imports'],
  ['core/a7.ts', `export const load = async () => await import('node:fs')`, 'no-restricted-imports'],
  ['core/a8.ts', `export type { Hono } from 'hono'`, 'no-restricted-imports'],
  ['adapters/b1.ts', `import '../functions/wire.ts'`, 'no-restricted-imports'],
  ['adapters/sms/b2.ts', `import '../../functions/wire.ts'`, 'no-restricted-imports'],
  ['adapters/sms/b3.ts', `import '@aws-sdk/client-sqs'`, 'no-restricted-imports'],
  ['adapters/sms/b4.ts', `import '../whatsapp/parse.ts'`, 'no-restricted-imports'],
  ['adapters/sms/b5.ts', `import '../../local/start.ts'`, 'no-restricted-imports'],
  ['adapters/_family/b8.ts', `import '../sms/index.ts'`, 'no-restricted-imports'],
  ['adapters/sms/twilio/b6.ts', `import '../../whatsapp/parse.ts'`, 'no-restricted-imports'],
  ['adapters/sms/twilio/b7.ts', `import '../../../functions/wire.ts'`, 'no-restricted-imports'],
  ['functions/c1.ts', `import '../local/start.ts'`, 'no-restricted-imports'],
  ['functions/api/c2.ts', `import '../../test/support/tree.ts'`, 'no-restricted-imports'],
  ['functions/c3.ts', `import '../adapters/sms/index.ts'`, 'no-restricted-imports'],
  ['functions/c4.ts', `export const url = process.env.TABLE`, 'no-process-env'],
  ['functions/c5.ts', `export const say = (text: string) => console.log(text)`, 'no-console'],
  ['local/d1.ts', `import '../test/support/tree.ts'`, 'no-restricted-imports'],
  ['client/h1.ts', `export type { Conversation } from '../core/schema/conversation.ts'`, 'no-restricted-imports'],
  ['infra/e1.ts', `import '../functions/webhook.ts'`, 'no-restricted-imports'],
  ['infra/e2.ts', `import '../functions/aws/queues.ts'`, 'no-restricted-imports'],
  ['infra/e3.ts', `import '../adapters/sms/index.ts'`, 'no-restricted-imports'],
  ['infra/e4.ts', `import '../adapters/http.ts'`, 'no-restricted-imports'],
  ['infra/e5.ts', `import '../scripts/lambda.ts'`, 'no-restricted-imports'],
  ['infra/e6.ts', `import '../local/start.ts'`, 'no-restricted-imports'],
  ['parley.config.ts', `import './functions/wire.ts'`, 'no-restricted-imports'],
  [
    'functions/f1.ts',
    `const write = async (): Promise<void> => {}\nexport const run = (): void => {\n  write()\n}`,
    'no-floating-promises',
  ],
  ['functions/f2.ts', `export const wide = (input: any): string => input`, 'no-explicit-any'],
  ['test/g1.test.ts', `import { test } from 'vitest'\ntest.only('alone', () => {})`, 'no-focused-tests'],
  ['test/g2.test.ts', `import { test } from 'vitest'\ntest.skip('later', () => {})`, 'no-disabled-tests'],
] as const

const ALLOWED = [
  ['core/x1.ts', `import * as z from 'zod'\nexport const Id = z.string()`],
  ['core/text/x2.ts', `import { Id } from '../x1.ts'\nexport const parse = (id: unknown) => Id.parse(id)`],
  ['adapters/x3.ts', `import { createHash } from 'node:crypto'\nexport const hash = createHash`],
  ['adapters/sms/x4.ts', `import { Id } from '../../core/x1.ts'\nimport { hash } from '../x3.ts'\nexport { Id, hash }`],
  ['adapters/_family/x9.ts', `export const shared = 1`],
  ['adapters/sms/x10.ts', `export { shared } from '../_family/x9.ts'`],
  [
    'adapters/sms/twilio/x8.ts',
    `import { Id } from '../../../core/x1.ts'\nimport { hash } from '../../x3.ts'\nexport { Id, hash }\nexport { Id as id } from '../x4.ts'`,
  ],
  ['functions/wire.ts', `export const table = process.env['TABLE']`],
  ['functions/x5.ts', `import { table } from './wire.ts'\nexport { hash } from '../adapters/x3.ts'\nexport { table }`],
  ['functions/aws/shape.ts', `export const TIMEOUT_SECONDS = 30`],
  ['adapters/deployment.ts', `export const described = {}`],
  [
    'infra/x12.ts',
    `import { TIMEOUT_SECONDS } from '../functions/aws/shape.ts'\nimport { described } from '../adapters/deployment.ts'\nexport { TIMEOUT_SECONDS, described }`,
  ],
  ['local/x6.ts', `import { table } from '../functions/wire.ts'\nconsole.log(table)`],
  ['client/x11.ts', `import createClient from 'openapi-fetch'\nexport { createClient }`],
  ['test/x7.ts', `export { table } from '../functions/wire.ts'\nexport { hash } from '../adapters/x3.ts'`],
] as const

let root: string
let complaints: readonly string[]

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'parley-arrows-'))
  for (const file of ['.oxlintrc.json', '.gitignore', 'tsconfig.base.json', 'tsconfig.json'])
    copyFileSync(join(ROOT, file), join(root, file))
  symlinkSync(join(ROOT, 'node_modules'), join(root, 'node_modules'), 'junction')
  for (const [path, text] of [...REFUSED, ...ALLOWED]) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), `${text}\n`)
  }
  const oxlint = join(ROOT, 'node_modules/oxlint/bin/oxlint')
  const run = spawnSync(process.execPath, [oxlint, '--type-aware', '--deny-warnings', '--format', 'unix'], {
    cwd: root,
    encoding: 'utf8',
  })
  expect(run.status, run.stderr).toBe(1)
  complaints = run.stdout.split('\n')
}, 120_000)
afterAll(() => rmSync(root, { recursive: true, force: true }))

test.each(REFUSED)('the linter refuses %s: %s', (path, _, rule) => {
  expect(complaints.filter((line) => line.startsWith(`${path}:`)).join('\n')).toContain(`(${rule})`)
})

test.each(ALLOWED)('the linter allows %s', (path) => {
  expect(complaints.filter((line) => line.startsWith(`${path}:`))).toEqual([])
})
