import { describe, expect, test } from 'vitest'
import type { ApiKey } from '../../core/schema/key.ts'
import { createApiWorld, type Answer, type ApiWorld, type Conversations } from '../support/api-world.ts'
import { ACCOUNT, itemsOf } from '../support/world.ts'

const problem = (status: number, type: string) => ({ status, body: { type: `urn:parley:problem:${type}` } })
const MINUTE = 60_000

interface Made extends ApiKey {
  readonly token: string
}

let serial = 0
const make = async (
  world: ApiWorld,
  body: object = {},
  how: { key?: string; headers?: Record<string, string> } = {},
): Promise<Answer & { readonly body: Made }> =>
  (await world.call({
    ...how,
    method: 'POST',
    url: '/v1/api-keys',
    headers: { 'idempotency-key': `make-${++serial}`, ...how.headers },
    body: { name: 'Helpdesk', scopes: ['write'], ...body },
  })) as Answer & { readonly body: Made }

const keyOf = (world: ApiWorld, id: string) => world.call({ url: `/v1/api-keys/${id}` })
const shops = (id: string) => ({ headers: { 'parley-shop': id } })

describe('an API key', () => {
  test('gets its bearer in until it is revoked, and is shown without its secret', async () => {
    const world = createApiWorld()
    const { body: made } = await make(world)
    const { token, ...shown } = made
    expect(token).toMatch(/^prl_[\w-]{54}$/)
    expect((await world.call({ url: '/v1/conversations', key: token })).status).toBe(200)
    expect((await keyOf(world, made.id)).body).toEqual({ ...shown, lastUsedAt: world.clock.now() })
    const revoked = await world.call({ method: 'DELETE', url: `/v1/api-keys/${made.id}` })
    expect(revoked.body).toMatchObject({ id: made.id, revokedAt: world.clock.now() })
    expect(await world.call({ url: '/v1/conversations', key: token })).toMatchObject(problem(401, 'unauthorized'))
    await world.clock.advance(MINUTE)
    expect((await world.call({ method: 'DELETE', url: `/v1/api-keys/${made.id}` })).body).toEqual(revoked.body)
    expect((await world.call({ url: '/v1/api-keys' })).body).toEqual({ data: [revoked.body], next: null })
  })

  test('is kept without its secret', async () => {
    const world = createApiWorld()
    const { token } = (await make(world)).body
    const kept = JSON.stringify(world.table.all?.())
    expect(kept).not.toContain(token.slice('prl_'.length + 22))
    expect(JSON.stringify(world.logs)).not.toContain(token.slice('prl_'.length + 22))
  })

  test('is made once for its Idempotency-Key, and its token told once', async () => {
    const world = createApiWorld()
    const headers = { 'idempotency-key': 'the-key' }
    const first = await make(world, {}, { headers })
    const second = await make(world, {}, { headers })
    expect(second.body).toEqual({ ...first.body, token: null })
    expect(await make(world, { name: 'Other' }, { headers })).toMatchObject(problem(409, 'idempotency_key_reused'))
    expect((await world.call({ url: '/v1/conversations', key: first.body.token })).status).toBe(200)
  })

  test.each([
    ['another secret', (token: string) => `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`],
    ['the id of another', (token: string) => `prl_${'A'.repeat(22)}${token.slice(26)}`],
    ['half a secret', (token: string) => token.slice(0, -8)],
    ['more than a secret', (token: string) => `${token}x`],
  ])('with %s is none', async (_, spoil) => {
    const world = createApiWorld()
    const { token } = (await make(world)).body
    expect(await world.call({ url: '/v1/conversations', key: spoil(token) })).toMatchObject(
      problem(401, 'unauthorized'),
    )
  })

  test('has its last use written at most every five minutes', async () => {
    const world = createApiWorld()
    const { token, id } = (await make(world)).body
    const used = async (): Promise<number | null> => ((await keyOf(world, id)).body as ApiKey).lastUsedAt
    const start = world.clock.now()
    expect(await used()).toBeNull()
    await world.call({ url: '/v1/conversations', key: token })
    await world.clock.advance(5 * MINUTE - 1)
    await world.call({ url: '/v1/conversations', key: token })
    expect(await used()).toBe(start)
    await world.clock.advance(1)
    await world.call({ url: '/v1/conversations', key: token })
    expect(await used()).toBe(start + 5 * MINUTE)
  })

  test('does what its scopes say, and is told which one it lacks', async () => {
    const world = createApiWorld()
    const id = await world.hear('Hello')
    const [reader, writer] = [
      (await make(world, { scopes: ['read'] })).body.token,
      (await make(world, { scopes: ['write'] })).body.token,
    ]
    const close = { method: 'POST', url: `/v1/conversations/${id}/close` }
    const forbidden = { status: 403, body: { type: 'urn:parley:problem:forbidden', scope: 'write' } }
    expect((await world.call({ url: `/v1/conversations/${id}`, key: reader })).status).toBe(200)
    expect(await world.call({ ...close, key: reader })).toMatchObject(forbidden)
    expect((await world.call({ ...close, key: writer })).status).toBe(200)
    expect(await world.call({ url: '/v1/api-keys', key: writer })).toMatchObject({
      ...forbidden,
      body: { scope: 'admin' },
    })
    const admin = (await make(world, { scopes: ['read', 'admin'] })).body.token
    expect((await world.call({ url: '/v1/api-keys', key: admin })).status).toBe(200)
  })

  test('of a shop acts for that shop without being told, and knows of no other', async () => {
    const world = createApiWorld()
    const { token } = (await make(world, { scopes: ['admin'] }, shops('shp_other'))).body
    const ofOther = await world.hear('Hello', { account: '100000000000002', scope: '100000000000002' })
    const list = (await world.call({ url: '/v1/conversations', key: token })).body as Conversations
    expect(list.data.map(({ id }) => id)).toEqual([ofOther])
    const elsewhere = await world.call({ url: '/v1/conversations', key: token, ...shops('shp_default') })
    const nowhere = await world.call({ url: '/v1/conversations', key: token, ...shops('shp_nobody') })
    expect(elsewhere).toMatchObject(problem(400, 'invalid_request'))
    expect(elsewhere).toEqual(nowhere)
  })

  test('of the organisation acts for any shop', async () => {
    const world = createApiWorld()
    const { token, shop } = (await make(world, { reach: 'organisation' })).body
    expect(shop).toBeNull()
    for (const of of ['shp_default', 'shp_other'])
      expect((await world.call({ url: '/v1/conversations', key: token, ...shops(of) })).status).toBe(200)
  })

  test('makes no other that reaches more than it does', async () => {
    const world = createApiWorld()
    const accounts = [{ channel: 'whatsapp', account: ACCOUNT }]
    const ofShop = (await make(world, { scopes: ['admin'] })).body.token
    const ofAccount = (await make(world, { scopes: ['admin'], accounts })).body
    expect(await make(world, { reach: 'organisation' }, { key: ofShop })).toMatchObject(problem(403, 'forbidden'))
    expect(await make(world, {}, { key: ofAccount.token })).toMatchObject(problem(403, 'forbidden'))
    const other = [{ channel: 'whatsapp', account: '100000000000003' }]
    expect(await make(world, { accounts: [...accounts, ...other] }, { key: ofAccount.token })).toMatchObject(
      problem(403, 'forbidden'),
    )
    const made = await make(world, { accounts }, { key: ofAccount.token })
    expect(made.status).toBe(201)
    const seen = (await world.call({ url: '/v1/api-keys', key: ofAccount.token })).body as { data: ApiKey[] }
    expect(new Set(seen.data.map(({ id }) => id))).toEqual(new Set([made.body.id, ofAccount.id]))
  })

  test('is for no account that the shop does not have', async () => {
    const world = createApiWorld()
    const accounts = [
      { channel: 'whatsapp', account: ACCOUNT },
      { channel: 'whatsapp', account: '100000000000002' },
    ]
    expect(await make(world, { accounts })).toMatchObject({
      status: 400,
      body: { errors: [{ path: '/accounts/1' }] },
    })
    expect(itemsOf(world, 'key#')).toEqual([])
  })

  test('of another shop is not there', async () => {
    const world = createApiWorld()
    const { token } = (await make(world, { scopes: ['admin'] }, shops('shp_other'))).body
    const mine = (await make(world)).body
    const organisation = (await make(world, { reach: 'organisation' })).body
    for (const { id } of [mine, organisation])
      for (const method of ['GET', 'DELETE'])
        expect(await world.call({ method, url: `/v1/api-keys/${id}`, key: token })).toMatchObject(
          problem(404, 'not_found'),
        )
    const { data } = (await world.call({ url: '/v1/api-keys', key: token })).body as { data: ApiKey[] }
    expect(data.map(({ shop }) => shop)).toEqual(['shp_other'])
    const wide = await world.call({ url: '/v1/api-keys?reach=organisation', key: token })
    expect(wide.body).toMatchObject({ data: [] })
  })
})

test('a list of keys goes on where its page ends', async () => {
  const world = createApiWorld()
  const ids: string[] = []
  for (let i = 0; i < 5; i++) {
    await world.clock.advance(1)
    ids.unshift((await make(world)).body.id)
  }
  const seen: string[] = []
  let cursor = ''
  for (let pages = 0; pages < 3; pages++) {
    const { data, next } = (await world.call({ url: `/v1/api-keys?limit=2${cursor}` })).body as {
      data: ApiKey[]
      next: string | null
    }
    seen.push(...data.map(({ id }) => id))
    cursor = `&cursor=${next}`
  }
  expect(seen).toEqual(ids)
})

test('a send stays sent when the secret of the configured key is rotated', async () => {
  const world = createApiWorld({ apiKeys: ['prl_new', 'prl_test_key'] })
  const id = await world.hear('Hello')
  const send = (key: string) =>
    world.call({
      method: 'POST',
      url: `/v1/conversations/${id}/messages`,
      headers: { 'idempotency-key': 'send-1' },
      body: { text: 'Hi' },
      key,
    })
  expect((await send('prl_new')).body).toEqual((await send('prl_test_key')).body)
  await world.settle()
  expect(world.sent).toHaveLength(1)
})

describe('a key that is limited to an account', () => {
  const OTHER = '100000000000003'
  const limited = async (world: ApiWorld): Promise<string> =>
    (await make(world, { scopes: ['admin'], accounts: [{ channel: 'whatsapp', account: OTHER }] })).body.token

  test('finds neither conversation nor message nor contact of another', async () => {
    const world = createApiWorld()
    const key = await limited(world)
    const mine = await world.hear('Hello', {
      account: OTHER,
      scope: OTHER,
      peers: [{ type: 'phone', value: '+15550003333' }],
    })
    const theirs = await world.hear('Good day')
    const sent = (await world.say(theirs, { text: 'Hi' })).body as { id: string; contact: string }
    await world.settle()
    const { data } = (await world.call({ url: '/v1/conversations', key })).body as Conversations
    expect(data.map(({ id }) => id)).toEqual([mine])
    const entries = (await world.call({ url: `/v1/conversations/${theirs}/messages` })).body as {
      data: { id: string }[]
    }
    for (const url of [
      `/v1/conversations/${theirs}`,
      `/v1/conversations/${theirs}/messages`,
      `/v1/contacts/${sent.contact}`,
      `/v1/messages/${sent.id}`,
      ...entries.data.map(({ id }) => `/v1/messages/${id}`),
      `/v1/media/${sent.id}/0`,
    ])
      expect(await world.call({ url, key })).toMatchObject(problem(404, 'not_found'))
    expect((await world.call({ url: `/v1/contacts/${data[0]?.contact.id}`, key })).status).toBe(200)
  })

  test('goes on to the next page where all of one is left out', async () => {
    const world = createApiWorld()
    const key = await limited(world)
    const mine = await world.hear('First', { account: OTHER, scope: OTHER })
    for (let i = 0; i < 3; i++) {
      await world.clock.advance(10 * MINUTE)
      await world.hear(`More ${i}`, { peers: [{ type: 'phone', value: `+1555000400${i}` }] })
    }
    const seen: string[] = []
    let cursor = ''
    for (let next: string | null = ''; next !== null; cursor = `&cursor=${next}`) {
      const page = (await world.call({ url: `/v1/conversations?limit=1${cursor}`, key })).body as Conversations
      seen.push(...page.data.map(({ id }) => id))
      next = page.next
    }
    expect(seen).toEqual([mine])
  })
})
