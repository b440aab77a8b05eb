import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { appendEvent, readFeed, SEAL_AFTER_MS } from '../../core/feed.ts'
import { createHash } from '../../functions/hash.ts'
import { createMemoryTable } from '../support/memory-table.ts'
import { virtualClock } from '../support/virtual-clock.ts'

const hash = createHash('a deploy key for tests, which is long enough')
const SHOP = 'shp_1'

const feedWorld = (hooks: Parameters<typeof createMemoryTable>[0] = {}) => {
  const clock = virtualClock()
  const table = createMemoryTable(hooks)
  const store = { table, hash, now: clock.now }
  const append = (id: string) =>
    appendEvent(store, { type: 'message.created', shop: SHOP, subject: id, key: [id], data: { id } })
  const read = (after: number, limit = 100) => readFeed(store, SHOP, after, limit)
  return { clock, table, store, append, read }
}
const subjects = (page: Awaited<ReturnType<typeof readFeed>>) => page.events.map((event) => event.subject)

describe('the feed', () => {
  test('gives events in the order of their positions, page by page, over buckets of a thousand', async () => {
    const { append, read } = feedWorld()
    for (let i = 0; i < 1005; i++) await append(`e${i}`)
    const seen: string[] = []
    for (let position = 0; ;) {
      const page = await read(position, 100)
      if (page.events.length === 0) break
      seen.push(...subjects(page))
      position = page.position
    }
    expect(seen).toEqual(Array.from({ length: 1005 }, (_, i) => `e${i}`))
  })

  test('has an event once, however often it is appended', async () => {
    const { append, read } = feedWorld()
    await Promise.all([append('a'), append('a'), append('b'), append('a')])
    await append('a')
    expect(subjects(await read(0)).filter((subject) => subject === 'a')).toHaveLength(1)
  })

  test('tells an object of more than 20 KB by link', async () => {
    const { store, read } = feedWorld()
    const event = { type: 'message.created' as const, shop: SHOP, subject: 'msg_1', key: ['msg_1'] }
    await appendEvent(store, { ...event, data: { text: 'x'.repeat(21_000) } })
    expect((await read(0)).events[0]?.data).toEqual({ id: 'msg_1', link: '/v1/messages/msg_1' })
  })

  test('stops at a gap while its writer may still be at work, and goes on when the writer is done', async () => {
    let stall: (() => void) | undefined
    const { append, read, clock } = feedWorld({
      before: (operation) =>
        operation.kind === 'put' && operation.key.pk.startsWith('feed#') && stall === undefined
          ? new Promise((resolve) => {
              stall = resolve
            })
          : undefined,
    })
    const slow = append('slow')
    await clock.advance(0)
    await append('fast')
    expect(subjects(await read(0))).toEqual([])
    stall?.()
    await slow
    expect(subjects(await read(0))).toEqual(['slow', 'fast'])
  })

  test('seals the gap of a writer that died, and places that writer’s event anew when it is tried again', async () => {
    let die = true
    const { append, read, clock } = feedWorld({
      before: (operation) => {
        if (die && operation.kind === 'put' && operation.key.pk.startsWith('feed#')) throw new Error('died')
      },
    })
    await expect(append('dead')).rejects.toThrow('died')
    die = false
    await append('alive')
    expect((await read(0)).position).toBe(0)
    await clock.advance(SEAL_AFTER_MS)
    const page = await read(0)
    expect(subjects(page)).toEqual(['alive'])
    await append('dead')
    expect(subjects(await read(page.position))).toEqual(['dead'])
  })

  test('has an event once, though two tries of it meet the seal at the same time', async () => {
    let die = true
    const { append, read, clock } = feedWorld({
      before: (operation) => {
        if (die && operation.kind === 'put' && operation.key.pk.startsWith('feed#')) throw new Error('died')
      },
    })
    await expect(append('dead')).rejects.toThrow('died')
    die = false
    await append('alive')
    await clock.advance(SEAL_AFTER_MS)
    await read(0)
    await Promise.all([append('dead'), append('dead'), append('dead')])
    const seen: string[] = []
    for (let position = 0, reads = 0; reads < 6; reads++) {
      const page = await read(position)
      seen.push(...subjects(page))
      position = page.position
      await clock.advance(SEAL_AFTER_MS)
    }
    expect(seen.filter((subject) => subject === 'dead')).toHaveLength(1)
  })

  /** Each put of an event's own item waits until as many have begun as there are calls: none of them knew of the other. */
  const racing = (calls: number) => {
    const waiting: (() => void)[] = []
    return feedWorld({
      before: async ({ kind, ...operation }) => {
        if (kind !== 'put' || !('key' in operation) || !operation.key.pk.startsWith('evt#') || waiting.length >= calls)
          return
        await new Promise<void>((resolve) => {
          waiting.push(resolve)
          if (waiting.length === calls) for (const go of waiting) go()
        })
      },
    })
  }

  test('keeps no reader waiting for the positions of calls that told the same at the same time', async () => {
    const { append, read, table } = racing(3)
    await Promise.all([append('same'), append('same'), append('same')])
    await append('next')
    expect(subjects(await read(0))).toEqual(['same', 'next'])
    expect(table.all().filter(({ seal }) => seal === true)).toHaveLength(2)
  })

  test('wakes who follows once such a position is given up, by a cause of its own', async () => {
    const { store, table } = racing(2)
    const woken: string[] = []
    const onEvent = async (_: string, cause: string) => void woken.push(cause)
    const event = { type: 'message.created' as const, shop: SHOP, subject: 'a', key: ['a'], data: {} }
    await Promise.all([appendEvent({ ...store, onEvent }, event), appendEvent({ ...store, onEvent }, event)])
    expect(table.all().filter(({ seal }) => seal === true)).toHaveLength(1)
    expect(new Set(woken).size).toBe(2)
  })

  test('does not seal over an event whose writer came back just in time', async () => {
    let held: (() => void) | undefined
    let slow: Promise<unknown> = Promise.resolve()
    let sealing = false
    const { append, read, clock } = feedWorld({
      before: async (operation) => {
        if (operation.kind !== 'put' || !operation.key.pk.startsWith('feed#')) return
        if (held === undefined)
          await new Promise<void>((resolve) => {
            held = resolve
          })
        else if (sealing) {
          sealing = false
          held()
          await slow
        }
      },
    })
    slow = append('slow')
    await clock.advance(0)
    await append('fast')
    await clock.advance(SEAL_AFTER_MS)
    sealing = true
    expect(subjects(await read(0))).toEqual(['slow', 'fast'])
  })

  test('shows nothing behind a cursor it handed out, with writers that stall, die and try again', async () => {
    await fc.assert(
      fc.asyncProperty(fc.infiniteStream(fc.nat(1_000_000)), async (numbers) => {
        const next = (): number => numbers.next().value ?? 0
        const { append, read, clock } = feedWorld({
          before: async () => {
            for (let turns = next() % 4; turns > 0; turns--) await Promise.resolve()
            if (next() % 15 === 0) throw new Error('died')
          },
        })
        const write = async (id: string): Promise<void> => {
          for (;;) {
            try {
              await append(id)
              return
            } catch {
              await clock.advance(next() % 3 === 0 ? SEAL_AFTER_MS : 10)
            }
          }
        }
        const ids = Array.from({ length: 12 }, (_, i) => `e${i}`)
        const seen: string[] = []
        let position = 0
        const follow = async (): Promise<void> => {
          const page = await read(position, 5).catch(() => undefined)
          if (page === undefined) return
          seen.push(...subjects(page))
          position = page.position
        }
        const writers = { busy: true }
        const reader = (async () => {
          while (writers.busy) {
            await follow()
            await new Promise((resolve) => setImmediate(resolve))
          }
        })()
        await Promise.all(ids.map(write))
        writers.busy = false
        await reader
        for (let i = 0; i < 60; i++) {
          await clock.advance(SEAL_AFTER_MS)
          await follow()
        }
        expect(seen.toSorted()).toEqual(ids.toSorted())
      }),
      { numRuns: 60 },
    )
  })
})
