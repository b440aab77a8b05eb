import { describe, expect, test } from 'vitest'
import { closeCase } from '../../core/close.ts'
import { readFeed } from '../../core/feed.ts'
import { getMessage, listConversations, listTimeline } from '../../core/read.ts'
import { acceptMessage } from '../../core/send/accept.ts'
import type { Author, OutboundMessage } from '../../core/schema/message.ts'
import { ACCOUNT, createWorld, PRINCIPAL, receiptFact, SHOP, textFact, type World } from '../support/world.ts'

const AGENT: Author = { kind: 'agent', name: 'Max' }
const words = (text: string): OutboundMessage => ({ text, attachments: [] })

const conversations = async (
  world: World,
  order: 'recent' | 'waiting' = 'recent',
  status: 'open' | 'closed' = 'open',
) => (await listConversations(world.ctx, PRINCIPAL, { status, order, limit: 50 })).data
const timeline = async (world: World, id: string, order: 'oldest' | 'newest' = 'oldest') =>
  (await listTimeline(world.ctx, PRINCIPAL, id, { order, limit: 50 })).data
const events = async (world: World) => (await readFeed(world.ctx, SHOP, 0, 500)).events

const reply = (world: World, conversation: string, text: string, key = text) =>
  acceptMessage(world.ctx, PRINCIPAL, key, {
    conversation,
    message: words(text),
    author: AGENT,
    purpose: 'service',
  })

describe('what a customer writes', () => {
  test('becomes a conversation that waits, with its message, contact and events', async () => {
    const world = createWorld()
    await world.record([textFact('Hello')])
    await world.settle()
    const [conversation] = await conversations(world)
    expect(conversation).toMatchObject({
      channel: 'whatsapp',
      contact: { name: 'Ada' },
      unread: 1,
      preview: { text: 'Hello', author: 'customer' },
      case: { status: 'open', waitingSince: world.clock.now() },
      window: { open: true },
    })
    expect(await timeline(world, conversation?.id ?? '')).toMatchObject([{ text: 'Hello', direction: 'in' }])
    expect((await events(world)).map((event) => event.type).sort()).toEqual([
      'case.opened',
      'contact.created',
      'conversation.created',
      'message.created',
    ])
  })

  test('twice, with another time and peer, is the same as once', async () => {
    const world = createWorld()
    const fact = textFact('Hello', { at: world.clock.now() - 1000 })
    await world.record([fact])
    await world.clock.advance(30 * 24 * 3_600_000)
    await world.record([{ ...fact, at: world.clock.now(), peers: [{ type: 'wa_bsuid', value: 'US.1' }] }])
    await world.settle()
    const all = await conversations(world)
    expect(all).toHaveLength(1)
    expect(await timeline(world, all[0]?.id ?? '')).toHaveLength(1)
    expect((await events(world)).filter((event) => event.type === 'message.created')).toHaveLength(1)
  })
})

describe('an answer', () => {
  test('is sent once and goes sent, delivered, read with receipts in any order', async () => {
    const world = createWorld()
    await world.record([textFact('Hello')])
    await world.settle()
    const [conversation] = await conversations(world)
    const accepted = await reply(world, conversation?.id ?? '', 'Hi Ada')
    expect(accepted.status).toBe('queued')
    await world.settle()
    expect(world.sent).toHaveLength(1)
    expect(await getMessage(world.ctx, PRINCIPAL, accepted.id)).toMatchObject({ status: 'sent' })
    const now = world.clock.now()
    await world.record([receiptFact('wamid.out-1', 'read', now + 2), receiptFact('wamid.out-1', 'delivered', now + 1)])
    await world.settle()
    expect(await getMessage(world.ctx, PRINCIPAL, accepted.id)).toMatchObject({
      status: 'read',
      parts: [{ times: { read: now + 2, delivered: now + 1 } }],
    })
    const [after] = await conversations(world)
    expect(after).toMatchObject({ unread: 0, case: { waitingSince: null, firstResponseAt: now } })
    expect(await conversations(world, 'waiting')).toEqual([])
  })

  test('closes nothing: a closed case opens again only for what was first seen later', async () => {
    const world = createWorld()
    const first = textFact('Hello')
    await world.record([first])
    await world.settle()
    const [conversation] = await conversations(world)
    const id = conversation?.id ?? ''
    await world.clock.advance(1000)
    await closeCase(world.ctx, PRINCIPAL, id)
    await world.settle()
    expect(await conversations(world)).toEqual([])
    expect(await conversations(world, 'recent', 'closed')).toMatchObject([{ case: { id: conversation?.case?.id } }])
    await world.record([first])
    world.stream.push(...(world.table.all?.().filter((item) => item.sk === 'F') ?? []))
    await world.settle()
    expect(await conversations(world)).toEqual([])
    await world.clock.advance(1000)
    await world.record([textFact('One more thing')])
    await world.settle()
    const [again] = await conversations(world)
    expect(again?.case?.id).not.toBe(conversation?.case?.id)
    expect(again).toMatchObject({ id, unread: 1, case: { status: 'open' } })
  })
})
void ACCOUNT
