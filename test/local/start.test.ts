import { spawnSync } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { readCommand } from '../../local/options.ts'
import { run, type Run, start, temporaryDir } from '../support/gateway.ts'
import { ROOT } from '../support/tree.ts'

const cleanUps: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
})

const newDir = (): string => {
  const { dir, remove } = temporaryDir()
  cleanUps.push(remove)
  return dir
}
const killed = <R extends Run>(started: R): R => {
  cleanUps.push(() => {
    started.child.kill('SIGKILL')
    return started.ended
  })
  return started
}
const startIn = async (dir: string, ...args: string[]) => killed(await start(['--port', '0', '--dir', dir, ...args]))

const json = async <T>(url: string, init?: RequestInit): Promise<T> => (await fetch(url, init)).json() as Promise<T>
interface Accounts {
  readonly accounts: readonly { readonly channel: string }[]
}
const conversations = async (url: string) => {
  const { apiKey } = await json<{ apiKey: string }>(`${url}/local/accounts`)
  const headers = { authorization: `Bearer ${apiKey}` }
  return (await json<{ data: { preview: { text: string } }[] }>(`${url}/v1/conversations`, { headers })).data
}
const eventually = async <T>(ask: () => Promise<T>, holds: (answer: T) => boolean): Promise<T> => {
  for (;;) {
    const answer = await ask()
    if (holds(answer)) return answer
    await new Promise((resolve) => setImmediate(resolve))
  }
}

test('starts on a free port, says where everything is, and stops cleanly on Ctrl-C', async () => {
  const dir = newDir()
  const started = await startIn(dir)
  const output = started.output()
  const { apiKey } = await json<{ apiKey: string }>(`${started.url}/local/accounts`)
  expect(output).toContain(`${started.url}/v1, key ${apiKey}`)
  expect(output).toContain(`${started.url}/webhooks/whatsapp/main for 100000000000001`)
  expect(output).toContain(`${started.url}/webhooks/sms/main for +15550100001`)
  expect(output).toContain(dir)
  started.child.kill('SIGINT')
  expect(await started.ended).toBe(0)
})

test('prints a link to sign in by, once, and tells another one to programs of this machine alone', async () => {
  const started = await startIn(newDir())
  const [, printed = ''] = /Inbox +\S+\/inbox\/sign-in#(\S+)/.exec(started.output()) ?? []
  const signIn = (code: string) =>
    fetch(`${started.url}/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: started.url },
      body: JSON.stringify({ code }),
    })
  const first = await signIn(printed)
  expect(await first.json()).toMatchObject({ person: { name: 'Local admin', role: 'admin' }, scopes: ['admin'] })
  const cookie = first.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  expect(cookie).toMatch(/^parley=/)
  const me = await json<{ person: object }>(`${started.url}/v1/session`, { headers: { cookie } })
  expect(me).toMatchObject({ person: { name: 'Local admin' } })
  expect((await signIn(printed)).status).toBe(401)
  const { code } = await json<{ code: string }>(`${started.url}/local/sign-in`)
  const again = (await (await signIn(code)).json()) as { person: object }
  expect(again.person).toMatchObject({ id: (me.person as { id: string }).id })
  const out = await fetch(`${started.url}/v1/session`, { method: 'DELETE', headers: { cookie, origin: started.url } })
  expect([out.status, out.headers.getSetCookie()[0]]).toEqual([204, expect.stringMatching(/^parley=; Max-Age=0/)])
  expect((await fetch(`${started.url}/v1/session`, { headers: { cookie } })).status).toBe(401)
  expect(started.output().split(printed)).toHaveLength(2)
})

test('each line it prints for a customer makes that customer write', async () => {
  const started = await startIn(newDir())
  const lines = [...started.output().matchAll(/curl -s (\S+\/local\/sandbox\/\S+) .* -d '(.*)'/g)]
  const channels = new Set(
    (await json<Accounts>(`${started.url}/local/accounts`)).accounts.map(({ channel }) => channel),
  )
  expect(lines).toHaveLength(channels.size)
  for (const [, url = '', body = ''] of lines) {
    const response = await fetch(url, { method: 'POST', body, headers: { 'content-type': 'application/json' } })
    expect(await response.json()).toMatchObject({ status: 200 })
  }
  await eventually(
    () => conversations(started.url),
    (data) => data.length === channels.size,
  )
})

test('a second start on the same directory keeps keys and conversations; --fresh forgets both, and nothing else', async () => {
  const dir = newDir()
  const first = await startIn(dir)
  const before = await json(`${first.url}/local/accounts`)
  await fetch(`${first.url}/local/sandbox/sms`, { method: 'POST', body: '{"text":"Hello"}' })
  await eventually(
    () => conversations(first.url),
    (data) => data.length === 1,
  )
  first.child.kill('SIGTERM')
  expect(await first.ended).toBe(0)

  const second = killed(await start(['--port', String(first.port), '--dir', dir]))
  expect(await json(`${second.url}/local/accounts`)).toEqual(before)
  expect(await conversations(second.url)).toMatchObject([{ preview: { text: 'Hello' } }])
  second.child.kill('SIGTERM')
  await second.ended

  writeFileSync(join(dir, 'notes.txt'), 'not of Parley')
  const third = await startIn(dir, '--fresh')
  expect(await conversations(third.url)).toEqual([])
  expect(await json<object>(`${third.url}/local/accounts`)).not.toMatchObject({
    apiKey: (before as { apiKey: string }).apiKey,
  })
  expect(readFileSync(join(dir, 'notes.txt'), 'utf8')).toBe('not of Parley')
})

test('secrets are kept where only their owner can read them', async () => {
  const dir = join(newDir(), 'data')
  await startIn(dir)
  expect(statSync(dir).mode & 0o077).toBe(0)
  expect(statSync(join(dir, 'secrets.json')).mode & 0o077).toBe(0)
})

test('a secret of the environment takes the place of the made one', async () => {
  const started = killed(await start(['--port', '0', '--dir', newDir()], { WHATSAPP_APP_SECRET: 'my-own-secret' }))
  const body = JSON.stringify({ object: 'whatsapp_business_account', entry: [] })
  const post = (secret: string) =>
    fetch(`${started.url}/webhooks/whatsapp/main`, {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/json',
        'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
      },
    })
  expect((await post('my-own-secret')).status).toBe(200)
  expect((await post('another')).status).toBe(401)
})

test('a lost secrets file is told, and nothing is written over what it belongs to', async () => {
  const dir = newDir()
  const first = await startIn(dir)
  first.child.kill('SIGTERM')
  await first.ended
  rmSync(join(dir, 'secrets.json'))
  const second = killed(run('start', ['--port', '0', '--dir', dir]))
  expect(await second.ended).toBe(1)
  expect(second.output()).toContain('secrets.json is missing')
  expect(existsSync(join(dir, 'secrets.json'))).toBe(false)
})

test('a port in use is told, and ends with 1', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  cleanUps.push(() => server.close())
  const { port } = server.address() as AddressInfo
  const refused = killed(run('start', ['--port', String(port), '--dir', newDir()]))
  expect(await refused.ended).toBe(1)
  expect(refused.output()).toMatch(/^Port \d+ is in use: .*--port.*\n$/)
})

test('a directory in use is told and left alone, also by --fresh, and ends with 1', async () => {
  const dir = newDir()
  const first = await startIn(dir)
  for (const args of [[], ['--fresh']]) {
    const second = killed(run('start', ['--port', '0', '--dir', dir, ...args]))
    expect(await second.ended).toBe(1)
    expect(second.output()).toMatch(/is in use: another Parley runs on it.*--dir/)
  }
  const answer = await fetch(`${first.url}/local/sandbox/sms`, { method: 'POST', body: '{"text":"Still here"}' })
  expect(await answer.json()).toMatchObject({ status: 200 })
})

test('a damaged table is told, and --fresh gets over it', async () => {
  const dir = newDir()
  writeFileSync(join(dir, 'table'), 'no database')
  const refused = killed(run('start', ['--port', '0', '--dir', dir]))
  expect(await refused.ended).toBe(1)
  expect(refused.output()).toContain('--fresh')
  await startIn(dir, '--fresh')
})

test('a wrong option is named with what is possible, and ends with 2; --help is no fault', async () => {
  const wrong = killed(run('start', ['--prot', '8000']))
  expect(await wrong.ended).toBe(2)
  expect(wrong.output()).toContain("'--prot'")
  expect(wrong.output()).toContain('--port <n>')
  const help = killed(run('start', ['--help']))
  expect(await help.ended).toBe(0)
  expect(help.output()).toContain('--fresh')
})

test('a config that is none, or is not right, is told, and ends with 2', async () => {
  const dir = newDir()
  const config = join(dir, 'parley.config.ts')
  const outcome = async (): Promise<string> => {
    const refused = killed(run('start', ['--port', '0', '--dir', dir, '--config', config]))
    expect(await refused.ended).toBe(2)
    return refused.output()
  }
  expect(await outcome()).toContain(`There is no ${config}`)
  writeFileSync(config, 'export const config: object = {}')
  expect(await outcome()).toContain('has no config')
  writeFileSync(config, "export default { connections: [], shops: [{ id: 'shop', name: '' }] }")
  expect(await outcome()).toMatch(/shops\[0\]\.id: .*shp_/)
  const account = (id: string) => `import { whatsapp } from '${join(ROOT, 'adapters/whatsapp/index.ts')}'
    const secrets = { appSecret: 'APP_SECRET', verifyToken: 'VERIFY_TOKEN', accessToken: 'ACCESS_TOKEN' }
    export default { connections: [{ adapter: whatsapp, name: 'main', secrets, accounts: [{ id: '${id}' }] }] }`
  writeFileSync(config, account('+15550100001'))
  expect(await outcome()).toMatch(/connections\[0\]\.accounts\[0\]\.id: .*Phone number ID/)
  writeFileSync(config, "import './nothing.ts'")
  expect(await outcome()).toContain('cannot be loaded')
})

test('a command that does not exist is told with those that do', async () => {
  const { stderr, status } = spawnSync(process.execPath, [join(ROOT, 'cli/parley.ts'), 'stop'], { encoding: 'utf8' })
  expect(status).toBe(2)
  expect(stderr).toMatch(/no command stop[\s\S]*start[\s\S]*demo/)
})

test.each([
  [['--port', '70000'], '--port 70000'],
  [['--port', 'http'], '--port http'],
  [['--port', '-1'], '--port'],
  [['--dir', ''], '--dir'],
  [['--sandbox-url', 'localhost:1'], '--sandbox-url'],
  [['extra'], 'extra'],
])('refuses the options %j', (args, named) => {
  expect(readCommand(args)).toMatchObject({ kind: 'wrong', message: expect.stringContaining(named) as string })
})

test('takes port 8787 and .parley unless told otherwise', () => {
  const command = readCommand([])
  expect(command).toMatchObject({ kind: 'run', options: { port: 8787, fresh: false } })
  expect(command.kind === 'run' && command.options.dir.endsWith('.parley')).toBe(true)
})
