import { beforeEach, describe, expect, test } from 'vitest'
import { readFeed } from '../../core/feed.ts'
import { getConversation, listConversations, listTimeline } from '../../core/read.ts'
import type { Alias } from '../../core/schema/identity.ts'
import { acceptMessage } from '../../core/send/accept.ts'
import { ACCOUNT, createWorld, itemsOf, PRINCIPAL, receiptFact, SHOP, textFact, type World } from '../support/world.ts'

const P1: Alias = { type: 'phone', value: '+15550001111' }
const P2: Alias = { type: 'phone', value: '+15550002222' }
const B1: Alias = { type: 'wa_bsuid', value: 'US.1111' }
const B2: Alias = { type: 'wa_bsuid', value: 'US.2222' }

let world: World
beforeEach(() => {
  world = createWorld()
})

const says = async (text: string, ...peers: Alias[]): Promise<void> => {
  await world.clock.advance(1000)
  await world.record([textFact(text, { peers })])
  await world.settle()
  await world.clock.advance(1000)
}
const all = async () =>
  (await listConversations(world.ctx, PRINCIPAL, { status: 'open', order: 'recent', limit: 50 })).data
const timelines = async () =>
  Promise.all(
    (await all()).map(async ({ id }) => {
      const { data } = await listTimeline(world.ctx, PRINCIPAL, id, { order: 'oldest', limit: 50 })
      return data.map((entry) => entry.text)
    }),
  )
const sorted = async () => (await timelines()).sort((a, b) => (a.join() < b.join() ? -1 : 1))
/** Every contact there is. */
const contacts = () => itemsOf(world, 'ctc#').filter(({ sk }) => sk === 'H')
const eventsOf = async (type: string) =>
  (await readFeed(world.ctx, SHOP, 0, 500)).events.filter((event) => event.type === type)

describe('one person', () => {
  test('who is stated by phone, by user id, and by both is one conversation of one contact', async () => {
    await says('both', P1, B1)
    await says('phone', P1)
    await says('user', B1)
    expect(await timelines()).toEqual([['both', 'phone', 'user']])
    expect(contacts()).toHaveLength(1)
  })

  test('who wrote under either identity before both were stated together is linked, timelines and all', async () => {
    await says('user', B1)
    const [byUser] = await all()
    await says('phone', P1)
    expect(await timelines()).toHaveLength(2)
    await says('both', P1, B1)
    expect(await timelines()).toEqual([['user', 'phone', 'both']])
    const [linked] = await all()
    expect(linked).toMatchObject({ unread: 3, contact: { name: 'Ada' } })
    expect((await getConversation(world.ctx, PRINCIPAL, byUser?.id ?? '')).id).toBe(linked?.id)
    expect(await eventsOf('conversation.linked')).toHaveLength(1)
    expect(await eventsOf('contact.merged')).toHaveLength(1)
    await says('later', B1)
    expect(await timelines()).toEqual([['user', 'phone', 'both', 'later']])
  })

  test('who is written to by phone and answers with only a user id stays in the conversation', async () => {
    await says('Hello', P1)
    const [conversation] = await all()
    world.outcomes.push({ kind: 'accepted', providerId: 'wamid.t', aliases: [P1, B1] })
    await acceptMessage(world.ctx, PRINCIPAL, 'k', {
      conversation: conversation?.id ?? '',
      message: { text: 'Hi', attachments: [] },
      author: { kind: 'agent' },
      purpose: 'service',
    })
    await world.settle()
    await says('Thanks', B1)
    expect(await timelines()).toEqual([['Hello', 'Hi', 'Thanks']])
  })

  test('whose user id a receipt tells stays in the conversation', async () => {
    await says('Hello', P1)
    const [conversation] = await all()
    await acceptMessage(world.ctx, PRINCIPAL, 'k', {
      conversation: conversation?.id ?? '',
      message: { text: 'Hi', attachments: [] },
      author: { kind: 'agent' },
      purpose: 'service',
    })
    await world.settle()
    await world.record([receiptFact('wamid.out-1', 'delivered', world.clock.now(), { peers: [P1, B1] })])
    await world.settle()
    await says('Thanks', B1)
    expect(await timelines()).toEqual([['Hello', 'Hi', 'Thanks']])
  })

  test('who changes the number is written to at the new one, in the same conversation', async () => {
    await says('Hello', P1, B1)
    const [before] = await all()
    await world.clock.advance(1000)
    await world.record([
      {
        kind: 'identity',
        id: 'wamid.change',
        scope: ACCOUNT,
        account: ACCOUNT,
        at: world.clock.now(),
        change: 'number_changed',
        from: [P1],
        to: [P2, B2],
        text: 'The number changed',
      },
    ])
    await world.settle()
    await says('My new number', P2, B2)
    await says('Only my new id', B2)
    expect(await timelines()).toEqual([['Hello', 'The number changed', 'My new number', 'Only my new id']])
    expect((await all())[0]?.id).toBe(before?.id)
    await acceptMessage(world.ctx, PRINCIPAL, 'k', {
      conversation: before?.id ?? '',
      message: { text: 'Hi', attachments: [] },
      author: { kind: 'agent' },
      purpose: 'service',
    })
    await world.settle()
    expect(world.sent[0]?.address.peers).toEqual([P2, B2])
  })
})

describe('two people', () => {
  test('who state the same phone with two user ids (a recycled number) are never merged', async () => {
    await says('I am the first', P1, B1)
    await says('I am the second', P1, B2)
    expect(await sorted()).toEqual([['I am the first'], ['I am the second']])
    const conflicts = await eventsOf('identity.conflict')
    expect(new Set(conflicts.map((event) => Object.keys(event.data)[0]))).toEqual(new Set(['contact', 'conversation']))
    expect(conflicts).toHaveLength(2)
    await says('second again', B2)
    await says('first again', B1)
    expect(await sorted()).toEqual([
      ['I am the first', 'first again'],
      ['I am the second', 'second again'],
    ])
  })

  test('of two shops with the same phone are two contacts', async () => {
    await says('Hello', P1)
    await world.record([textFact('Hello', { peers: [P1], account: '100000000000002', scope: '100000000000002' })])
    await world.settle()
    expect(await all()).toHaveLength(1)
    expect(contacts()).toHaveLength(2)
    const other = { ...PRINCIPAL, shop: 'shp_other' }
    const { data } = await listConversations(world.ctx, other, { status: 'open', order: 'recent', limit: 5 })
    expect(data).toHaveLength(1)
    await expect(getConversation(world.ctx, PRINCIPAL, data[0]?.id ?? '')).rejects.toMatchObject({ type: 'not_found' })
  })
})

describe('nobody', () => {
  test('an account nobody configured makes a dead letter and nothing else', async () => {
    await world.record([textFact('Hello', { account: '999', scope: '999' })])
    await world.settle()
    expect(await all()).toEqual([])
    expect(itemsOf(world, 'dl#')).toMatchObject([{ reason: 'unknown_account' }])
    expect(await eventsOf('item.quarantined')).toHaveLength(1)
  })

  test('a message that names no sender makes a dead letter', async () => {
    await world.record([textFact('Hello', { peers: [] })])
    await world.settle()
    expect(itemsOf(world, 'dl#')).toMatchObject([{ reason: 'no_sender' }])
  })
})
