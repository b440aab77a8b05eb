import { beforeEach, expect, test } from 'vitest'
import { deadLetters } from '../../cli/dead-letters.ts'
import { redrive } from '../../cli/redrive.ts'
import { checkConfig } from '../../adapters/config.ts'
import { createDirectory } from '../../functions/directory.ts'
import { runCommand } from '../support/cli-world.ts'
import { ACCOUNT, CONFIG, createWorld, itemsOf, SHOP, textFact, type World } from '../support/world.ts'

const NEW = '100000000000009'
let gateway: World
let letters: string[]

/** Messages of an account that is not configured yet, and something that nobody can read. */
beforeEach(async () => {
  gateway = createWorld()
  const ours = { account: NEW, scope: ACCOUNT }
  await gateway.record(Array.from({ length: 30 }, (_, n) => textFact(`words of a customer ${n}`, ours)))
  const about = { scope: ACCOUNT, account: ACCOUNT, at: null }
  await gateway.record([{ ...about, kind: 'quarantine', id: 'q', reason: 'no type', raw: { entry: 'strange words' } }])
  await gateway.settle()
  letters = itemsOf(gateway, 'dl#').map(({ pk }) => pk.slice('dl#'.length))
})

/** From now on the account is configured. */
const configure = (): void => {
  const connections = CONFIG.connections.map((one) => ({
    ...one,
    accounts: [...one.accounts, { id: NEW, shop: SHOP }],
  }))
  Object.assign(gateway.ctx, { directory: createDirectory(checkConfig({ ...CONFIG, connections })) })
}
const quarantined = (): string =>
  itemsOf(gateway, 'dl#')
    .find(({ kind }) => kind === 'quarantine')
    ?.pk.slice(3) ?? ''

test('dead letters are listed, all pages of them, without what was said', async () => {
  const { printed } = await runCommand(deadLetters, ['list'], { gateway })
  expect(printed).toHaveLength(1 + 31)
  expect(printed.join('\n')).not.toContain('words')
  const filtered = await runCommand(deadLetters, ['list', '--reason', 'no type', '--json'], { gateway })
  expect(filtered.json()).toEqual([[expect.objectContaining({ id: quarantined(), status: 'open' })]])
  const none = await runCommand(deadLetters, ['list', '--channel', 'sms'], { gateway })
  expect(none.printed).toEqual(['There are no dead letters.'])
})

test('one is shown, and printed as it was delivered only by raw', async () => {
  const shown = await runCommand(deadLetters, ['show', quarantined()], { gateway })
  expect(shown.printed.join('\n')).toMatch(/quarantine +no type/)
  expect(shown.printed.join('\n')).not.toContain('strange words')
  const raw = await runCommand(deadLetters, ['raw', quarantined(), '--json'], { gateway })
  expect(raw.json()).toEqual([{ entry: 'strange words' }])
})

test('one is redriven: 1 while it stays open, 0 once it is none any more', async () => {
  const [letter = ''] = letters.filter((id) => id !== quarantined())
  expect(await runCommand(redrive, [letter], { gateway })).toMatchObject({ exitCode: 1 })
  configure()
  const { exitCode, printed } = await runCommand(redrive, [letter], { gateway })
  expect({ exitCode, last: printed.at(-1) }).toEqual({ exitCode: 0, last: expect.stringMatching(/redriven$/) })
})

test('all that match are redriven page by page, and what stays open is counted', async () => {
  configure()
  const seen: string[] = []
  const options = { gateway, progress: (text: string) => seen.push(text) }
  const { exitCode, printed } = await runCommand(redrive, ['--all', '--reason', 'unknown_account'], options)
  expect({ exitCode, printed }).toEqual({ exitCode: 0, printed: ['30 redriven, 0 still open'] })
  expect(new Set(seen).size).toBeGreaterThan(2)
  const rest = await runCommand(redrive, ['--all', '--json'], { gateway })
  expect({ exitCode: rest.exitCode, json: rest.json() }).toEqual({
    exitCode: 1,
    json: [{ redriven: 0, open: 1, done: true }],
  })
})

test('Ctrl-C ends it after the page it is at', async () => {
  const { exitCode, printed } = await runCommand(redrive, ['--all'], { gateway, signal: AbortSignal.abort() })
  expect({ exitCode, printed }).toEqual({ exitCode: 1, printed: ['0 redriven, 0 still open; stopped before the end'] })
})

test.each([
  [[], 'or --all'],
  [['dl_1', '--all'], 'or --all'],
  [['dl_1', '--kind', 'message'], 'choose among --all'],
])('redrive %j is answered with what to write instead', async (args, words) => {
  const { exitCode, told } = await runCommand(redrive, args, { gateway })
  expect({ exitCode, told: told.join('\n') }).toEqual({ exitCode: 2, told: expect.stringContaining(words) })
})
