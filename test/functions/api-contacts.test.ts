import { expect, test } from 'vitest'
import { readFeed } from '../../core/feed.ts'
import type { Contact } from '../../core/schema/identity.ts'
import { createApiWorld, type Answer, type ApiWorld, type Conversations } from '../support/api-world.ts'
import { SHOP } from '../support/world.ts'

const ADA = [{ type: 'phone', value: '+15550001111' }]
const BOB = [{ type: 'phone', value: '+15550002222' }]

const people = async (world: ApiWorld, query = '', shop = SHOP) => {
  const { body } = await world.call({ url: `/v1/contacts${query}`, headers: { 'parley-shop': shop } })
  return body as { data: readonly Contact[]; next: string | null }
}
const patch = (world: ApiWorld, id: string, body: object): Promise<Answer> =>
  world.call({ method: 'PATCH', url: `/v1/contacts/${id}`, body })
const events = async (world: ApiWorld, type: string) =>
  (await readFeed(world.ctx, SHOP, 0, 1000)).events.filter((event) => event.type === type)

const two = async (): Promise<{ world: ApiWorld; ada: string; bob: string }> => {
  const world = createApiWorld()
  await world.hear('from Ada', { peers: ADA, profile: { name: 'Ada', locale: 'en' } })
  await world.clock.advance(1000)
  await world.hear('from Bob', { peers: BOB, profile: { name: 'Bob' } })
  const [bob, ada] = (await people(world)).data
  return { world, ada: ada?.id ?? '', bob: bob?.id ?? '' }
}

test('contacts are listed page by page, the newest first, and those of one shop alone', async () => {
  const { world, ada, bob } = await two()
  const first = await people(world, '?limit=1')
  expect(first.data.map(({ id }) => id)).toEqual([bob])
  const second = await people(world, `?limit=1&cursor=${encodeURIComponent(first.next ?? '')}`)
  expect(second.data.map(({ id }) => id)).toEqual([ada])
  expect((await people(world, '', 'shp_other')).data).toEqual([])
})

test('a merged contact is listed as the one that carries on, once', async () => {
  const { world, ada, bob } = await two()
  const headers = { 'idempotency-key': 'm' }
  await world.call({ method: 'POST', url: `/v1/contacts/${ada}/merge`, headers, body: { into: bob } })
  expect((await people(world)).data).toMatchObject([{ id: bob, merged: [ada] }])
})

test('a contact is found by an alias and by an external id, and nobody else is', async () => {
  const { world, ada } = await two()
  expect((await people(world, '?alias=phone:%2B15550001111')).data).toMatchObject([{ id: ada }])
  expect((await people(world, '?alias=phone:%2B15559999999')).data).toEqual([])
  expect((await people(world, '?alias=phone:%2B15550001111', 'shp_other')).data).toEqual([])
  await patch(world, ada, { externalIds: { crm: 'a:1' } })
  expect((await people(world, '?externalId=crm:a:1')).data).toMatchObject([{ id: ada }])
  expect((await people(world, '?externalId=crm:2')).data).toEqual([])
  expect((await people(world, '?externalId=crm:a:1&alias=phone:%2B15550001111')).data).toMatchObject([{ id: ada }])
  expect((await people(world, '?externalId=crm:a:1&alias=phone:%2B15559999999')).data).toEqual([])
  expect((await people(world, '?externalId=crm:2&alias=phone:%2B15550001111')).data).toEqual([])
  expect((await people(world, '?externalId=crm:a:1', 'shp_other')).data).toEqual([])
  await patch(world, ada, { externalIds: { crm: null } })
  expect((await people(world, '?externalId=crm:a:1')).data).toEqual([])
})

test('an external id names one contact, and may be given to another once it was taken away', async () => {
  const { world, ada, bob } = await two()
  await patch(world, ada, { externalIds: { crm: '1' } })
  expect(await patch(world, bob, { externalIds: { crm: '1' } })).toMatchObject({
    status: 409,
    body: { type: 'urn:parley:problem:external_id_taken' },
  })
  await patch(world, ada, { externalIds: { crm: '2' } })
  expect(await patch(world, bob, { externalIds: { crm: '1' } })).toMatchObject({ status: 200 })
})

test("the shop's word goes before the channel's until it is taken away", async () => {
  const { world, ada } = await two()
  const said = { name: 'Countess', locale: 'fr', timeZone: 'Europe/Paris', metadata: { tier: 'gold', vip: 'yes' } }
  expect((await patch(world, ada, said)).body).toMatchObject(said)
  await world.clock.advance(60_000)
  await world.hear('again', { peers: ADA, profile: { name: 'Ada L.', locale: 'en' } })
  const { body } = await world.call({ url: `/v1/contacts/${ada}` })
  expect(body).toMatchObject(said)
  const { body: list } = await world.call({ url: '/v1/conversations' })
  expect(list).toMatchObject({
    data: expect.arrayContaining([expect.objectContaining({ contact: { id: ada, name: 'Countess' } })]),
  })
  expect((await patch(world, ada, { name: null, metadata: { vip: null } })).body).toMatchObject({
    name: 'Ada L.',
    locale: 'fr',
    metadata: { tier: 'gold' },
  })
  expect((await events(world, 'contact.updated')).map(({ data }) => data['name'])).toContain('Countess')
})

test('of two words the later call counts, also by a clock that did not move or went back', async () => {
  const { world, ada } = await two()
  for (const name of ['A', 'B', 'C', 'D', 'E']) await patch(world, ada, { name })
  expect((await world.call({ url: `/v1/contacts/${ada}` })).body).toMatchObject({ name: 'E' })
})

test('a contact has so many names in metadata, over time', async () => {
  const { world, ada } = await two()
  const names = (from: number) => Object.fromEntries(Array.from({ length: 60 }, (_, n) => [`n${from + n}`, 'x']))
  expect(await patch(world, ada, { metadata: names(0) })).toMatchObject({ status: 200 })
  expect(await patch(world, ada, { metadata: names(60) })).toMatchObject({ status: 400 })
})

const consent = (world: ApiWorld, id: string, body?: object): Promise<Answer> =>
  world.call({ method: body ? 'PUT' : 'GET', url: `/v1/contacts/${id}/consent`, ...(body ? { body } : {}) })
const NO = { channel: 'whatsapp', purpose: 'marketing', state: 'revoked', source: 'call', evidence: 'said so' }

test('what a contact forbade by the shop is not sent, until they allow it', async () => {
  const { world, ada } = await two()
  expect(await consent(world, ada)).toMatchObject({ body: { data: [] } })
  const stands = { ...NO, alias: ADA[0], sender: 'any' }
  expect(await consent(world, ada, NO)).toMatchObject({ status: 200, body: { data: [stands] } })
  const [{ id } = { id: '' }] = ((await world.call({ url: '/v1/conversations' })).body as Conversations).data.filter(
    ({ contact }) => contact.id === ada,
  )
  const offer = { text: 'Sale!', purpose: 'marketing' }
  expect(await world.say(id, offer, 'k1')).toMatchObject({ status: 422 })
  expect(await world.say(id, { text: 'Your parcel' }, 'k2')).toMatchObject({ status: 202 })
  const yes = { ...NO, state: 'granted', evidence: 'called again' }
  expect(await consent(world, ada, yes)).toMatchObject({ body: { data: [{ ...stands, ...yes }] } })
  expect(await world.say(id, offer, 'k3')).toMatchObject({ status: 202 })
  expect(await events(world, 'consent.changed')).toMatchObject([
    { subject: ada, data: { state: 'revoked', source: 'call', peers: ADA } },
    { subject: ada, data: { state: 'granted' } },
  ])
})
