import { expect, test } from 'vitest'
import { people } from '../../cli/people.ts'
import { createApp } from '../../functions/api.ts'
import { runCommand } from '../support/cli-world.ts'
import { createWorld, type World } from '../support/world.ts'

const ADA = ['add', '--name', 'Ada Agent', '--role', 'agent']

const run = (gateway: World, ...args: string[]) => runCommand(people, args, { gateway })
const said = async (gateway: World, ...args: string[]): Promise<string> =>
  (await run(gateway, ...args)).printed.join('\n')

const signIn = async (gateway: World, code: string): Promise<number> => {
  const body = JSON.stringify({ code })
  const headers = { 'content-type': 'application/json' }
  return (await createApp(gateway.wired).request('/v1/session', { method: 'POST', headers, body })).status
}
const codeIn = (text: string): string => /#(\S+)/.exec(text)?.[1] ?? 'no code'

test('a person is added with a link that lets them in, and listed', async () => {
  const gateway = createWorld()
  const added = await said(gateway, ...ADA)
  expect(added).toMatch(
    /^usr_[\w-]{22} {2}Ada Agent {2}agent\nhttps:\/\/parley\.test\/inbox\/sign-in#\S+\ncode: \S+, once, until \S+Z$/,
  )
  expect(await signIn(gateway, codeIn(added))).toBe(200)
  expect(await said(gateway, 'list')).toMatch(/^usr_\S+ +Ada Agent +agent +shp_default +\S+Z +active$/m)
})

test('another link is made by the exact name or the id, for as long as is asked', async () => {
  const gateway = createWorld()
  const [made] = (await run(gateway, ...ADA, '--json')).json() as { person: { id: string } }[]
  expect(await signIn(gateway, codeIn(await said(gateway, 'sign-in', 'Ada Agent')))).toBe(200)
  const [link] = (await run(gateway, 'sign-in', made?.person.id ?? '', '--minutes', '60', '--json')).json()
  expect(link).toMatchObject({ expiresAt: gateway.clock.now() + 3_600_000 })
})

test('who is disabled is let in no more, until they are enabled', async () => {
  const gateway = createWorld()
  await run(gateway, ...ADA)
  expect(await said(gateway, 'disable', 'Ada Agent')).toMatch(/^usr_\S+ {2}Ada Agent {2}disabled$/)
  expect(await run(gateway, 'sign-in', 'Ada Agent')).toMatchObject({
    exitCode: 1,
    told: [expect.stringContaining('disabled')],
  })
  expect(await said(gateway, 'enable', 'Ada Agent')).toMatch(/active$/)
  expect(await signIn(gateway, codeIn(await said(gateway, 'sign-in', 'Ada Agent')))).toBe(200)
})

test('sessions are listed, and all of them ended', async () => {
  const gateway = createWorld()
  await signIn(gateway, codeIn(await said(gateway, ...ADA)))
  expect(await said(gateway, 'sessions', 'Ada Agent')).toMatch(/^ses_[\w-]{22} +\S+Z +\S+Z +\S+Z$/m)
  expect(await said(gateway, 'sign-out', 'Ada Agent')).toMatch(/^usr_\S+ {2}signed out everywhere$/)
  expect((await run(gateway, 'sessions', 'Ada Agent', '--json')).json()).toEqual([[]])
})

test('a person of all shops is told as such', async () => {
  const gateway = createWorld()
  await run(gateway, ...ADA, '--organisation')
  expect(await said(gateway, 'list')).toContain('all shops')
})

test('a name that several have is answered with their ids, and one that nobody has with how to look', async () => {
  const gateway = createWorld()
  const ids = [await said(gateway, ...ADA), await said(gateway, ...ADA)].map((added) => added.split(' ')[0])
  const { exitCode, told } = await run(gateway, 'disable', 'Ada Agent')
  expect(exitCode).toBe(1)
  for (const id of ids) expect(told.join('\n')).toContain(id)
  expect((await run(gateway, 'disable', 'Ada')).told.join('\n')).toContain('parley people list')
})

test.each([
  [['add', '--name', 'x'], '--name and --role'],
  [['add', '--name', 'x', '--role', 'owner'], 'owner is none of agent, admin'],
  [['add', '--name', 'x', '--role', 'agent', '--minutes', 'all'], '--minutes'],
  [['sign-in'], 'Give 1 words'],
  [['remove'], 'There is no command people remove'],
])('%j is answered with what to write instead', async (args, words) => {
  const { exitCode, told } = await run(createWorld(), ...args)
  expect({ exitCode, told: told.join('\n') }).toEqual({ exitCode: 2, told: expect.stringContaining(words) })
})
