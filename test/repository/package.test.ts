import { execFileSync, spawn } from 'node:child_process'
import {
  cpSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { CONSOLE, freshConsole } from '../../local/console.ts'
import { read, ROOT } from '../support/tree.ts'

interface Manifest {
  readonly bin: { readonly parley: string }
  readonly exports: Readonly<Record<string, string>>
  readonly dependencies: Readonly<Record<string, string>>
  readonly devDependencies: Readonly<Record<string, string>>
}
const manifest = JSON.parse(read('package.json')) as Manifest
const example = JSON.parse(read('examples/telegram/package.json')) as Manifest
const EXAMPLES = ['telegram', 'helpdesk'] as const

/** Compiling, and starting a second vitest and a gateway, takes seconds, and more beside other tests on a small machine. */
const PATIENCE = 120_000

let work: string
/** A folder outside of the repository: the Telegram channel, and the package as npm installs it. */
let outside: string
/** Another one, beside the same package: the helpdesk. */
let helpdesk: string
let installed: string

interface Ended {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

const node = (script: string, args: readonly string[], cwd: string): Promise<Ended> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, [script, ...args], { cwd, stdio: ['ignore', 'pipe', 'pipe'] })
    const printed = { stdout: '', stderr: '' }
    for (const stream of ['stdout', 'stderr'] as const)
      child[stream].on('data', (chunk: Buffer) => (printed[stream] += chunk.toString()))
    child.once('close', (status) => resolve({ status, ...printed }))
  })
const tool = (script: string, args: readonly string[], cwd = outside) =>
  node(join(ROOT, 'node_modules', script), args, cwd)
const parley = (...args: readonly string[]) => node(join(installed, manifest.bin.parley), args, outside)

const link = (name: string): void => {
  mkdirSync(dirname(join(outside, 'node_modules', name)), { recursive: true })
  symlinkSync(join(ROOT, 'node_modules', name), join(outside, 'node_modules', name), 'junction')
}

beforeAll(async () => {
  work = mkdtempSync(join(tmpdir(), 'parley-package-'))
  outside = join(work, 'outside')
  helpdesk = join(work, 'helpdesk')
  installed = join(outside, 'node_modules/parley')

  const staged = join(work, 'staged')
  for (const file of ['package.json', 'LICENSE', 'bin'])
    cpSync(join(ROOT, file), join(staged, file), { recursive: true })
  const build = await tool(
    'typescript/bin/tsc',
    ['-p', 'tsconfig.build.json', '--outDir', join(staged, 'dist/lib')],
    ROOT,
  )
  expect(build.status, build.stdout).toBe(0)
  await freshConsole()
  cpSync(CONSOLE, join(staged, 'dist/console'), { recursive: true })
  execFileSync('npm', ['pack', '--ignore-scripts', '--silent'], { cwd: staged, shell: process.platform === 'win32' })

  // As npm would install it, without asking a registry: the tarball unpacked, what it declares linked beside it.
  cpSync(join(ROOT, 'examples/telegram'), outside, { recursive: true })
  mkdirSync(installed, { recursive: true })
  const [tarball = ''] = globSync('*.tgz', { cwd: staged })
  execFileSync('tar', ['-xzf', join(staged, tarball), '--strip-components', '1', '-C', installed])
  const needed = { ...manifest.dependencies, ...example.devDependencies }
  for (const name of Object.keys(needed)) link(name)
  cpSync(join(ROOT, 'examples/helpdesk'), helpdesk, { recursive: true })
  symlinkSync(join(outside, 'node_modules'), join(helpdesk, 'node_modules'), 'junction')
  writeFileSync(
    join(outside, 'wrong.ts'),
    `import type { WebhookReply } from 'parley/adapter'
export const reply: WebhookReply = { status: '200', headers: {}, body: '' }
`,
  )
}, PATIENCE)
afterAll(() => rmSync(work, { recursive: true, force: true }))

test('the package holds JavaScript and types of the library, the inbox page and nothing else', () => {
  const packed = readdirSync(installed, { recursive: true, encoding: 'utf8' }).filter((path) => /\.[^/]*$/.test(path))
  expect(packed).toContain('dist/lib/adapters/kit.js')
  const ours =
    /^(package\.json|bin\/parley\.js|dist\/lib\/(core|adapters|functions|local|client|cli|infra)\/.*\.(js|d\.ts)|dist\/console\/(index\.html|assets\/[\w.-]+)(\.br|\.gz)?)$/
  expect(packed.filter((path) => !ours.test(path))).toEqual([])
})

test('the package holds nothing that belongs to one deployment', () => {
  expect(globSync('dist/lib/{parley.config*,functions/{production*,handlers/**}}', { cwd: installed })).toEqual([])
})

test('everything the package exports and runs is in it', () => {
  const targets = [...Object.values(manifest.exports), manifest.bin.parley]
  expect(targets.filter((target) => globSync(target, { cwd: installed }).length === 0)).toEqual([])
})

test.each(EXAMPLES)('the example %s asks for the versions that the package has', (name) => {
  const { dependencies, devDependencies } = JSON.parse(read(`examples/${name}/package.json`)) as Manifest
  const { parley: _, ...shared } = dependencies
  expect(manifest.dependencies).toMatchObject(shared)
  expect(manifest.devDependencies).toMatchObject(devDependencies)
})

test(
  'a helpdesk written outside type-checks against the client of the package',
  async () => {
    const check = await tool('typescript/bin/tsc', ['-p', '.'], helpdesk)
    expect(check.status, check.stdout + check.stderr).toBe(0)
  },
  PATIENCE,
)

test(
  'an adapter written outside type-checks against the package, and what is wrong does not',
  async () => {
    const { stdout } = await tool('typescript/bin/tsc', ['-p', '.'])
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
  async () => {
    const run = await tool('vitest/vitest.mjs', [
      'run',
      '--testTimeout=60000',
      '--reporter=json',
      '--outputFile=report.json',
    ])
    expect(run.status, run.stdout + run.stderr).toBe(0)
    const report = JSON.parse(readFileSync(join(outside, 'report.json'), 'utf8')) as { numPassedTests: number }
    expect(report.numPassedTests).toBeGreaterThan(50)
  },
  PATIENCE,
)

test(
  'an adapter written outside and named in a parley.config.ts appears in the demo',
  async () => {
    const demo = await parley('demo', '--config', 'parley.config.ts')
    expect(demo.status, demo.stdout + demo.stderr).toBe(0)
    expect(demo.stdout).toMatch(/on Telegram +cnv_/)
    expect(demo.stdout).toContain('Everything arrived')
    expect(demo.stderr).toBe('')
  },
  PATIENCE,
)

test(
  'the gateway of the package serves the inbox page, without anything to build it with',
  async () => {
    const args = ['start', '--config', 'parley.config.ts', '--port', '0', '--dir', join(work, 'data')]
    const child = spawn(process.execPath, [join(installed, manifest.bin.parley), ...args], { cwd: outside })
    const ended = new Promise((resolve) => child.once('close', resolve))
    try {
      const url = await new Promise<string>((resolve, reject) => {
        let printed = ''
        for (const stream of [child.stdout, child.stderr])
          stream.on('data', (chunk: Buffer) => {
            printed += chunk.toString()
            const [, found] = /Parley runs at (\S+)\n/.exec(printed) ?? []
            if (found !== undefined) resolve(found)
          })
        void ended.then(() => reject(new Error(printed)))
      })
      const page = await fetch(`${url}/inbox`)
      expect([page.status, await page.text()]).toEqual([
        200,
        readFileSync(join(installed, 'dist/console/index.html'), 'utf8'),
      ])
    } finally {
      child.kill()
      await ended
    }
  },
  PATIENCE,
)

test('the command of the package says what it can do', async () => {
  expect((await parley('--help')).stdout).toMatch(/parley <command>[\s\S]*start[\s\S]*demo/)
  expect((await parley('start', '--config', 'nowhere.ts')).stderr).toMatch(
    /^There is no \S+nowhere\.ts\. Name the config/,
  )
})

test.each(EXAMPLES)(
  'the example %s keeps the rules of the repository',
  async (name) => {
    const rules = JSON.parse(read('.oxlintrc.json').replaceAll(/^\s*\/\/.*$/gm, '')) as { overrides: object[] }
    // The helpdesk is a program of its own, and reads its settings where it starts.
    const overrides = [...rules.overrides, { files: ['helpdesk.ts'], rules: { 'node/no-process-env': 'off' } }]
    const folder = name === 'helpdesk' ? helpdesk : outside
    writeFileSync(
      join(folder, '.oxlintrc.json'),
      JSON.stringify({ ...rules, ignorePatterns: ['node_modules'], overrides }),
    )
    const lint = await tool('oxlint/bin/oxlint', ['--type-aware', '--deny-warnings'], folder)
    expect(lint.status, lint.stdout + lint.stderr).toBe(0)
  },
  PATIENCE,
)
