import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { describeDeployment } from '../../adapters/deployment.ts'
import { builtinChannels } from '../../cli/builtin.ts'
import { init } from '../../cli/init.ts'
import { loadConfig } from '../../local/config.ts'
import { runCommand, type Ran } from '../support/cli-world.ts'
import { ROOT } from '../support/tree.ts'

let cwd: string
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'parley-init-'))
  for (const folder of ['adapters', 'core', 'node_modules'])
    symlinkSync(join(ROOT, folder), join(cwd, folder), 'junction')
})
afterEach(() => rmSync(cwd, { recursive: true, force: true }))

const path = () => join(cwd, 'parley.config.ts')
const config = () => readFileSync(path(), 'utf8')
const run = (args: readonly string[], overrides = {}): Promise<Ran> => runCommand(init, args, { cwd, ...overrides })

const ACCOUNTS: Readonly<Record<string, string>> = {
  whatsapp: '100000000000001',
  messenger: '200000000000001',
  instagram: '17840000000000001',
  x: '1500000000000000001',
  email: 'hello@shop.example',
  sms: '+15550100001',
}

test('every channel that comes with Parley is offered', async () => {
  expect([...(await builtinChannels()).keys()].sort()).toEqual(Object.keys(ACCOUNTS).sort())
})

test('what is answered by options becomes a config that is right and says where to deploy', async () => {
  const accounts = Object.entries(ACCOUNTS).flatMap(([channel, id]) => ['--account', `${channel}=${id}`])
  const args = ['--shop', "Ada's bikes", '--channels', Object.keys(ACCOUNTS).join(','), '--region', 'eu-central-1']
  const { exitCode, printed, told } = await run([...args, ...accounts, '--alarm-email', 'ops@shop.example'])
  expect({ exitCode, told }).toEqual({ exitCode: 0, told: [] })
  const written = describeDeployment(await loadConfig(path()))
  expect(written).toMatchObject({ region: 'eu-central-1', alarmEmail: 'ops@shop.example' })
  expect(written.connections.map(({ channel, accounts: [account] }) => [channel, account])).toEqual(
    Object.entries(ACCOUNTS),
  )
  expect(printed.join('\n')).toContain('parley secrets set WHATSAPP_APP_SECRET')
  expect(config()).toContain("name: 'Ada\\'s bikes'")
}, 60_000)

test('it imports the channels that were chosen and no others', async () => {
  await run(['--channels', 'whatsapp', '--account', 'whatsapp=100000000000001', '--test'])
  expect(config().match(/adapters\/\w+\/index/g)).toEqual(['adapters/whatsapp/index'])
  expect(config()).toContain("mode: 'test'")
  expect(config()).not.toContain('deploy:')
})

test('a person is asked what was not given, again where an answer cannot be', async () => {
  const answers = ['Bikes', 'whatsapp', 'my number', '100000000000001', '']
  const asked: string[] = []
  const ask = async (question: string): Promise<string> => {
    asked.push(question)
    return answers.shift() ?? ''
  }
  const { exitCode, told } = await run([], { ask })
  expect(exitCode).toBe(0)
  expect(asked[0]).toBe('Name of the shop [My shop]:')
  expect(told.join('\n')).toContain('does not look like one')
  expect(config()).toContain("id: '100000000000001'")
})

test('a config that is there is kept, and replaced only when that was agreed to', async () => {
  writeFileSync(path(), '// mine\n')
  const args = ['--channels', 'whatsapp', '--account', 'whatsapp=100000000000001']
  expect(await run(args)).toMatchObject({ exitCode: 2, told: [expect.stringContaining('--overwrite')] })
  expect(config()).toBe('// mine\n')
  expect(await run([...args, '--overwrite'])).toMatchObject({ exitCode: 0 })
  expect(readFileSync(join(cwd, 'parley.config.before.ts'), 'utf8')).toBe('// mine\n')
})

test.each([
  [[], 'give --channels'],
  [['--channels', 'fax'], 'There is no channel fax'],
  [['--channels', 'whatsapp'], 'give --account whatsapp=<id>'],
  [['--channels', 'whatsapp', '--account', 'whatsapp'], 'give <channel>=<value>'],
  [['--channels', 'whatsapp', '--account', 'whatsapp=+49 30 123'], 'does not look like one'],
])('%j writes nothing and says what to give', async (args, words) => {
  const { exitCode, told } = await run(args)
  expect({ exitCode, told: told.join('\n') }).toEqual({ exitCode: 2, told: expect.stringContaining(words) })
  expect(existsSync(path())).toBe(false)
})
