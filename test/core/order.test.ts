import * as fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { placeInTime } from '../../core/conversation/order.ts'
import { projectFact } from '../../core/project/project.ts'
import { inboundFactKey } from '../../core/record.ts'
import { listConversations, listTimeline } from '../../core/read.ts'
import type { MessageFact } from '../../core/schema/fact.ts'
import { factItem } from '../../core/store/facts.ts'
import { createWorld, itemsOf, PRINCIPAL, textFact, type World } from '../support/world.ts'
import { accept, latestConversation } from './edges-world.ts'

let world: World
beforeEach(() => {
  world = createWorld()
})

/** The customer says something, which the provider dates by the second. */
const hears = async (text: string): Promise<MessageFact> => {
  const now = world.clock.now()
  const fact = textFact(text, { at: now - (now % 1000) })
  await world.record([fact])
  await world.settle()
  return fact
}
const timeline = async (order: 'oldest' | 'newest' = 'oldest') =>
  (await listTimeline(world.ctx, PRINCIPAL, await latestConversation(world), { order, limit: 50 })).data
const preview = async () =>
  (await listConversations(world.ctx, PRINCIPAL, { status: 'open', order: 'recent', limit: 1 })).data[0]?.preview?.text

describe('an answer within the second of what it answers', () => {
  test('stands after it, in the timeline and in the list', async () => {
    await hears('Question')
    await world.clock.advance(300)
    await accept(world, await latestConversation(world), 'key', { text: 'Reply' })
    await world.settle()
    await world.clock.advance(300)
    const fact = await hears('Thanks')
    expect((await timeline()).map(({ text }) => text)).toEqual(['Question', 'Reply', 'Thanks'])
    expect((await timeline('newest')).map(({ text }) => text)).toEqual(['Thanks', 'Reply', 'Question'])
    expect(await preview()).toBe('Thanks')
    expect((await timeline()).at(-1)?.at).toBe(fact.at)
  })

  test('stays there when it is delivered again under another time, or projected again', async () => {
    await hears('Question')
    await world.clock.advance(300)
    await accept(world, await latestConversation(world), 'key', { text: 'Reply' })
    await world.settle()
    await world.clock.advance(300)
    const fact = await hears('Thanks')
    await world.clock.advance(86_400_000)
    await world.record([{ ...fact, at: world.clock.now() }])
    await projectFact(world.ctx, inboundFactKey(world.ctx.hash, 'whatsapp', fact))
    await world.settle()
    expect((await timeline()).map(({ text }) => text)).toEqual(['Question', 'Reply', 'Thanks'])
  })
})

test('an entry that an earlier release put elsewhere stays there alone when it is projected again', async () => {
  await world.clock.advance(600)
  const fact = textFact('Hello', { at: world.clock.now() - 600 })
  const key = inboundFactKey(world.ctx.hash, 'whatsapp', fact)
  const stored = { source: 'inbound' as const, fact, channel: 'whatsapp', connection: 'main' }
  await world.ctx.table.put({ ...factItem(key, stored, { seenAt: world.clock.now() }), v: 1 })
  await world.settle()
  const entries = itemsOf(world, 'cnv#').filter(({ sk }) => sk.startsWith('E#'))
  expect(entries.map(({ sk }) => sk.split('#')[1])).toEqual([String(fact.at)])
})

test('an entry stands at its time, and within its second where the provider tells no more', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2e12 }), fc.integer({ min: 0, max: 2e12 }), (at, seen) => {
      const place = placeInTime(at, seen)
      expect(Math.floor(place / 1000)).toBe(Math.floor(at / 1000))
      expect(at % 1000 === 0 || place === at).toBe(true)
    }),
  )
  expect(placeInTime(5000, 5300)).toBe(5300)
  expect(placeInTime(5000, 9000)).toBe(5999)
  expect(placeInTime(5000, 4000)).toBe(5000)
  expect(placeInTime(5001, 5300)).toBe(5001)
})
