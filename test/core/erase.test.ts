import { beforeEach, describe, expect, test } from 'vitest'
import { recordFacts } from '../../core/record.ts'
import type { InboundFact, MessageFact } from '../../core/schema/fact.ts'
import type { Erasure } from '../../core/schema/erasure.ts'
import type { Message } from '../../core/schema/message.ts'
import { tick } from '../../core/send/tick.ts'
import { createApiWorld, type Answer, type ApiWorld, type Conversations } from '../support/api-world.ts'
import { finish, tracesOf } from '../support/erasing.ts'
import type { Operation } from '../support/memory-table.ts'
import { ACCOUNT, receiptFact, textFact } from '../support/world.ts'

const PHONE = { type: 'phone', value: '+15550001111' }
const USER = { type: 'wa_bsuid', value: 'US.90210adalovelace' }
const NEW_PHONE = { type: 'phone', value: '+15550003333' }
const BOB = [{ type: 'phone', value: '+15550002222' }]

/** Whatever the customer, or the shop of them, ever said: nothing of it may be found anywhere. */
const TRACES = [
  '5550001111',
  '5550003333',
  'adalovelace',
  'Lovelace',
  'zeppelin',
  'Countess',
  'crm-4711',
  '🦄',
  'bernoulli',
]

interface Scene {
  readonly world: ApiWorld
  /** Everything that was ever delivered, in order. */
  readonly delivered: { readonly facts: readonly InboundFact[]; readonly at: number }[]
  readonly ada: string
  readonly conversation: string
  readonly bob: string
}

let interrupt: ((operation: Operation) => void) | undefined

const deliver = async ({ world, delivered }: Pick<Scene, 'world' | 'delivered'>, ...facts: InboundFact[]) => {
  delivered.push({ facts, at: world.clock.now() })
  await world.record(facts)
  await world.settle()
  await world.clock.advance(1000)
}

const onTarget = (id: string, target: string, peers = [PHONE, USER]) => ({
  id,
  target,
  scope: ACCOUNT,
  account: ACCOUNT,
  at: null,
  direction: 'in' as const,
  peers,
})

const contactOf = async (world: ApiWorld, text: string): Promise<string> => {
  const { body } = await world.call({ url: `/v1/contacts?alias=phone:${encodeURIComponent(text)}` })
  return (body as { data: readonly { id: string }[] }).data[0]?.id ?? ''
}

const post = (world: ApiWorld, url: string, key: string, body?: object): Promise<Answer> =>
  world.call({ method: 'POST', url, headers: { 'idempotency-key': key }, ...(body ? { body } : {}) })

/** A person with a history of every kind, and another one. */
const scene = async (): Promise<Scene> => {
  const world = createApiWorld({ memory: { after: (operation) => interrupt?.(operation) } })
  const delivered: Scene['delivered'] = []
  const told = { world, delivered }
  const first = textFact('my zeppelin is late', {
    peers: [PHONE, USER],
    profile: { name: 'Ada Lovelace' },
    raw: { zeppelin: 1 },
  })
  await deliver(told, first)
  const file = { id: 'a', kind: 'image', state: 'pending', remote: { id: 'zeppelin-1' } } as const
  await deliver(told, textFact('zeppelin', { peers: [PHONE], body: { text: 'zeppelin', attachments: [file] } }))
  await deliver(told, { ...onTarget('r1', first.id), kind: 'reaction', emoji: '🦄' })
  await deliver(told, { ...onTarget('e1', first.id), kind: 'edit', body: { text: 'zeppelin one', attachments: [] } })
  await deliver(told, { ...onTarget('e2', first.id), kind: 'edit', body: { text: 'zeppelin two', attachments: [] } })
  const NO = {
    sender: ACCOUNT,
    purpose: 'marketing',
    state: 'revoked',
    source: 'text',
    evidence: 'no zeppelin',
  } as const
  const consent = { kind: 'consent' as const, id: 'c1', scope: ACCOUNT, account: ACCOUNT, at: null, peers: [PHONE] }
  await deliver(told, { ...consent, ...NO })
  const [conversation = ''] = await conversations(world)
  await world.say(conversation, { text: 'Dear Countess' }, 'k1')
  await world.settle()
  const sent = world.stream.length === 0 ? 'wamid.out-1' : ''
  await deliver(told, receiptFact(sent, 'delivered', null, { peers: [PHONE, USER] }))
  await deliver(told, { ...onTarget('r2', sent), kind: 'reaction', emoji: '🦄' })
  const identity = { kind: 'identity', id: 'i1', scope: ACCOUNT, account: ACCOUNT, at: null } as const
  await deliver(told, { ...identity, change: 'number_changed', from: [PHONE], to: [NEW_PHONE], text: 'now 5550003333' })
  await post(world, `/v1/conversations/${conversation}/notes`, 'n1', { author: { kind: 'agent' }, text: 'Countess' })
  const patch = {
    metadata: { of: 'zeppelin' },
    externalIds: { crm: 'crm-4711' },
    tags: ['zeppelin'],
    assignee: 'bernoulli',
  }
  await world.call({ method: 'PATCH', url: `/v1/conversations/${conversation}`, body: patch })
  const ada = await contactOf(world, NEW_PHONE.value)
  await world.call({
    method: 'PATCH',
    url: `/v1/contacts/${ada}`,
    body: { name: 'Countess', externalIds: { crm: 'crm-4711' } },
  })
  await world.call({
    method: 'PUT',
    url: `/v1/contacts/${ada}/consent`,
    body: { channel: 'whatsapp', purpose: 'service', state: 'granted', source: 'zeppelin', evidence: 'Countess' },
  })
  await world.call({
    method: 'POST',
    url: `/v1/conversations/${conversation}/close`,
    headers: { 'idempotency-key': 'cl' },
  })
  await deliver(told, textFact('zeppelin again', { peers: [NEW_PHONE, USER], profile: { name: 'Ada Lovelace' } }))
  await deliver(told, textFact('Bob speaks', { peers: BOB, profile: { name: 'Bob' } }))
  return { ...told, ada, conversation, bob: await contactOf(world, BOB[0]?.value ?? '') }
}

const conversations = async (world: ApiWorld): Promise<readonly string[]> => {
  const { body } = await world.call({ url: '/v1/conversations' })
  return (body as Conversations).data.map(({ id }) => id)
}

const erase = async ({ world, ada }: Pick<Scene, 'world' | 'ada'>, key = 'erase'): Promise<Erasure> => {
  const { body, status } = await post(world, `/v1/contacts/${ada}/erase`, key)
  expect(status).toBe(202)
  return body as Erasure
}

const traces = (world: ApiWorld): Promise<readonly string[]> => tracesOf(world, TRACES)

beforeEach(() => {
  interrupt = undefined
})

describe('a person who was erased', () => {
  test('leaves nothing anywhere', async () => {
    const told = await scene()
    const { world } = told
    await world.objects.put('media/msg_x/zeppelin', new Uint8Array(), { contentType: 'image/png' })
    await world.objects.delete('media/msg_x/zeppelin')
    expect((await traces(world)).length).toBeGreaterThan(20)
    const { id } = await erase(told)
    await finish(world)
    expect(await traces(world)).toEqual([])
    expect((await world.call({ url: `/v1/erasures/${id}` })).body).toMatchObject({ status: 'done', contact: told.ada })
  })

  test('is not found from the moment of the call, nor is what was said', async () => {
    const told = await scene()
    const { world, ada, conversation } = told
    const { body } = await world.call({ url: `/v1/conversations/${conversation}/messages` })
    const said = (body as { data: readonly Message[] }).data
    expect(await erase(told)).toMatchObject({ status: 'pending', contacts: [ada] })
    expect(await world.call({ url: `/v1/contacts/${ada}` })).toMatchObject({ status: 404 })
    expect(await world.call({ url: `/v1/conversations/${conversation}` })).toMatchObject({ status: 404 })
    expect(said.map(({ direction }) => direction)).toContain('out')
    for (const { id } of said.filter(({ direction }) => direction === 'out'))
      expect(await world.call({ method: 'POST', url: `/v1/messages/${id}/cancel` })).toMatchObject({ status: 404 })
    for (const { id } of said) expect(await world.call({ url: `/v1/messages/${id}` })).toMatchObject({ status: 404 })
    await finish(world)
    for (const { id } of said) expect(await world.call({ url: `/v1/messages/${id}` })).toMatchObject({ status: 404 })
    expect((await world.call({ url: '/v1/contacts' })).body).toMatchObject({ data: [{ id: told.bob, name: 'Bob' }] })
    expect((await world.call({ url: '/v1/conversations' })).body).toMatchObject({
      data: [{ preview: { text: 'Bob speaks' } }],
    })
  })

  test('does not come back by anything that is delivered again, in any order, nor by the stream', async () => {
    const told = await scene()
    const { world, delivered } = told
    await erase(told)
    await finish(world)
    const keys = (world.table.all?.() ?? [])
      .filter(({ sk }) => sk === 'F' || sk === 'S')
      .map(({ pk, sk }) => ({ pk, sk }))
    for (const again of [delivered, delivered.toReversed()]) for (const { facts } of again) await world.record(facts)
    await world.settle()
    for (const order of [keys, keys.toReversed()]) {
      world.stream.push(...order)
      await world.settle()
    }
    expect(await traces(world)).toEqual([])
    expect(await conversations(world)).toHaveLength(1)
  })

  test('does not come back by what was said before and comes late', async () => {
    const told = await scene()
    const { world, delivered } = told
    const at = world.clock.now()
    await erase(told)
    await finish(world)
    const [first] = delivered.flatMap(({ facts }) => facts)
    const target = (first as MessageFact).id
    const late = { channel: 'whatsapp', connection: 'main' }
    // Kept while the table was down, and recorded as of when it came.
    const spilled = textFact('zeppelin, spilled', { peers: [NEW_PHONE, USER], raw: { zeppelin: 2 } })
    await recordFacts(world.ctx, { ...late, receivedAt: at - 1000, facts: [spilled] })
    await world.record([
      textFact('zeppelin, polled', { peers: [NEW_PHONE], at: at - 5000 }),
      receiptFact('wamid.out-1', 'read', null, { peers: [PHONE, USER] }),
      { ...onTarget('r9', target), kind: 'reaction', emoji: '🦄' },
      { ...onTarget('e9', target), kind: 'edit', body: { text: 'zeppelin late', attachments: [] } },
    ])
    await world.settle()
    expect(await traces(world)).toEqual([])
    expect(await conversations(world)).toHaveLength(1)
  })

  test('begins anew when they write again, as somebody nobody knew', async () => {
    const told = await scene()
    const { world, ada, conversation } = told
    await erase(told)
    await finish(world)
    await world.record([textFact('good morning', { peers: [NEW_PHONE, USER], profile: { name: 'A.' } })])
    await world.settle()
    const id = await contactOf(world, NEW_PHONE.value)
    expect(id).not.toBe(ada)
    expect((await world.call({ url: `/v1/contacts/${id}` })).body).toMatchObject({ name: 'A.' })
    const { body } = await world.call({ url: `/v1/contacts/${id}/conversations` })
    const [found] = (body as Conversations).data
    expect(found).toMatchObject({ preview: { text: 'good morning' }, unread: 1 })
    expect(found?.id).not.toBe(conversation)
    const entries = await world.call({ url: `/v1/conversations/${found?.id}/entries` })
    expect((entries.body as { data: unknown[] }).data).toHaveLength(1)
    expect(await world.call({ url: `/v1/conversations/${conversation}` })).toMatchObject({ status: 404 })
  })

  test('is still not written to for what they forbade', async () => {
    const told = await scene()
    const { world } = told
    await erase(told)
    await finish(world)
    await world.record([textFact('good morning', { peers: [PHONE] })])
    await world.settle()
    const [id = ''] = (await conversations(world)).slice(0, 1)
    expect(await world.say(id, { text: 'Sale!', purpose: 'marketing' }, 'offer')).toMatchObject({ status: 422 })
    expect(await world.say(id, { text: 'Hello' }, 'hello')).toMatchObject({ status: 202 })
  })

  test('is not sent what waits for them', async () => {
    const told = await scene()
    const { world, conversation } = told
    const before = world.sent.length
    await world.say(conversation, { text: 'Dear Countess, once more' }, 'waits')
    await erase(told)
    await world.settle()
    await finish(world)
    expect(world.sent).toHaveLength(before)
    expect(await world.say(conversation, { text: 'x' }, 'waits')).toMatchObject({ status: 404 })
  })

  test('is erased whole by whoever goes on after a crash, wherever that was', async () => {
    for (let at = 1, crashed = true; crashed; at += 5) {
      const told = await scene()
      const { world } = told
      let writes = 0
      crashed = false
      interrupt = ({ kind }) => {
        if (kind === 'get' || kind === 'query' || ++writes !== at) return
        crashed = true
        throw new Error('crash')
      }
      const going = async () => {
        await erase(told)
        await finish(world)
      }
      await going().catch(() => undefined)
      interrupt = undefined
      await world.clock.advance(600_000)
      await tick(world.ctx)
      await erase(told)
      await finish(world)
      await finish(world)
      expect(await traces(world), `after write ${at}`).toEqual([])
      expect(await conversations(world)).toHaveLength(1)
    }
  }, 300_000)

  test('goes with those who were merged into them, and is told of once', async () => {
    const told = await scene()
    const { world, ada, bob } = told
    await post(world, `/v1/contacts/${bob}/merge`, 'm', { into: ada })
    expect((await erase(told)).contacts.toSorted()).toEqual([ada, bob].toSorted())
    await erase(told)
    await finish(world)
    expect(await conversations(world)).toEqual([])
    expect(await world.call({ url: `/v1/contacts/${bob}` })).toMatchObject({ status: 404 })
    const { body } = await world.call({ url: '/v1/events?limit=100&types=contact.erased' })
    expect(body).toMatchObject({ data: [{ subject: ada, data: { id: ada, contacts: expect.arrayContaining([bob]) } }] })
  })
})
