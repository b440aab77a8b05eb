import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { scaffold } from '../../scripts/new-adapter/scaffold.ts'
import { files, ROOT } from '../support/tree.ts'

/** A name whose every form differs, and long enough for lines to break elsewhere. */
const NAME = 'google-chat'

/** What an adapter stands on, without the other channels: their checks are not the question here. */
const SHARED = [
  ...files('core/**', 'adapters/*', 'adapters/testing/**'),
  '.oxlintrc.json',
  '.oxfmtrc.json',
  'tsconfig.base.json',
  'tsconfig.json',
  'vitest.config.ts',
  'package.json',
  'test/contract/registry.test.ts',
  'test/support/virtual-clock.ts',
  'local/engine/timers.ts',
]

let root: string
let written: readonly string[]

const tool = (script: string, args: readonly string[]) => {
  const run = spawnSync(process.execPath, [join(ROOT, 'node_modules', script), ...args], {
    cwd: root,
    encoding: 'utf8',
  })
  return { status: run.status, output: run.stdout + run.stderr }
}

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'parley-scaffold-'))
  for (const path of SHARED) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    cpSync(join(ROOT, path), join(root, path))
  }
  mkdirSync(join(root, 'test/contract/subjects'))
  symlinkSync(join(ROOT, 'node_modules'), join(root, 'node_modules'), 'junction')
  written = scaffold(root, NAME)
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

test('writes the adapter with its sandbox, set-up, subject, tests and fixtures, and no blank of the template', () => {
  expect(written).toContain(`adapters/${NAME}/index.ts`)
  for (const path of [`adapters/${NAME}/sandbox.ts`, `adapters/${NAME}/setup.md`, `test/contract/subjects/${NAME}.ts`])
    expect(written).toContain(path)
  expect(written.filter((path) => /__\w+__/.test(path + readFileSync(join(root, path), 'utf8')))).toEqual([])
})

test('what it wrote keeps the contract, and its own tests pass', () => {
  const run = tool('vitest/vitest.mjs', ['run', '--testTimeout=60000', '--reporter=json', '--outputFile=report.json'])
  expect(run.status, run.output).toBe(0)
  const report = JSON.parse(readFileSync(join(root, 'report.json'), 'utf8')) as { numPassedTests: number }
  expect(report.numPassedTests).toBeGreaterThan(50)
}, 120_000)

test('what it wrote type-checks', () => {
  const run = tool('typescript/bin/tsc', ['-p', '.'])
  expect(run.output).toBe('')
}, 120_000)

test('what it wrote keeps the rules and the format', () => {
  const lint = tool('oxlint/bin/oxlint', [
    '--type-aware',
    '--deny-warnings',
    ...written.filter((path) => path.endsWith('.ts')),
  ])
  expect(lint.status, lint.output).toBe(0)
  const format = tool('oxfmt/bin/oxfmt', ['--check', ...written])
  expect(format.status, format.output).toBe(0)
}, 120_000)

test.each([
  ['Google', 'small letters'],
  ['google_chat', 'small letters'],
  ['-chat', 'small letters'],
  ['chat--two', 'small letters'],
  ['4chan', 'small letters'],
  ['../etc', 'small letters'],
  ['a'.repeat(31), 'at most 30'],
  ['new', 'means something else'],
  ['sandbox', 'means something else'],
  ['http', 'shared by all channels'],
  ['google-chat', 'there is an adapter of this name'],
  ['google-chat-two', 'subjects of the google-chat adapter'],
])('refuses the name %s and says why', (name, words) => {
  const before = globSync('**/*.ts', { cwd: root, exclude: (path) => path === 'node_modules' })
  expect(() => scaffold(root, name)).toThrow(words)
  expect(globSync('**/*.ts', { cwd: root, exclude: (path) => path === 'node_modules' })).toEqual(before)
})

test('writes over nothing', () => {
  rmSync(join(root, `adapters/${NAME}`), { recursive: true })
  expect(() => scaffold(root, NAME)).toThrow('is there already')
  expect(existsSync(join(root, `adapters/${NAME}`))).toBe(false)
})

test('says how it is used, and in a line what was wrong', () => {
  const run = (...args: readonly string[]) =>
    spawnSync(process.execPath, [join(ROOT, 'scripts/new-adapter.ts'), ...args], { encoding: 'utf8' })
  expect(run()).toMatchObject({ status: 2, stderr: expect.stringContaining('npm run new:adapter <name>') as string })
  expect(run('sms')).toMatchObject({
    status: 1,
    stderr: expect.stringMatching(/^sms: there is an adapter.*\n$/) as string,
  })
})
