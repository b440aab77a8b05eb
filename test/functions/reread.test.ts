import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { ChannelAdapter, Delivery } from '../../adapters/adapter.ts'
import { type ContractSubject } from '../../adapters/testing/contract.ts'
import { adapterOf, examplesOf, requestOf } from '../../adapters/testing/harness.ts'
import { readDelivery, readKept } from '../../core/dead-letters/delivery.ts'
import { redrive, redriveAll } from '../../core/dead-letters/redrive.ts'
import type { InboundFact } from '../../core/schema/fact.ts'
import type { Connections } from '../../functions/connections.ts'
import { recordDelivery } from '../../functions/record.ts'
import { createReread } from '../../functions/reread.ts'
import { ACCOUNT, createWorld, itemsOf, PRINCIPAL, textFact, type World } from '../support/world.ts'

const SUBJECTS = new URL('../contract/subjects/', import.meta.url)
const names = readdirSync(SUBJECTS).filter((file) => file.endsWith('.ts'))

/** Quarantined as a slice, which nobody could read by itself. */
const asSlice = (fact: InboundFact, index: number): InboundFact => ({
  kind: 'quarantine',
  id: `slice ${index}`,
  scope: fact.scope,
  account: fact.account,
  at: null,
  reason: 'of a kind that is not known',
  raw: { slice: index },
})
/** An adapter as it was before it could read some of what it reads today. */
const before = (adapter: ChannelAdapter, isUnknown: (fact: InboundFact) => boolean): ChannelAdapter => ({
  ...adapter,
  parse: async (delivery) =>
    (await adapter.parse(delivery)).map((fact, index) => (isUnknown(fact) ? asSlice(fact, index) : fact)),
})
const rereadBy = (world: World, adapter: ChannelAdapter) =>
  createReread(world.ctx, { find: () => adapter } as unknown as Connections)
const route = (channel: string) => ({ channel, connection: 'main', receivedAt: 1_767_225_600_000 })

describe.each(names)('what an adapter could not read once: %s', (name) => {
  test('is read from what was kept as it would have been from the delivery', async () => {
    const { subject } = (await import(new URL(name, SUBJECTS).href)) as { subject: ContractSubject }
    const adapter = adapterOf(subject)
    let read = 0
    for (const [, example] of examplesOf(subject)) {
      const world = createWorld()
      const delivery = requestOf(subject, example)
      const today = await adapter.parse(delivery)
      if (today.length === 0) continue
      const said = route(adapter.channel)
      await recordDelivery(
        world.ctx,
        before(adapter, () => true),
        said,
        delivery,
      )
      const slices = itemsOf(world, 'f#').filter(({ sk }) => sk === 'raw')
      expect(slices).toHaveLength(today.length)
      const kept = await Promise.all(slices.map(({ pk }) => readKept(world.ctx, pk.slice('f#'.length))))
      expect(new Set(kept.map(({ delivery: id }) => id)).size).toBe(1)
      const whole = await readDelivery(world.ctx, kept[0]?.delivery ?? '')
      expect(await rereadBy(world, adapter)(said, whole)).toEqual(today)
      read += 1
    }
    expect(read).toBeGreaterThan(3)
  })
})

const text = (id: string) => ({ id, from: '15550001111', timestamp: '1767225600', type: 'text', text: { body: id } })
const deliveryOf = (...ids: readonly string[]): Delivery => ({
  method: 'POST',
  url: 'https://parley.test/webhooks/whatsapp/main',
  query: [],
  headers: { 'content-type': 'application/json', 'x-hub-signature-256': 'sha256=secret' },
  body: Buffer.from(
    JSON.stringify({
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
                messages: ids.map(text),
              },
            },
          ],
        },
      ],
    }),
  ),
})
const idOf = (fact: InboundFact): string => ('id' in fact ? fact.id : '')
const lettersOf = (world: World) => itemsOf(world, 'dl#').map(({ pk }) => pk.slice('dl#'.length))
const factsOf = (world: World) => itemsOf(world, 'f#').filter(({ sk }) => sk === 'F')

describe('a slice of a delivery', () => {
  const setUp = async (isUnknown: (fact: InboundFact) => boolean, ...ids: readonly string[]) => {
    const world = createWorld()
    const adapter = world.wired.connections.find('whatsapp', 'main')
    if (adapter === undefined) throw new Error('no adapter')
    const said = { ...route('whatsapp'), receivedAt: world.clock.now() }
    await recordDelivery(world.ctx, before(adapter, isUnknown), said, deliveryOf(...ids))
    await world.settle()
    return { world, adapter }
  }

  test('is read by todays code with what was around it, which changes nothing of its siblings', async () => {
    const { world, adapter } = await setUp((fact) => idOf(fact) === 'b', 'a', 'b')
    const facts = factsOf(world)
    const [letter = ''] = lettersOf(world)
    await world.clock.advance(3_600_000)
    const again = () => redrive(world.ctx, rereadBy(world, adapter), PRINCIPAL, letter)
    expect(await again()).toMatchObject({ status: 'redriven' })
    await world.settle()
    expect(factsOf(world)).toHaveLength(facts.length + 1)
    expect(factsOf(world).filter(({ pk }) => facts.some((one) => one.pk === pk))).toEqual(facts)
    expect(new Set(factsOf(world).map(({ seen }) => seen)).size).toBe(1)
    const after = world.table.all?.().length
    await again()
    await world.settle()
    expect(world.table.all?.()).toHaveLength(after ?? 0)
  })

  test('stays a dead letter while todays code cannot read it, though it reads another of the same delivery', async () => {
    const { world, adapter } = await setUp(() => true, 'a', 'b')
    const half = before(adapter, (fact) => idOf(fact) === 'b')
    const { redriven, open } = await redriveAll(world.ctx, rereadBy(world, half), PRINCIPAL, {})
    expect([redriven, open]).toEqual([1, 1])
    expect(await redriveAll(world.ctx, rereadBy(world, adapter), PRINCIPAL, {})).toMatchObject({ redriven: 1, open: 0 })
  })

  test('is kept apart from what it came in, which is kept once, without what signed it, and gone after seven days', async () => {
    const { world, adapter } = await setUp(() => true, 'a', 'b')
    const kept = itemsOf(world, 'dlv#')
    expect(kept).toHaveLength(1)
    const id = kept[0]?.pk.slice('dlv#'.length) ?? ''
    expect(JSON.stringify(await readDelivery(world.ctx, id))).not.toContain('secret')
    const [letter = ''] = lettersOf(world)
    expect((await readKept(world.ctx, letter.slice('dl_'.length))).slice).toHaveProperty('slice')
    await world.clock.advance(7 * 24 * 3_600_000 + 1000)
    expect(await readDelivery(world.ctx, id)).toBeUndefined()
    expect(await redrive(world.ctx, rereadBy(world, adapter), PRINCIPAL, letter)).toMatchObject({ status: 'open' })
  })

  test('costs a delivery that is read whole nothing', async () => {
    const { world } = await setUp(() => false, 'a', 'b')
    expect(itemsOf(world, 'dlv#')).toEqual([])
  })
})

test('a delivery that is about a stored object is read with it, and not at all once that is gone', async () => {
  const world = createWorld()
  const adapter = world.wired.connections.find('whatsapp', 'main')
  if (adapter === undefined) throw new Error('no adapter')
  const reads: Delivery['object'][] = []
  const today: ChannelAdapter = {
    ...adapter,
    parse: async ({ object }) => {
      reads.push(object)
      return []
    },
  }
  const object = { name: 'mail/1', body: Buffer.from('From: ada@example.com') }
  await world.objects.put(object.name, object.body, { contentType: 'message/rfc822' })
  const once: ChannelAdapter = { ...adapter, parse: async () => [asSlice(textFact('x'), 0)] }
  await recordDelivery(world.ctx, once, route('whatsapp'), { ...deliveryOf('a'), object })
  const whole = await readDelivery(world.ctx, itemsOf(world, 'dlv#')[0]?.pk.slice('dlv#'.length) ?? '')
  expect(await rereadBy(world, today)(route('whatsapp'), whole)).toEqual([])
  expect(Buffer.from(reads[0]?.body ?? '').toString()).toBe('From: ada@example.com')
  expect(await rereadBy(world, today)(route('whatsapp'), { ...(whole as object), object: 'gone' })).toBeUndefined()
})

test('any number are redriven page by page: each page is small, and one that is repeated changes nothing', async () => {
  let operations = 0
  const countOne = async (): Promise<void> => {
    operations += 1
  }
  const world = createWorld({ memory: { before: countOne } })
  const count = 1000
  const adapter = world.wired.connections.find('whatsapp', 'main')
  if (adapter === undefined) throw new Error('no adapter')
  for (let from = 0; from < count; from += 500) {
    const slices = Array.from({ length: 500 }, (_, index) => asSlice(textFact(`${index}`), from + index))
    const once: ChannelAdapter = { ...adapter, parse: async () => slices }
    await recordDelivery(world.ctx, once, route('whatsapp'), deliveryOf(`${from}`))
  }
  await world.project()
  let after: Readonly<Record<string, string>> | null = null
  let [redriven, most, pages] = [0, 0, 0]
  do {
    operations = 0
    const query: Parameters<typeof redriveAll>[3] = { kind: 'quarantine', ...(after === null ? {} : { after }) }
    const done = await redriveAll(world.ctx, rereadBy(world, adapter), PRINCIPAL, query)
    most = Math.max(most, operations)
    // Whose answer was lost asks again: what is done is done, and it goes on from there.
    if (pages === 3) redriven += (await redriveAll(world.ctx, rereadBy(world, adapter), PRINCIPAL, query)).redriven
    redriven += done.redriven
    after = done.next
    pages += 1
  } while (after !== null)
  expect(redriven).toBe(count)
  expect(most).toBeLessThan(400)
  expect(itemsOf(world, 'dls#')).toEqual([])
  // Of each of the two deliveries the one message that todays code reads there, once.
  expect(factsOf(world)).toHaveLength(count + 2)
}, 60_000)
