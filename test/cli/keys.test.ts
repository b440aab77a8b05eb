import { expect, test } from 'vitest'
import { keys } from '../../cli/keys.ts'
import { runCommand } from '../support/cli-world.ts'
import { ACCOUNT, createWorld } from '../support/world.ts'

test('a key is made, its token shown once, listed and revoked', async () => {
  const gateway = createWorld()
  const args = ['create', '--name', 'Helpdesk', '--scopes', 'read,write', '--json']
  const [made] = (await runCommand(keys, args, { gateway })).json() as { id: string; token: string }[]
  expect(made?.token).toMatch(/^prl_/)
  const listed = await runCommand(keys, ['list'], { gateway })
  expect(listed.printed.join('\n')).toMatch(new RegExp(`^${made?.id} +Helpdesk +read,write +\\S+Z +- +active$`, 'm'))
  expect(listed.printed.join('\n')).not.toContain(made?.token)
  expect(await runCommand(keys, ['revoke', made?.id ?? ''], { gateway })).toMatchObject({ exitCode: 0 })
  expect((await runCommand(keys, ['list'], { gateway })).printed.join('\n')).toContain('revoked')
})

test('a key may know of single accounts alone', async () => {
  const gateway = createWorld()
  const args = ['create', '--name', 'Shop', '--scopes', 'read', '--account', `whatsapp:${ACCOUNT}`, '--json']
  expect((await runCommand(keys, args, { gateway })).json()).toEqual([
    expect.objectContaining({ accounts: [{ channel: 'whatsapp', account: ACCOUNT }] }),
  ])
})

test.each([
  [['create', '--name', 'x'], '--name and --scopes'],
  [['create', '--name', 'x', '--scopes', 'read,all'], 'all is none of read, write, admin'],
  [['create', '--name', 'x', '--scopes', 'read', '--account', 'sms'], '<channel>:<account>'],
  [['remove'], 'There is no command keys remove'],
  [[], 'Give a command'],
])('%j is answered with what to write instead', async (args, words) => {
  const { exitCode, told } = await runCommand(keys, args, { gateway: createWorld() })
  expect({ exitCode, told: told.join('\n') }).toEqual({ exitCode: 2, told: expect.stringContaining(words) })
})

test('what the gateway refuses ends with 1 and the gateway’s words, as JSON for scripts', async () => {
  const gateway = createWorld()
  const args = ['revoke', 'key_aaaaaaaaaaaaaaaaaaaaaa', '--json']
  const { exitCode, json } = await runCommand(keys, args, { gateway })
  expect({ exitCode, json: json() }).toEqual({ exitCode: 1, json: [{ error: expect.stringContaining('no ') }] })
})
