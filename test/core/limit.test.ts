import { expect, test } from 'vitest'
import { createLimiter, type RateLimit } from '../../core/keys/limit.ts'
import { createMemoryTable, type MemoryTableOptions } from '../support/memory-table.ts'
import { virtualClock } from '../support/virtual-clock.ts'

const LIMIT: RateLimit = { perSecond: 50, burst: 100 }

const setUp = (limit = LIMIT, memory: MemoryTableOptions = {}) => {
  const clock = virtualClock()
  const table = createMemoryTable(memory)
  const store = { table, now: clock.now }
  return { clock, table, instance: () => createLimiter(store, limit) }
}

const admitted = async (limiter: ReturnType<typeof createLimiter>, name: string, calls: number): Promise<number> => {
  let count = 0
  for (let i = 0; i < calls; i++) if ((await limiter(name)) === 0) count++
  return count
}

test('lets a burst through, then as many as the rate says, and tells how long to wait', async () => {
  const { clock, instance } = setUp()
  const limiter = instance()
  expect(await admitted(limiter, 'a', 150)).toBe(100)
  expect(await limiter('a')).toBe(20)
  await clock.advance(19)
  expect(await limiter('a')).toBe(1)
  await clock.advance(1)
  expect(await admitted(limiter, 'a', 2)).toBe(1)
  await clock.advance(1000)
  expect(await admitted(limiter, 'a', 150)).toBe(50)
  await clock.advance(60_000)
  expect(await admitted(limiter, 'a', 150)).toBe(100)
})

test('lets the whole burst through where all of it comes at the same moment', async () => {
  const { instance } = setUp()
  const limiter = instance()
  const waits = await Promise.all(Array.from({ length: 180 }, async () => limiter('a')))
  const count = waits.filter((ms) => ms === 0).length
  expect(count).toBeLessThanOrEqual(100)
  expect(count).toBeGreaterThan(90)
})

test('leaves another key alone', async () => {
  const { instance } = setUp()
  const limiter = instance()
  await admitted(limiter, 'a', 150)
  expect(await admitted(limiter, 'b', 150)).toBe(100)
})

test('is one limit over all instances', async () => {
  const { instance } = setUp()
  const limiters = Array.from({ length: 20 }, instance)
  const counts = await Promise.all(limiters.map((limiter) => admitted(limiter, 'a', 20)))
  const total = counts.reduce((sum, count) => sum + count, 0)
  // What an instance set apart and did not use is not given to others.
  expect(total).toBeLessThanOrEqual(100)
  expect(total).toBeGreaterThan(80)
})

test('costs far fewer writes than requests where a key is busy, and none where it asks now and then', async () => {
  let writes = 0
  const { clock, instance } = setUp(LIMIT, {
    before: ({ kind }) => {
      if (kind === 'update') writes++
    },
  })
  const limiter = instance()
  for (let i = 0; i < 300; i++) {
    await clock.advance(25)
    expect(await limiter('a')).toBe(0)
  }
  expect(writes).toBeLessThan(100)
  writes = 0
  for (let i = 0; i < 10; i++) {
    await clock.advance(1100)
    expect(await limiter('a')).toBe(0)
  }
  expect(writes).toBe(0)
})

test('another instance that draws in between is counted', async () => {
  let between: (() => Promise<unknown>) | undefined
  const { instance } = setUp(
    { perSecond: 1, burst: 2 },
    {
      before: async ({ kind }) => {
        const run = kind === 'update' ? between : undefined
        between = undefined
        await run?.()
      },
    },
  )
  const [one, other] = [instance(), instance()]
  expect(await one('a')).toBe(0)
  between = async () => {
    await other('a')
    await other('a')
  }
  expect(await one('a')).toBe(1000)
})

test('works for rates below one a second and burst of one', async () => {
  const { clock, instance } = setUp({ perSecond: 1 / 3, burst: 1 })
  const limiter = instance()
  expect(await admitted(limiter, 'a', 3)).toBe(1)
  await clock.advance(3000)
  expect(await admitted(limiter, 'a', 3)).toBe(1)
})
