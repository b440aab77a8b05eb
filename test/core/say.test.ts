import * as fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { reopenCase } from '../../core/cases/reopen.ts'
import { say } from '../../core/cases/say.ts'
import { takeVersion } from '../../core/cases/moved.ts'
import { wakeSnoozed } from '../../core/cases/wake.ts'
import { closeCase } from '../../core/close.ts'
import { detailsFrom, foldDetails, joinDetails, readDetails, shownDetails } from '../../core/conversation/details.ts'
import { claimExternalId, findExternalId } from '../../core/external-ids.ts'
import type { Key } from '../../core/ports.ts'
import { projectFact } from '../../core/project/project.ts'
import { getConversation, listConversations, listTimeline } from '../../core/read.ts'
import type { Conversation } from '../../core/schema/conversation.ts'
import { findConversation } from '../../core/send/accept.ts'
import { externalIdKey, snoozeKey } from '../../core/store/keys.ts'
import type { Operation } from '../support/memory-table.ts'
import { createWorld, itemsOf, PRINCIPAL, SHOP, textFact, type World } from '../support/world.ts'

let world: World
let id: string
let interrupt: ((operation: Operation) => Promise<void> | undefined) | undefined

/** Lets something happen right before the next operation that matches. */
const before = (matches: (operation: Operation) => boolean, run: () => Promise<unknown>): void => {
  interrupt = (operation) => {
    if (!matches(operation)) return undefined
    interrupt = undefined
    return run().then(() => undefined)
  }
}
const writes =
  ({ pk, sk }: Key) =>
  (operation: Operation): boolean =>
    (operation.kind === 'update' || operation.kind === 'put') && operation.key.pk === pk && operation.key.sk === sk

const setUp = async (): Promise<void> => {
  interrupt = undefined
  world = createWorld({ memory: { before: (operation) => interrupt?.(operation) } })
  await world.record([textFact('Hello')])
  await world.settle()
  const { data } = await listConversations(world.ctx, PRINCIPAL, { status: 'open', order: 'recent', limit: 1 })
  id = data[0]?.id ?? ''
  await world.clock.advance(1000)
}
beforeEach(setUp)

const now = (): Promise<Conversation> => getConversation(world.ctx, PRINCIPAL, id)
/** Which version something got tells how often it was written. */
const unversioned = ({ version: _, case: current, ...conversation }: Conversation) => ({
  ...conversation,
  case: { ...current, version: 0 },
})
const cnv = (sk: string): Key => ({ pk: `cnv#${id}`, sk })
const place = () => itemsOf(world, 'cnv#').filter(({ sk }) => sk.startsWith('L#'))
const assigned = async (assignee: string): Promise<string[]> => {
  const { data } = await listConversations(world.ctx, PRINCIPAL, { assignee, order: 'recent', limit: 10 })
  return data.map((conversation) => conversation.id)
}

describe('in whatever order facts are projected, and however often', () => {
  test('what was said of a conversation comes to the same', async () => {
    const actions = [
      () => say(world.ctx, PRINCIPAL, id, { assignee: 'a', tags: ['x'], metadata: { a: '1' } }),
      () => say(world.ctx, PRINCIPAL, id, { assignee: 'b', metadata: { a: null, b: '2' } }),
      () => say(world.ctx, PRINCIPAL, id, { snooze: world.clock.now() + 60_000 }),
      () => closeCase(world.ctx, PRINCIPAL, id),
      () => reopenCase(world.ctx, PRINCIPAL, id),
      () => say(world.ctx, PRINCIPAL, id, { assignee: 'c', control: { by: 'bot', name: null } }),
      () => closeCase(world.ctx, PRINCIPAL, id),
      async () => {
        await world.clock.advance(1000)
        await world.record([textFact('Next')])
        await world.settle()
      },
      () => say(world.ctx, PRINCIPAL, id, { assignee: 'd', tags: ['y'] }),
    ]
    for (const action of actions) await action()
    const expected = unversioned(await now())
    expect(expected).toMatchObject({
      case: { assignee: 'd', tags: ['y'] },
      metadata: { b: '2' },
      control: { by: 'bot' },
    })
    const facts = itemsOf(world, 'f#').filter(({ sk }) => sk === 'F')
    const views = itemsOf(world, 'cnv#')
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(facts, { minLength: facts.length }), fc.nat(2), async (order, again) => {
        for (const view of [...views, ...itemsOf(world, 'cnv#')]) await world.table.delete(view)
        // The first fact of a conversation is a message: nothing can be said of one that is not there.
        const [first, ...rest] = [...order].sort((a, b) => Number(b['own'] !== true) - Number(a['own'] !== true))
        for (const fact of [first, ...rest, ...order.slice(0, again)])
          await projectFact(world.ctx, fact?.pk.slice(2) ?? '')
        const found = unversioned(await now())
        expect(found).toEqual(expected)
        expect([await assigned('d'), await assigned('c')]).toEqual([[id], []])
      }),
      { numRuns: 25 },
    )
  })

  test('details come to the same', () => {
    const details = fc
      .tuple(fc.constantFrom('a', 'b'), fc.nat(3), fc.constantFrom('x', 'y'), fc.option(fc.constantFrom('1', '2')))
      // One fact says one thing.
      .map(([name, at, by, value]) =>
        detailsFrom({ metadata: { [name]: value && `${value}${by}` } }, at, `${by}${value}`),
      )
    fc.assert(
      fc.property(fc.array(details, { maxLength: 6 }), (all) => {
        const joined = all.reduce(joinDetails, detailsFrom({}, 0, ''))
        expect([...all, ...all].toReversed().reduce(joinDetails, detailsFrom({}, 0, ''))).toEqual(joined)
      }),
    )
  })
})

describe('when another writes in between', () => {
  test('details of both stand', async () => {
    before(writes(cnv('M')), () => foldDetails(world.ctx, id, detailsFrom({ metadata: { a: '1' } }, 1, 'x')))
    await foldDetails(world.ctx, id, detailsFrom({ metadata: { b: '2' } }, 2, 'y'))
    expect(shownDetails(await readDetails(world.ctx, id)).metadata).toEqual({ a: '1', b: '2' })
  })

  test('an id of another system is the first one’s', async () => {
    const externalId = { shop: SHOP, what: 'conversation' as const, system: 'crm', id: '1' }
    const claim = (owner: string, holds: boolean) => claimExternalId(world.ctx, externalId, owner, async () => holds)
    before(writes(externalIdKey(world.ctx.hash, externalId)), () => claim('other', true))
    await expect(claim('one', true)).rejects.toThrow('Another conversation')
    await world.clock.advance(60_000)
    await expect(claim('one', true)).rejects.toThrow('Another conversation')
    const key = externalIdKey(world.ctx.hash, externalId)
    let seen = 0
    interrupt = (operation) =>
      writes(key)(operation) && ++seen === 2 ? ((interrupt = undefined), claim('third', false)) : undefined
    await expect(claim('one', false)).rejects.toThrow('Another conversation')
    expect(await findExternalId(world.ctx, externalId)).toBe('third')
  })

  test('of two who saw one version one goes on, who may come again; after a minute the other may', async () => {
    const head = await findConversation(world.ctx, PRINCIPAL, id)
    const take = (by: string) => takeVersion(world.ctx, head, head.version, by)
    before(writes(cnv(`W#${head.version}`)), () => take('other'))
    await expect(take('one')).rejects.toThrow('has changed')
    await take('other')
    await world.clock.advance(60_001)
    await take('one')
  })

  test('a conversation is listed with whom it was assigned to last', async () => {
    await say(world.ctx, PRINCIPAL, id, { assignee: 'a', tags: ['x'] })
    const [pointer] = place()
    before(writes(pointer ?? cnv('')), () => say(world.ctx, PRINCIPAL, id, { assignee: 'c', tags: [] }))
    await say(world.ctx, PRINCIPAL, id, { assignee: 'b', tags: ['y'] })
    const assignee = (await now()).case?.assignee ?? ''
    for (const one of ['a', 'b', 'c']) expect([one, await assigned(one)]).toEqual([one, one === assignee ? [id] : []])
    const rewritten = place().filter(({ lpk }) => lpk !== undefined)
    expect(rewritten).toHaveLength(1 + ((await now()).case?.tags.length ?? 0))
  })

  test('the clock of a snooze is that of the later one, and is not taken away with an older one', async () => {
    const until = world.clock.now() + 60_000
    before(writes(snoozeKey(id)), () => say(world.ctx, PRINCIPAL, id, { snooze: until + 60_000 }))
    await say(world.ctx, PRINCIPAL, id, { snooze: until })
    expect((await now()).case?.snoozedUntil).toBe(until + 60_000)
    expect(String((await world.table.get(snoozeKey(id)))?.['dsk'])).toContain(String(until + 60_000))
    await world.clock.advance(120_000)
    const removes = ({ kind }: Operation): boolean => kind === 'delete'
    before(removes, () => say(world.ctx, PRINCIPAL, id, { snooze: until + 600_000 }))
    await wakeSnoozed(world.ctx, snoozeKey(id))
    expect((await now()).case?.snoozedUntil).toBe(until + 600_000)
    expect(await world.table.get(snoozeKey(id))).toBeDefined()
  })

  test('of two closes of one case the history keeps the later', async () => {
    const first = await closeCase(world.ctx, PRINCIPAL, id)
    const close = itemsOf(world, 'f#').find((item) => String(item['body']).includes('"close"'))
    await reopenCase(world.ctx, PRINCIPAL, id)
    await world.clock.advance(1000)
    const key = cnv(`C#${first.case?.id}`)
    const again = await closeCase(world.ctx, PRINCIPAL, id)
    await projectFact(world.ctx, close?.pk.slice(2) ?? '')
    expect(JSON.parse(String((await world.table.get(key))?.['view']))).toMatchObject({ closedAt: again.case?.closedAt })
  })
})

test('what is said by a clock that is behind is heard', async () => {
  await say(world.ctx, PRINCIPAL, id, { assignee: 'a', metadata: { a: '1' } })
  const behind = { ...world.ctx, now: () => world.clock.now() - 60_000 }
  await say(behind, PRINCIPAL, id, { assignee: 'b', metadata: { a: '2' }, snooze: world.clock.now() + 60_000 })
  expect(await now()).toMatchObject({ case: { assignee: 'b', status: 'snoozed' }, metadata: { a: '2' } })
})

test('of a conversation that was linked into another the case is over, and the details are the other’s', async () => {
  const phone = { type: 'phone' as const, value: '+15550003333' }
  const user = { type: 'wa_bsuid' as const, value: 'US.3' }
  await world.record([textFact('by phone', { peers: [phone] }), textFact('by user id', { peers: [user] })])
  await world.settle()
  const { data } = await listConversations(world.ctx, PRINCIPAL, { order: 'recent', limit: 10 })
  const both = data.filter((conversation) => conversation.id !== id).map((conversation) => conversation.id)
  for (const one of both) await say(world.ctx, PRINCIPAL, one, { assignee: one, metadata: { [one]: 'x' }, tags: ['t'] })
  await world.record([textFact('by both', { peers: [phone, user] })])
  await world.settle()
  const [root = '', linked = ''] = both.toSorted()
  expect(await getConversation(world.ctx, PRINCIPAL, linked)).toMatchObject({
    id: root,
    case: { assignee: root },
    metadata: { [root]: 'x', [linked]: 'x' },
  })
  expect([await assigned(root), await assigned(linked)]).toEqual([[root], []])
  const tagged = await listConversations(world.ctx, PRINCIPAL, { tag: 't', order: 'recent', limit: 10 })
  expect(tagged.data.map((conversation) => conversation.id)).toEqual([root])
  const { data: entries } = await listTimeline(world.ctx, PRINCIPAL, root, { order: 'oldest', limit: 10 })
  expect(entries).toHaveLength(3)
})
