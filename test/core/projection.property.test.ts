import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { readFeed } from '../../core/feed.ts'
import { projectFact } from '../../core/project/project.ts'
import { listConversations, listTimeline } from '../../core/read.ts'
import { inboundFactKey, recordFacts } from '../../core/record.ts'
import type { Alias } from '../../core/schema/identity.ts'
import type { KeyedFact, ReceiptFact } from '../../core/schema/fact.ts'
import { factItem, type OutboundFact } from '../../core/store/facts.ts'
import { messageFact, messageId, stateKey } from '../../core/store/keys.ts'
import { ACCOUNT, createWorld, PRINCIPAL, receiptFact, SHOP, textFact, type World } from '../support/world.ts'

/** Something the outside does to the table: in any order, any number of times, with projections in between. */
interface Step {
  readonly name: string
  readonly apply: (world: World) => Promise<unknown>
}

const START = Date.UTC(2026, 0, 1)
const PEOPLE = 3
const phone = (person: number): Alias => ({ type: 'phone', value: `+1555000${person}` })
const user = (person: number): Alias => ({ type: 'wa_bsuid', value: `US.${person}` })

const factStep = (fact: KeyedFact, seenAt: number): Step => ({
  name: `${fact.kind} ${fact.id}`,
  apply: async (world) => {
    const key = inboundFactKey(world.ctx.hash, 'whatsapp', fact)
    const stored = { source: 'inbound' as const, fact, channel: 'whatsapp', connection: 'main' }
    await world.ctx.table.put(factItem(key, stored, { seenAt }), { absent: 'pk' })
  },
})
const receiptStep = (fact: ReceiptFact): Step => ({
  name: `receipt ${fact.state} ${fact.target}`,
  apply: (world) =>
    recordFacts(world.ctx, { channel: 'whatsapp', connection: 'main', receivedAt: START, facts: [fact] }),
})

/** A reply as the API stored it, and as its worker sent it. */
const replySteps = (person: number, index: number, seenAt: number): Step[] => {
  const key = `${person}-${index}-reply`
  const providerId = `wamid.reply-${person}-${index}`
  const put: Step['apply'] = async (world) => {
    const conversation = `cnv_${world.ctx.hash('cnv', SHOP, 'whatsapp', ACCOUNT, 'phone', phone(person).value)}`
    const fact: OutboundFact = {
      kind: 'outbound',
      shop: SHOP,
      conversation,
      contact: null,
      channel: 'whatsapp',
      connection: 'main',
      address: { channel: 'whatsapp', account: ACCOUNT, peers: [phone(person)] },
      author: { kind: 'agent' },
      message: { text: `reply ${person} ${index}`, attachments: [] },
      plan: { parts: [{ type: 'text', text: `reply ${person} ${index}` }], degradations: [] },
      purpose: 'service',
      validUntil: seenAt + 86_400_000,
    }
    await world.ctx.table.put(factItem(key, { source: 'own', fact }, { seenAt }), { absent: 'pk' })
  }
  const provider = (world: World) => messageFact(world.ctx.hash, 'whatsapp', ACCOUNT, providerId)
  const sent: Step['apply'] = async (world) => {
    await world.ctx.table.update(
      stateKey(key),
      { set: { p0_state: 'sent', p0_pid: providerId, p0_key: provider(world), p0_n: 1 }, add: { rev: 1 } },
      { absent: 'p0_key' },
    )
  }
  const marked: Step['apply'] = (world) =>
    world.ctx.table.update(stateKey(provider(world)), { init: { out: messageId(key), outp: 0 }, add: { rev: 1 } })
  return [
    { name: `put ${key}`, apply: put },
    { name: `sent ${key}`, apply: sent },
    { name: `marked ${key}`, apply: marked },
    ...(['sent', 'delivered', 'read'] as const).map((state, at) =>
      receiptStep(receiptFact(providerId, state, seenAt + 10 * (at + 1))),
    ),
  ]
}

interface Draft {
  readonly person: number
  readonly what: 'text' | 'reaction' | 'unreaction' | 'edit' | 'revoke' | 'reply'
  readonly states: 'phone' | 'user' | 'both'
}
const draft = fc.record<Draft>({
  person: fc.nat(PEOPLE - 1),
  what: fc.constantFrom('text', 'text', 'text', 'reaction', 'unreaction', 'edit', 'revoke', 'reply'),
  states: fc.constantFrom('phone', 'user', 'both'),
})

const statedPeers = ({ person, states }: Draft): Alias[] =>
  states === 'phone' ? [phone(person)] : states === 'user' ? [user(person)] : [phone(person), user(person)]

/** A history: facts with fixed first-seen times. Each person states both identities together at least once. */
const history = (drafts: readonly Draft[]): Step[] => {
  const steps: Step[] = []
  const texts = new Map<number, string>()
  const all: Draft[] = [
    ...drafts,
    ...Array.from({ length: PEOPLE }, (_, person): Draft => ({ person, what: 'text', states: 'both' })),
  ]
  for (const [index, entry] of all.entries()) {
    const seenAt = START + index * 1000
    const at = seenAt - (index % 3) * 2500
    const base = { scope: ACCOUNT, account: ACCOUNT, at, peers: statedPeers(entry), direction: 'in' as const }
    const id = `wamid.${index}`
    const target = texts.get(entry.person) ?? `wamid.${index + 1}`
    switch (entry.what) {
      case 'text':
        texts.set(entry.person, id)
        steps.push(factStep(textFact(`text ${index}`, { ...base, id, profile: { name: `P${entry.person}` } }), seenAt))
        break
      case 'reaction':
      case 'unreaction':
        steps.push(
          factStep({ ...base, kind: 'reaction', id, target, emoji: entry.what === 'reaction' ? '👍' : null }, seenAt),
        )
        break
      case 'edit':
        steps.push(
          factStep({ ...base, kind: 'edit', id, target, body: { text: `edit ${index}`, attachments: [] } }, seenAt),
        )
        break
      case 'revoke':
        steps.push(factStep({ ...base, kind: 'revoke', id, target }, seenAt))
        break
      case 'reply':
        steps.push(...replySteps(entry.person, index, seenAt))
        break
    }
  }
  return steps
}

/** All that is shown, without the names of ids and without versions, which count writes. */
const shown = async (world: World): Promise<unknown> => {
  const lists = await Promise.all(
    (['open', 'closed'] as const).map((status) =>
      listConversations(world.ctx, PRINCIPAL, { status, order: 'recent', limit: 100 }),
    ),
  )
  const conversations = await Promise.all(
    lists
      .flatMap((list) => list.data)
      .map(async ({ id, contact, case: current, ...view }) => {
        const entries = await listTimeline(world.ctx, PRINCIPAL, id, { order: 'oldest', limit: 100 })
        return {
          ...view,
          version: 0,
          contact: contact.name,
          case: current && { ...current, id: '', conversation: '', version: 0 },
          entries: entries.data.map((entry) =>
            entry.type === 'message' ? { ...entry, version: 0, conversation: '', contact: '' } : entry,
          ),
        }
      }),
  )
  const waiting = await listConversations(world.ctx, PRINCIPAL, { status: 'open', order: 'waiting', limit: 100 })
  const order = JSON.stringify
  return {
    conversations: conversations.sort((a, b) => (order(a) < order(b) ? -1 : 1)),
    waiting: waiting.data.map((conversation) => conversation.contact.name),
  }
}

const keysOf = (world: World): string[] => [...new Set(world.stream.splice(0).map(({ pk }) => pk.slice(2)))]

const run = async (
  steps: readonly Step[],
  batch: (index: number) => number,
  world: World = createWorld(),
): Promise<World> => {
  const seen = new Set<string>()
  for (const [index, step] of steps.entries()) {
    await step.apply(world)
    for (const key of keysOf(world)) seen.add(key)
    // Projects some of what is known now, old changes among it, as a stream with skew and retries would.
    for (const key of [...seen].slice(0, batch(index))) await projectFact(world.ctx, key)
  }
  for (let pending = [...seen]; pending.length > 0; pending = keysOf(world))
    for (const key of pending) await projectFact(world.ctx, key)
  return world
}

const messagesTold = async (world: World): Promise<string[]> => {
  // Past the age at which gaps that dead writers left are sealed; two reads, since the first only seals.
  await world.clock.advance(10_000)
  const { events } = await readFeed(world.ctx, SHOP, 0, 1000)
  return events.filter((event) => event.type === 'message.created').map((event) => event.subject)
}

test('any order, number and batching of the same facts gives the same views', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(draft, { minLength: 1, maxLength: 10 }),
      fc.infiniteStream(fc.nat(1_000_000)),
      async (drafts, numbers) => {
        const steps = history(drafts)
        const next = (): number => numbers.next().value ?? 0
        const expected = await run(steps, () => Infinity)
        const shuffled = [...steps, ...steps.filter(() => next() % 3 === 0)]
          .map((step) => ({ step, rank: next() }))
          .sort((a, b) => a.rank - b.rank)
          .map(({ step }) => step)
        const actual = await run(shuffled, () => next() % 4)
        expect(await shown(actual)).toEqual(await shown(expected))
        const told = await messagesTold(actual)
        expect(told.toSorted()).toEqual((await messagesTold(expected)).toSorted())
      },
    ),
    { numRuns: 80 },
  )
}, 120_000)

/** A world in which operations die right before or after they happen, once it is armed. */
const crashing = (crash: () => boolean) => {
  const fuse = { armed: false }
  const burn = (): void => {
    if (fuse.armed && crash()) throw new Error('crash')
  }
  return { fuse, world: createWorld({ memory: { before: burn, after: burn } }) }
}

/** Tries again as a stream does, until it goes through. */
const retrying = async (work: () => Promise<void>): Promise<void> => {
  for (;;) {
    try {
      await work()
      return
    } catch (error) {
      expect(String(error)).toContain('crash')
    }
  }
}

test('a crash between any two steps of a projection loses and repeats nothing', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(draft, { minLength: 1, maxLength: 5 }),
      fc.infiniteStream(fc.nat(1_000_000)),
      async (drafts, numbers) => {
        const steps = history(drafts)
        const next = (): number => numbers.next().value ?? 0
        const expected = await run(steps, () => Infinity)
        const { fuse, world } = crashing(() => next() % 12 === 0)
        for (const step of steps) {
          await step.apply(world)
          fuse.armed = true
          for (let pending = keysOf(world); pending.length > 0; pending = keysOf(world))
            for (const key of pending) await retrying(() => projectFact(world.ctx, key))
          fuse.armed = false
        }
        expect(await shown(world)).toEqual(await shown(expected))
        expect((await messagesTold(world)).toSorted()).toEqual((await messagesTold(expected)).toSorted())
      },
    ),
    { numRuns: 40 },
  )
}, 120_000)
