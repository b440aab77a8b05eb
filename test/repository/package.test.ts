import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { read, ROOT } from '../support/tree.ts'

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>
  readonly peerDependencies: Readonly<Record<string, string>>
}
const manifest = JSON.parse(read('package.json')) as Manifest

const node = (script: string, args: readonly string[], cwd: string) =>
  spawnSync(process.execPath, [join(ROOT, 'node_modules', script), ...args], { cwd, encoding: 'utf8' })

/** A channel as somebody else writes it: the toy adapter, importing the package instead of our folders. */
const fromOutside = (source: string): string =>
  source
    .replaceAll("'../../adapters/adapter.ts'", "'parley/adapter'")
    .replaceAll("'../../adapters/testing/contract.ts'", "'parley/testing'")
    .replaceAll(/'\.\.\/\.\.\/((?:core|adapters)\/[^']+)\.ts'/g, "'parley/$1'")

/** Compiling and starting a second vitest takes seconds, and more beside other tests on a small machine. */
const PATIENCE = 120_000

let work: string
let consumer: string

const put = (path: string, text: string) => {
  mkdirSync(dirname(join(consumer, path)), { recursive: true })
  writeFileSync(join(consumer, path), text)
}

beforeAll(() => {
  work = mkdtempSync(join(tmpdir(), 'parley-package-'))
  consumer = join(work, 'consumer')

  const staged = join(work, 'staged')
  for (const file of ['package.json', 'LICENSE']) cpSync(join(ROOT, file), join(staged, file))
  const build = node('typescript/bin/tsc', ['-p', 'tsconfig.build.json', '--outDir', join(staged, 'dist/lib')], ROOT)
  expect(build.status, build.stdout).toBe(0)
  execFileSync('npm', ['pack', '--ignore-scripts', '--silent'], { cwd: staged, shell: process.platform === 'win32' })

  // As npm would install it, without asking a registry: the tarball unpacked, what it declares linked beside it.
  const installed = join(consumer, 'node_modules/parley')
  mkdirSync(installed, { recursive: true })
  const [tarball = ''] = globSync('*.tgz', { cwd: staged })
  execFileSync('tar', ['-xzf', join(staged, tarball), '--strip-components', '1', '-C', installed])
  for (const name of [...Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies }), '@types/node']) {
    mkdirSync(dirname(join(consumer, 'node_modules', name)), { recursive: true })
    symlinkSync(join(ROOT, 'node_modules', name), join(consumer, 'node_modules', name), 'junction')
  }

  put('package.json', '{ "type": "module" }')
  put(
    'tsconfig.json',
    JSON.stringify({
      compilerOptions: {
        strict: true,
        exactOptionalPropertyTypes: true,
        noEmit: true,
        target: 'ES2024',
        module: 'NodeNext',
        allowImportingTsExtensions: true,
        lib: ['ES2024'],
        types: ['node'],
      },
      include: ['*.ts'],
    }),
  )
  put('toy.ts', fromOutside(read('test/contract/toy.ts')))
  put(
    'toy.test.ts',
    `import { adapterContract } from 'parley/testing'
import { toySubject } from './toy.ts'
adapterContract(toySubject())
`,
  )
  put(
    'wrong.ts',
    `import type { WebhookReply } from 'parley/adapter'
export const reply: WebhookReply = { status: '200', headers: {}, body: '' }
`,
  )
}, PATIENCE)
afterAll(() => rmSync(work, { recursive: true, force: true }))

test('the package holds JavaScript and types of the library and nothing else', () => {
  const packed = globSync('**/*.*', { cwd: join(consumer, 'node_modules/parley') })
  expect(packed).toContain('dist/lib/adapters/adapter.js')
  expect(packed.filter((path) => !/^(package\.json|dist\/lib\/(core|adapters)\/.*\.(js|d\.ts))$/.test(path))).toEqual(
    [],
  )
})

test(
  'an adapter written outside type-checks against the package, and a wrong one does not',
  () => {
    const { stdout } = node('typescript/bin/tsc', ['-p', '.'], consumer)
    expect(
      stdout
        .trim()
        .split('\n')
        .map((line) => line.replace(/:.*/, '')),
    ).toEqual(['wrong.ts(2,38)'])
  },
  PATIENCE,
)

test(
  'an adapter written outside passes the contract suite of the package',
  () => {
    const run = node('vitest/vitest.mjs', ['run', '--reporter=json', '--outputFile=report.json'], consumer)
    expect(run.status, run.stdout + run.stderr).toBe(0)
    const report = JSON.parse(readFileSync(join(consumer, 'report.json'), 'utf8')) as { numPassedTests: number }
    expect(report.numPassedTests).toBeGreaterThan(20)
  },
  PATIENCE,
)
