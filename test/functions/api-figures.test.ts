import { beforeEach, describe, expect, test } from 'vitest'
import { whatsapp } from '../../adapters/whatsapp/index.ts'
import { failure } from '../../core/failures.ts'
import { recordFacts } from '../../core/record.ts'
import type { MessageFact } from '../../core/schema/fact.ts'
import type { ResponseTimes } from '../../core/schema/figures.ts'
import { toAttributes } from '../../functions/aws/expressions.ts'
import { itemBytes } from '../../local/engine/size.ts'
import { createApiWorld, type ApiWorld, type Conversations } from '../support/api-world.ts'
import { finish } from '../support/erasing.ts'
import type { Operation } from '../support/memory-table.ts'
import { ACCOUNT, CONFIG, itemsOf, receiptFact, SHOP, textFact } from '../support/world.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** A second channel that names people by phone, as SMS does. */
const sms = {
  ...whatsapp,
  channel: 'sms',
  create: ((config, deps) => ({ ...whatsapp.create(config, deps), channel: 'sms' })) as typeof whatsapp.create,
}
const [connection] = CONFIG.connections
const SENDER = '+15559990000'
const connections = [...CONFIG.connections, { ...connection!, adapter: sms, accounts: [{ id: SENDER, shop: SHOP }] }]

let interrupt: ((operation: Operation) => void | Promise<void>) | undefined
let world: ApiWorld
beforeEach(() => {
  interrupt = undefined
  world = createApiWorld({ config: { ...CONFIG, connections }, memory: { before: (one) => interrupt?.(one) } })
})

const phone = (digit: number) => ({ peers: [{ type: 'phone' as const, value: `+1555000222${digit}` }] })
const post = (url: string, body?: object, key = `${url} ${JSON.stringify(body)} ${world.clock.now()}`) =>
  world.call({ method: 'POST', url, headers: { 'idempotency-key': key }, ...(body ? { body } : {}) })
const figures = async (query = '', call: object = {}): Promise<ResponseTimes> =>
  (await world.call({ url: `/v1/figures/response-times${query}`, ...call })).body as ResponseTimes
const channel = ({ channels }: ResponseTimes, name: string) =>
  channels.find((one) => one.channel === name) ?? expect.fail(`no figures of ${name}`)
const firstAnswers = () => itemsOf(world, `fig#${SHOP}`).filter(({ sk }) => sk.startsWith('R#'))
const waited = () => firstAnswers().map(({ w }) => w)

const answer = async (conversation: string, text = 'Let me look'): Promise<void> => {
  await world.say(conversation, { text }, `${conversation} ${text}`)
  await world.settle()
}
const textOnSms = async (text: string, change: Partial<MessageFact>): Promise<string> => {
  const facts = [textFact(text, { account: SENDER, scope: 'AC1', ...change })]
  await recordFacts(world.ctx, { channel: 'sms', connection: 'main', receivedAt: world.clock.now(), facts })
  await world.settle()
  const { data } = (await world.call({ url: '/v1/conversations?channel=sms' })).body as Conversations
  return data.find(({ preview }) => preview?.text === text)?.id ?? ''
}
/** As it is told: to 2.5 %. */
const about = (ms: number): unknown => expect.closeTo(ms, -Math.log10(ms * 0.05))
const told = (answered: number, medianMs: number, p90Ms: number) => ({
  answered,
  medianMs: about(medianMs),
  p90Ms: about(p90Ms),
})
const NONE = { answered: 0, medianMs: null, p90Ms: null }

describe('figures', () => {
  test('tell by channel and day how long customers waited, and who waits now', async () => {
    const midnight = world.clock.now()
    await world.clock.advance(12 * HOUR)
    const ids = [
      await world.hear('One', phone(1)),
      await world.hear('Two', phone(2)),
      await textOnSms('Three', phone(3)),
    ]
    await world.clock.advance(4 * MINUTE)
    await answer(ids[0]!)
    await world.clock.advance(HOUR)
    await answer(ids[2]!)
    await world.clock.advance(12 * HOUR)
    await answer(ids[1]!)
    await world.hear('Four', phone(4))
    const at = world.clock.now()
    await world.clock.advance(MINUTE)
    const all = await figures('?days=3')
    expect(all).toMatchObject({ from: midnight - DAY, to: at + MINUTE, days: 3, complete: true })
    expect(all.channels.map((one) => one.channel)).toEqual(['sms', 'whatsapp'])
    expect(channel(all, 'sms')).toMatchObject({
      ...told(1, HOUR + 4 * MINUTE, HOUR + 4 * MINUTE),
      waiting: { count: 0, capped: false, longestSince: null },
    })
    const onWhatsapp = channel(all, 'whatsapp')
    expect(onWhatsapp).toMatchObject({
      ...told(2, 4 * MINUTE, 13 * HOUR + 4 * MINUTE),
      waiting: { count: 1, capped: false, longestSince: at },
    })
    expect(onWhatsapp.days).toEqual([
      { day: '2025-12-31', ...NONE },
      { day: '2026-01-01', ...told(1, 4 * MINUTE, 4 * MINUTE) },
      { day: '2026-01-02', ...told(1, 13 * HOUR + 4 * MINUTE, 13 * HOUR + 4 * MINUTE) },
    ])
    expect(all.all).toMatchObject({ ...told(3, HOUR + 4 * MINUTE, 13 * HOUR + 4 * MINUTE), waiting: { count: 1 } })
  })

  test('are of thirty days, and of one to ninety where that is asked for', async () => {
    expect((await figures()).all.days).toHaveLength(30)
    expect((await figures('?days=90')).all.days).toHaveLength(90)
    expect((await figures('?days=1')).all.days).toEqual([{ day: '2026-01-01', ...NONE }])
    for (const days of ['0', '91', '1.5', 'all'])
      expect(await world.call({ url: `/v1/figures/response-times?days=${days}` })).toMatchObject({
        status: 400,
        body: { errors: [{ path: 'days', message: 'give a whole number from 1 to 90' }] },
      })
  })

  test('are of the accounts that a key is for, and of its shop', async () => {
    await answer(await world.hear('One', phone(1)))
    await textOnSms('Two', phone(2))
    const limited = { name: 'Desk', scopes: ['read'], accounts: [{ channel: 'sms', account: SENDER }] }
    const { token: key } = (await post('/v1/api-keys', limited)).body as { readonly token: string }
    const own = await figures('', { key })
    expect(own.channels.map((one) => one.channel)).toEqual(['sms'])
    expect(own.all).toMatchObject({ answered: 0, waiting: { count: 1 } })
    expect((await figures()).all).toMatchObject({ answered: 1, waiting: { count: 1 } })
    const others = await figures('', { headers: { 'parley-shop': 'shp_other' } })
    expect(others.channels.map((one) => one.channel)).toEqual(['whatsapp'])
    expect(others.all).toMatchObject({ answered: 0, waiting: { count: 0 } })
  })
})

describe('a first answer', () => {
  test('is kept once for a case, for all that is said in it, and again for the next case', async () => {
    const id = await world.hear('Hello')
    await world.clock.advance(2 * MINUTE)
    await world.hear('Anybody?')
    await world.clock.advance(MINUTE)
    await answer(id, 'Yes')
    await world.clock.advance(MINUTE)
    await answer(id, 'What is it?')
    await world.hear('My parcel')
    await world.clock.advance(MINUTE)
    await answer(id, 'On its way')
    expect(waited()).toEqual([3 * MINUTE])
    await post(`/v1/conversations/${id}/close`)
    await world.clock.advance(MINUTE)
    await world.hear('And the other one?')
    await world.clock.advance(7 * MINUTE)
    await answer(id, 'Tomorrow')
    expect(waited()).toEqual([3 * MINUTE, 7 * MINUTE])
    expect((await figures()).all.answered).toBe(2)
  })

  test('costs one small write, and no other message any', async () => {
    const writes: string[] = []
    interrupt = (one) => {
      if (one.kind !== 'query' && one.kind !== 'get' && one.key.pk.startsWith('fig#')) writes.push(one.kind)
    }
    const id = await world.hear('Hello')
    await answer(id)
    expect(writes).toEqual(['put'])
    expect(itemBytes(toAttributes(firstAnswers()[0]!))).toBeLessThan(1024)
    await answer(id, 'Still looking')
    await world.hear('Thanks')
    await world.record([receiptFact('wamid.out-1', 'read')])
    await world.settle()
    expect(writes).toEqual(['put'])
  })

  test('is not one where the shop wrote first, or where what was said is imported', async () => {
    const to = { alias: { type: 'phone', value: '+15550003333' } }
    const content = { type: 'template', name: 'order_sent', language: 'en' }
    await post('/v1/conversations', {
      channel: 'whatsapp',
      account: ACCOUNT,
      to,
      purpose: 'service',
      message: { content },
    })
    await world.settle()
    const id = await world.hear('Hello')
    const past = [
      { externalId: '1', direction: 'in', text: 'Do you ship?', at: '2025-11-03T09:30:00Z' },
      { externalId: '2', direction: 'out', author: { kind: 'agent' }, text: 'Yes', at: '2025-11-03T10:00:00Z' },
    ]
    await post(`/v1/conversations/${id}/import`, { messages: past })
    await world.settle()
    expect(firstAnswers()).toEqual([])
    expect((await figures()).all).toMatchObject({ answered: 0, waiting: { count: 1 } })
  })

  test('that failed is not one: the next is, also where its day was counted', async () => {
    const id = await world.hear('Hello')
    await world.clock.advance(MINUTE)
    await answer(id, 'Yes')
    expect(waited()).toEqual([MINUTE])
    await world.clock.advance(30 * HOUR)
    expect((await figures()).all.answered).toBe(1)
    await world.record([receiptFact('wamid.out-1', 'failed', null, { failure: failure('recipient_unreachable') })])
    await world.settle()
    expect(firstAnswers()).toEqual([])
    expect((await figures()).all.answered).toBe(0)
    await world.clock.advance(HOUR)
    await world.hear('Hello?')
    await answer(id, 'Yes, again')
    expect(waited()).toEqual([31 * HOUR + MINUTE])
  })

  test('is the same when the question is projected after it, and when all is projected again in another order', async () => {
    const id = await world.hear('Hello')
    await world.clock.advance(MINUTE)
    await world.record([textFact('Are you there?', { peers: [{ type: 'phone', value: '+15550009999' }] })])
    const late = world.stream.splice(0)
    await world.clock.advance(4 * MINUTE)
    const elsewhere = { direction: 'out' as const, author: { kind: 'agent' as const } }
    await world.record([textFact('Yes', { peers: [{ type: 'phone', value: '+15550009999' }], ...elsewhere })])
    await world.settle()
    expect(firstAnswers()).toEqual([])
    world.stream.push(...late)
    await answer(id)
    const before = firstAnswers()
    expect(new Set(waited())).toEqual(new Set([4 * MINUTE, 5 * MINUTE]))
    for (const { pk, sk } of itemsOf(world, 'f#').toReversed()) world.stream.push({ pk, sk })
    await world.settle()
    expect(firstAnswers()).toEqual(before)
  })

  test('counts from the earliest question, also where that is projected late', async () => {
    await world.record([textFact('Hello')])
    const late = world.stream.splice(0)
    await world.clock.advance(5 * MINUTE)
    const id = await world.hear('Anybody?')
    await world.clock.advance(MINUTE)
    await answer(id)
    expect(waited()).toEqual([MINUTE])
    world.stream.push(...late)
    await world.settle()
    expect(waited()).toEqual([6 * MINUTE])
  })

  test('is counted once where the views are lost and made again', async () => {
    const ids = [await world.hear('Hello'), await world.hear('Hi', phone(2))]
    for (const id of ids) {
      await world.clock.advance(MINUTE)
      await answer(id)
      await world.clock.advance(HOUR)
      await answer(id, 'Anything else?')
    }
    await post(`/v1/conversations/${ids[0]}/close`)
    await world.clock.advance(MINUTE)
    await world.hear('Hello again')
    await world.clock.advance(MINUTE)
    await answer(ids[0]!, 'Hello')
    const before = await figures()
    expect(before.all.answered).toBe(3)
    for (const item of itemsOf(world, 'cnv#').filter(({ sk }) => sk === 'H')) await world.table.delete(item)
    for (let pass = 0; pass < 2; pass += 1) {
      for (const { pk, sk } of itemsOf(world, 'f#').toReversed()) world.stream.push({ pk, sk })
      await world.settle()
    }
    expect(await figures()).toEqual(before)
  })

  test('is there when the head that tells of it is, wherever the projection died, and once', async () => {
    const id = await world.hear('Hello')
    await world.clock.advance(MINUTE)
    await world.say(id, { text: 'Yes' })
    const changes = [...world.stream]
    interrupt = ({ kind, ...one }) => {
      if (kind === 'put' && 'key' in one && one.key.pk === `cnv#${id}` && one.key.sk === 'H') throw new Error('died')
    }
    await expect(world.settle()).rejects.toThrow('died')
    expect(waited()).toEqual([MINUTE])
    interrupt = undefined
    await world.clock.advance(HOUR)
    world.stream.push(...changes)
    await world.settle()
    expect(waited()).toEqual([MINUTE])
    expect((await figures()).all.answered).toBe(1)
  })

  test('is not lost when it could not be kept: the head is not written before', async () => {
    const id = await world.hear('Hello')
    await world.say(id, { text: 'Yes' })
    const changes = [...world.stream]
    interrupt = (one) => {
      if (one.kind === 'put' && one.key.pk.startsWith('fig#')) throw new Error('died')
    }
    await expect(world.settle()).rejects.toThrow('died')
    interrupt = undefined
    world.stream.push(...changes)
    await world.settle()
    expect(firstAnswers()).toHaveLength(1)
  })

  test('of two that race is the earlier one alone', async () => {
    const id = await world.hear('Hello')
    await world.clock.advance(MINUTE)
    const elsewhere = { direction: 'out' as const, author: { kind: 'agent' as const } }
    await world.record([textFact('First', elsewhere)])
    const first = world.stream.splice(0)
    await world.clock.advance(MINUTE)
    await world.record([textFact('Second', elsewhere)])
    interrupt = async (one) => {
      if (one.kind !== 'put' || one.key.pk !== `cnv#${id}` || one.key.sk !== 'H') return
      interrupt = undefined
      const second = world.stream.splice(0)
      world.stream.push(...first)
      await world.project()
      world.stream.push(...second)
    }
    await world.settle()
    expect(waited()).toEqual([MINUTE])
  })

  test('is one of a conversation that proves to be two', async () => {
    const user = [{ type: 'wa_bsuid' as const, value: 'US.1' }]
    const number = [{ type: 'phone' as const, value: '+15550001111' }]
    const ids = [await world.hear('By number', { peers: number }), await world.hear('By user id', { peers: user })]
    await world.clock.advance(MINUTE)
    await answer(ids[0]!)
    await world.clock.advance(MINUTE)
    await answer(ids[1]!)
    expect(firstAnswers()).toHaveLength(2)
    await world.hear('By both', { peers: [...number, ...user] })
    expect(waited()).toEqual([MINUTE])
    expect((await figures()).all.answered).toBe(1)
  })

  test('tells nothing of the customer, and stays when they are erased', async () => {
    await answer(await world.hear('Hello'))
    const before = firstAnswers()
    expect(Object.keys(before[0]!).sort()).toEqual(['ac', 'ch', 'pk', 'sk', 'ttl', 'v', 'w'])
    expect(before[0]).toMatchObject({ ac: ACCOUNT, ch: 'whatsapp', v: 1 })
    const { data } = (await world.call({ url: '/v1/contacts?alias=phone:%2B15550001111' })).body as {
      readonly data: readonly { readonly id: string }[]
    }
    await post(`/v1/contacts/${data[0]?.id}/erase`)
    await finish(world)
    expect(firstAnswers()).toEqual(before)
    expect((await figures()).all.answered).toBe(1)
  })
})
