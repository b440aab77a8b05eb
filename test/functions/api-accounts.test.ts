import { expect, test } from 'vitest'
import { whatsapp } from '../../adapters/whatsapp/index.ts'
import type { AccountView } from '../../core/accounts.ts'
import { createApiWorld, type ApiWorld } from '../support/api-world.ts'
import { ACCOUNT, CONFIG } from '../support/world.ts'

interface Accounts {
  readonly data: readonly AccountView[]
  readonly next: string | null
}
const list = async (world: ApiWorld, query = '', headers = {}): Promise<Accounts> =>
  (await world.call({ url: `/v1/accounts${query}`, headers })).body as Accounts

const tokenOf = async (world: ApiWorld, body: object, headers = {}): Promise<string> => {
  const made = await world.call({
    method: 'POST',
    url: '/v1/api-keys',
    headers: { 'idempotency-key': 'key', ...headers },
    body: { name: 'Helpdesk', scopes: ['read'], ...body },
  })
  return (made.body as { token: string }).token
}

test('lists the accounts of the shop page by page, with what each can carry', async () => {
  const world = createApiWorld()
  const all = await list(world)
  expect(all.data.map(({ id }) => id)).toEqual([ACCOUNT, '100000000000003'])
  expect(all.data[0]).toMatchObject({
    channel: 'whatsapp',
    connection: 'main',
    shop: 'shp_default',
    name: null,
    mode: 'live',
    capabilities: { templates: true },
    health: { status: 'healthy', reason: null, since: null },
  })
  const first = await list(world, '?limit=1')
  const second = await list(world, `?limit=1&cursor=${first.next}`)
  expect([...first.data, ...second.data]).toEqual(all.data)
  expect(second.next).toBeNull()
})

test('tells that an account needs new credentials, since when and why', async () => {
  const world = createApiWorld()
  const id = await world.hear('Hello')
  const failure = { code: 'credentials_invalid', retry: 'no', scope: 'account', provider: { code: '190' } } as const
  world.outcomes.push({ kind: 'refused', failure })
  await world.say(id, { text: 'Hi' })
  await world.settle()
  const { body } = await world.call({ url: `/v1/accounts/whatsapp/main/${ACCOUNT}` })
  expect((body as AccountView).health).toEqual({ status: 'reauth_required', reason: '190', since: world.clock.now() })
})

test('knows neither shop nor channel nor account out of the reach of a key', async () => {
  const world = createApiWorld({
    config: {
      ...CONFIG,
      connections: [
        ...CONFIG.connections,
        {
          ...CONFIG.connections[0]!,
          adapter: { ...whatsapp, channel: 'x' },
          name: 'news',
          accounts: [{ id: '42', shop: 'shp_other' }],
        },
      ],
    },
  })
  const channels = async (headers = {}): Promise<string[]> =>
    ((await world.call({ url: '/v1/channels', headers })).body as { data: { channel: string }[] }).data.map(
      ({ channel }) => channel,
    )
  expect(await channels()).toEqual(['whatsapp'])
  expect(await channels({ 'parley-shop': 'shp_other' })).toEqual(['whatsapp', 'x'])

  const accounts = [{ channel: 'whatsapp', account: '100000000000003' }]
  const key = await tokenOf(world, { accounts })
  const seen = (await world.call({ url: '/v1/accounts', key })).body as Accounts
  expect(seen.data.map(({ id }) => id)).toEqual(['100000000000003'])
  expect((await world.call({ url: '/v1/shops', key })).body).toEqual({
    data: [{ id: 'shp_default', name: 'Shop' }],
    next: null,
  })
  for (const path of [`whatsapp/main/${ACCOUNT}`, 'whatsapp/main/100000000000002', 'x/news/42', 'fax/main/1'])
    expect((await world.call({ url: `/v1/accounts/${path}`, key })).status).toBe(404)
})
