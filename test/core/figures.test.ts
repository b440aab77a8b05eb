import * as fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { histogramOf, MAX_ERROR, quantileOf, sizeOf, sumOf } from '../../core/figures/histogram.ts'
import { readResponseTimes } from '../../core/figures/read.ts'
import { firstAnswerKey } from '../../core/store/keys.ts'
import { largeShop, quickHash } from '../support/large-shop.ts'
import type { Operation } from '../support/memory-table.ts'
import { ACCOUNT, createWorld, itemsOf, PRINCIPAL, SHOP, type World } from '../support/world.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

const times = fc.array(fc.integer({ min: 0, max: 40 * DAY }), { minLength: 1, maxLength: 200 })
const share = fc.constantFrom(0.5, 0.9)
const exact = (all: readonly number[], of: number): number =>
  all.toSorted((a, b) => a - b)[Math.ceil(all.length * of) - 1] ?? Number.NaN

test('a median or p90 of a histogram is within 2.5 % of the exact one', () => {
  fc.assert(
    fc.property(times, share, (all, of) => {
      const [told, right] = [quantileOf(histogramOf(all), of) ?? Number.NaN, exact(all, of)]
      // Whole milliseconds.
      expect(Math.abs(told - right)).toBeLessThanOrEqual(MAX_ERROR * right + 1)
    }),
  )
})

test('histograms of parts add up to that of the whole', () => {
  fc.assert(
    fc.property(times, times, (a, b) => {
      const [whole, parts] = [histogramOf([...a, ...b]), sumOf([histogramOf(a), histogramOf(b)])]
      expect(parts).toEqual(whole)
      expect(sizeOf(parts)).toBe(a.length + b.length)
    }),
  )
})

test('of nothing there is no median', () => {
  expect(quantileOf(histogramOf([]), 0.5)).toBeNull()
})

describe('days of first answers', () => {
  let world: World
  let asked: Operation[]
  beforeEach(async () => {
    asked = []
    world = createWorld({ memory: { before: (operation) => void asked.push(operation), pageItems: 300 } })
    await world.clock.advance(10 * DAY)
  })

  let cases = 0
  const answered = async (at: number, waited: number, id = `cas_${(cases += 1)}`): Promise<void> => {
    await world.table.put({ ...firstAnswerKey(SHOP, at, id), v: 1, ch: 'whatsapp', ac: ACCOUNT, w: waited })
  }
  const figures = (days: number, principal: Parameters<typeof readResponseTimes>[1] = PRINCIPAL) =>
    readResponseTimes(world.ctx, principal, days)
  const byDay = async (days: number) => (await figures(days)).all.days.map((day) => day.answered)
  const kept = () => itemsOf(world, `fig#${SHOP}`).filter(({ sk }) => sk.startsWith('D#'))
  /** Figures, and how often the table was asked for first answers and written to. */
  const cost = async (days: number) => {
    asked.length = 0
    await figures(days)
    return {
      read: asked.filter((one) => one.kind === 'query' && one.range.from?.startsWith('R#')).length,
      written: asked.filter(({ kind }) => kind === 'put').length,
    }
  }

  test('are counted by the day, today too, and nothing before them', async () => {
    const today = world.clock.now()
    for (const at of [today - 3 * DAY, today - DAY, today - 1, today]) await answered(at, MINUTE)
    await world.clock.advance(5 * HOUR)
    expect(await figures(2)).toMatchObject({
      from: today - DAY,
      to: today + 5 * HOUR,
      days: 2,
      complete: true,
      all: {
        answered: 3,
        days: [
          { day: '2026-01-10', answered: 2 },
          { day: '2026-01-11', answered: 1 },
        ],
      },
    })
  })

  test('are read once, and kept for who asks next, when they have been over for two hours', async () => {
    const midnight = world.clock.now()
    await answered(midnight - HOUR, MINUTE)
    await world.clock.advance(2 * HOUR - 1)
    expect(await cost(3)).toEqual({ read: 3, written: 1 })
    expect(kept().map(({ sk }) => sk)).toEqual(['D#2026-01-09'])
    await world.clock.advance(1)
    expect(await cost(3)).toEqual({ read: 2, written: 1 })
    expect(await cost(3)).toEqual({ read: 1, written: 0 })
    expect(await byDay(3)).toEqual([0, 1, 0])
  })

  test('count a case once, by its first answer, also around midnight', async () => {
    const midnight = world.clock.now()
    await answered(midnight - MINUTE, HOUR, 'cas_twice')
    await answered(midnight + MINUTE, DAY, 'cas_twice')
    await answered(midnight + 2 * MINUTE, DAY, 'cas_twice')
    await world.clock.advance(HOUR)
    expect(await byDay(2)).toEqual([1, 0])
    await world.clock.advance(DAY)
    expect(await byDay(3)).toEqual([1, 0, 0])
    const { medianMs } = (await figures(3)).all
    expect(Math.abs((medianMs ?? 0) - HOUR)).toBeLessThanOrEqual(HOUR * MAX_ERROR)
  })

  test('keep what is settled of a busy day before it is over, and go on from there', async () => {
    for (let n = 0; n < 1500; n += 1) await answered(world.clock.now() + n * 10_000, MINUTE)
    await world.clock.advance(6 * HOUR)
    expect(await byDay(1)).toEqual([1500])
    const [one] = kept()
    expect(one).toMatchObject({ sk: 'D#2026-01-11', upto: world.clock.now() - 2 * HOUR })
    expect((await cost(1)).read).toBe(1)
    expect(await byDay(1)).toEqual([1500])
  })

  test('say that they are not complete where there is more than one call counts, and are later', async () => {
    const before = world.clock.now() - DAY
    for (let n = 0; n < 11_000; n += 1) await answered(before + n * 1000, MINUTE)
    await world.clock.advance(3 * HOUR)
    const first = await figures(2)
    expect([first.complete, first.all.answered]).toEqual([false, 10_000])
    const second = await figures(2)
    expect([second.complete, second.all.answered]).toEqual([true, 11_000])
    expect((await figures(2)).all.days.map((day) => day.answered)).toEqual([11_000, 0])
  })

  test('are counted alike by calls that come at once', async () => {
    await answered(world.clock.now() - HOUR, MINUTE)
    await world.clock.advance(3 * HOUR)
    const [a, b] = await Promise.all([figures(3), figures(3)])
    expect(a).toEqual(b)
    expect(await figures(3)).toEqual(a)
  })

  test('tell a key of some accounts of those alone', async () => {
    await answered(world.clock.now() - HOUR, MINUTE)
    const other = { ...PRINCIPAL, accounts: [{ channel: 'whatsapp', account: '100000000000003' }] }
    expect((await figures(2, other)).all.answered).toBe(0)
    const own = { ...PRINCIPAL, accounts: [{ channel: 'whatsapp', account: ACCOUNT }] }
    expect((await figures(2, own)).all.answered).toBe(1)
    expect((await figures(2, { ...PRINCIPAL, shop: 'shp_other' })).all.answered).toBe(0)
  })

  test('name a channel without any account while there are figures of it', async () => {
    const at = world.clock.now() - HOUR
    await world.table.put({ ...firstAnswerKey(SHOP, at, 'cas_old'), v: 1, ch: 'fax', ac: 'a b', w: MINUTE })
    const { channels } = await figures(2)
    expect(channels.map(({ channel, answered: count }) => [channel, count])).toEqual([
      ['fax', 1],
      ['whatsapp', 0],
    ])
  })
})

describe('who waits now', () => {
  const MANY = 10_000

  test('is counted by channel, up to a thousand', async () => {
    const world = createWorld()
    const { items, views } = largeShop({ hash: quickHash }, MANY, world.clock.now())
    const waiting = items.filter(({ wpk }) => wpk !== undefined)
    for (const item of waiting.slice(0, 1000)) await world.table.put(item)
    const since = views.flatMap(({ case: current }) => current?.waitingSince ?? [])
    const before = await readResponseTimes(world.ctx, PRINCIPAL, 1)
    expect(before.all.waiting).toMatchObject({ count: 1000, capped: false })
    expect(before.channels.map(({ waiting: { count } }) => count).reduce((a, b) => a + b)).toBe(1000)
    expect(before.channels.map(({ channel }) => channel)).toEqual(['email', 'messenger', 'sms', 'whatsapp'])
    for (const item of waiting.slice(1000)) await world.table.put(item)
    expect(waiting.length).toBeGreaterThan(1000)
    const { all, channels } = await readResponseTimes(world.ctx, PRINCIPAL, 1)
    expect(all.waiting).toEqual({ count: 1000, capped: true, longestSince: Math.min(...since) })
    expect(channels.every(({ waiting: { capped } }) => capped)).toBe(true)
  })
})
