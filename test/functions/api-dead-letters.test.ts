import { expect, test } from 'vitest'
import type { Directory } from '../../core/ports.ts'
import type { DeadLetter } from '../../core/schema/dead-letter.ts'
import { createWebhook } from '../../functions/webhook.ts'
import { projectFact } from '../../core/project/project.ts'
import { createApiWorld, type Answer, type ApiWorld, type Conversations } from '../support/api-world.ts'
import { ACCOUNT, itemsOf, SHOP, textFact } from '../support/world.ts'

const NEW = '100000000000099'
const about = { scope: ACCOUNT, account: ACCOUNT, at: null }

const list = async (world: ApiWorld, query = '', shop = SHOP): Promise<readonly DeadLetter[]> => {
  const { body } = await world.call({ url: `/v1/dead-letters${query}`, headers: { 'parley-shop': shop } })
  return (body as { data: DeadLetter[] }).data
}
const post = (world: ApiWorld, path: string, body?: object): Promise<Answer> =>
  world.call({ method: 'POST', url: `/v1/dead-letters/${path}`, ...(body ? { body } : {}) })
const texts = async (world: ApiWorld) => {
  const { body } = await world.call({ url: '/v1/conversations' })
  return (body as Conversations).data.map(({ preview }) => preview?.text)
}

/** The account is configured from now on. */
const configure = (world: ApiWorld): void => {
  const directory: Directory = world.ctx.directory
  const known = directory.account.bind(directory)
  Object.assign(directory, {
    account: (channel: string, connection: string, id: string) =>
      id === NEW ? { ...known(channel, connection, ACCOUNT), id } : known(channel, connection, id),
  })
}

test('what came for an account that was not configured comes to its conversation once it is', async () => {
  const world = createApiWorld()
  await world.record([textFact('Anybody there?', { account: NEW })])
  await world.settle()
  const [letter] = await list(world)
  expect(letter).toMatchObject({ reason: 'unknown_account', kind: 'message', account: NEW, status: 'open' })
  expect(await post(world, `${letter?.id}/redrive`)).toMatchObject({ status: 200, body: { status: 'open' } })
  expect(await list(world)).toHaveLength(1)

  configure(world)
  const at = world.clock.now()
  await world.clock.advance(60_000)
  const redriven = { status: 200, body: { status: 'redriven', at, redrivenAt: at + 60_000 } }
  expect(await post(world, `${letter?.id}/redrive`)).toMatchObject(redriven)
  await world.settle()
  expect(await texts(world)).toEqual(['Anybody there?'])
  expect(await list(world)).toEqual([])
  // Again, it changes nothing.
  await world.clock.advance(60_000)
  expect(await post(world, `${letter?.id}/redrive`)).toMatchObject(redriven)
  expect(await texts(world)).toEqual(['Anybody there?'])
})

test('one that fails again after it was redriven is one again', async () => {
  const world = createApiWorld()
  await world.record([textFact('Anybody there?', { account: NEW })])
  await world.settle()
  const known = world.ctx.directory.account
  const [letter] = await list(world)
  configure(world)
  await post(world, `${letter?.id}/redrive`)
  expect(await list(world)).toEqual([])
  Object.assign(world.ctx.directory, { account: known })
  await projectFact(world.ctx, letter?.id.slice('dl_'.length) ?? '')
  expect(await list(world)).toMatchObject([{ id: letter?.id, status: 'open', redrivenAt: null }])
})

test('a page of those that match is redriven at once, newest first, and the rest by its cursor', async () => {
  const world = createApiWorld()
  await world.record(Array.from({ length: 30 }, (_, n) => textFact(`${n}`, { account: NEW })))
  await world.record([{ ...about, kind: 'quarantine', id: 'q', reason: 'no type', raw: { a: 1 } }])
  await world.settle()
  configure(world)
  const filter = { reason: 'unknown_account', channel: 'whatsapp' }
  const first = await post(world, 'redrive', filter)
  const { redriven, open, next } = first.body as { redriven: number; open: number; next: string }
  expect(open).toBe(0)
  const { body } = await post(world, 'redrive', { ...filter, cursor: next })
  expect(body).toMatchObject({ redriven: 30 - redriven, open: 0, next: null })
  expect(await list(world)).toMatchObject([{ reason: 'no type' }])
  expect(await list(world, '?channel=sms')).toEqual([])
  expect(await post(world, 'redrive', { cursor: next })).toMatchObject({ status: 400 })
})

test('a delivery that no code could read is read once some can, as of when it came', async () => {
  const world = createApiWorld()
  const find = world.wired.connections.find
  const payload = {
    object: 'whatsapp_business_account',
    entry: [
      {
        id: 'waba',
        changes: [
          {
            field: 'messages',
            value: {
              metadata: { phone_number_id: ACCOUNT },
              contacts: [{ profile: { name: 'Ada' }, wa_id: '15550001111' }],
              messages: [
                { id: 'wamid.1', from: '15550001111', timestamp: '1767225600', type: 'text', text: { body: 'Hi' } },
              ],
            },
          },
        ],
      },
    ],
  }
  const broken = (...route: Parameters<typeof find>) => {
    const adapter = find(...route)
    const webhook = adapter?.webhook && { ...adapter.webhook, verify: () => true }
    return adapter && webhook && { ...adapter, webhook, parse: () => Promise.reject(new TypeError('boom')) }
  }
  const wired = { ...world.wired, connections: { ...world.wired.connections, find: broken } }
  const { httpEvent } = await import('../support/http-event.ts')
  await createWebhook(wired)(
    httpEvent({ method: 'POST', url: '/webhooks/whatsapp/main', body: JSON.stringify(payload) }),
  )
  await world.settle()
  const [letter] = await list(world)
  expect(letter).toMatchObject({ kind: 'quarantine', account: null })
  expect(await world.call({ url: `/v1/dead-letters/${letter?.id}/raw` })).toMatchObject({
    body: { raw: { base64: Buffer.from(JSON.stringify(payload)).toString('base64') } },
  })
  await world.clock.advance(3_600_000)
  expect(await post(world, `${letter?.id}/redrive`)).toMatchObject({ body: { status: 'redriven' } })
  await world.settle()
  expect(await texts(world)).toEqual(['Hi'])
  const facts = itemsOf(world, 'f#').filter(({ sk }) => sk === 'F')
  expect(new Set(facts.map((fact) => fact['seen'])).size).toBe(1)
  expect(await list(world)).toEqual([])
  await projectFact(world.ctx, letter?.id.slice('dl_'.length) ?? '')
  expect(await list(world)).toEqual([])
})

test('what is no whole delivery stays a dead letter, and its payload is gone after seven days', async () => {
  const world = createApiWorld()
  await world.record([{ ...about, kind: 'quarantine', id: 'q', reason: 'no type', raw: { a: 1 } }])
  await world.settle()
  const [letter] = await list(world)
  expect(await post(world, `${letter?.id}/redrive`)).toMatchObject({ body: { status: 'open' } })
  expect(await world.call({ url: `/v1/dead-letters/${letter?.id}/raw` })).toMatchObject({ body: { raw: { a: 1 } } })
  await world.clock.advance(7 * 24 * 3_600_000 + 1000)
  expect(await world.call({ url: `/v1/dead-letters/${letter?.id}/raw` })).toMatchObject({ status: 404 })
})

test('a shop knows nothing of the dead letters of another one', async () => {
  const world = createApiWorld()
  await world.record([{ ...about, kind: 'quarantine', id: 'q', reason: 'no type', raw: { a: 1 } }])
  await world.settle()
  const [letter] = await list(world)
  expect(await list(world, '', 'shp_other')).toEqual([])
  const url = `/v1/dead-letters/${letter?.id}`
  for (const call of [{ url }, { url: `${url}/raw` }, { method: 'POST', url: `${url}/redrive` }])
    expect(await world.call({ ...call, headers: { 'parley-shop': 'shp_other' } })).toMatchObject({ status: 404 })
})
