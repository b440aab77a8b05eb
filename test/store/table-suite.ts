import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import {
  type Guard,
  InvalidWrite,
  type Item,
  type Key,
  type Page,
  type Range,
  type ScanPage,
  type Table,
} from '../../core/ports.ts'

export interface OpenTable {
  readonly table: Table
  close(): Promise<void>
}

/** What Parley asks of a table. Each test keeps to partitions of its own, so a table may be shared and used again. */
export const tableSuite = (name: string, open: () => Promise<OpenTable>): void => {
  describe(`the table ${name}`, () => {
    let opened: OpenTable
    let table: Table
    let count = 0
    const run = `${Date.now().toString(36)}${Math.random().toString(36).slice(2)}`
    const partition = () => `p${run}-${count++}`

    beforeAll(async () => {
      opened = await open()
      table = opened.table
    }, 120_000)
    afterAll(() => opened?.close())

    const pages = async (range: Range): Promise<Page[]> => {
      const first = await table.query(range)
      return first.next ? [first, ...(await pages({ ...range, after: first.next }))] : [first]
    }
    const list = async (range: Range): Promise<Item[]> => (await pages(range)).flatMap((page) => [...page.items])
    const sortKeys = async (range: Range): Promise<string[]> => (await list(range)).map((item) => item.sk)
    const fill = (pk: string, sks: readonly string[]) => Promise.all(sks.map((sk) => table.put({ pk, sk })))
    /** Indexes follow the table a little later on the real service. */
    const eventually = (assertion: () => Promise<void>) => vi.waitFor(assertion, { timeout: 10_000, interval: 100 })

    describe('one item', () => {
      it('comes back as it was put, without the undefined attributes', async () => {
        const key = { pk: partition(), sk: 'F' }
        await table.put({ ...key, text: 'Grüße 👍', empty: '', n: -1.5, yes: true, no: false, gone: undefined })
        expect(await table.get(key, { consistent: true })).toEqual({
          ...key,
          text: 'Grüße 👍',
          empty: '',
          n: -1.5,
          yes: true,
          no: false,
        })
      })

      it('is undefined when it was never put', async () => {
        expect(await table.get({ pk: partition(), sk: 'F' })).toBeUndefined()
      })

      it('is replaced whole by a second put', async () => {
        const key = { pk: partition(), sk: 'F' }
        await table.put({ ...key, a: 1 })
        expect(await table.put({ ...key, b: 2 })).toBe(true)
        expect(await table.get(key, { consistent: true })).toEqual({ ...key, b: 2 })
      })

      it('is gone after a delete, which may be repeated', async () => {
        const key = { pk: partition(), sk: 'F' }
        await table.put(key)
        expect(await table.delete(key)).toBe(true)
        expect(await table.delete(key)).toBe(true)
        expect(await table.get(key, { consistent: true })).toBeUndefined()
      })

      it('can use every word as an attribute, also those that DynamoDB reserves', async () => {
        const key = { pk: partition(), sk: 'S' }
        const after = await table.update(key, { set: { status: 'open', name: 'n', 'a.b': 1, '#': 2 } })
        expect(after).toEqual({ ...key, status: 'open', name: 'n', 'a.b': 1, '#': 2 })
      })
    })

    describe('a guard', () => {
      const stored = { s: 'b', n: 10, yes: true }
      const holding: [string, Guard][] = [
        ['absent', { absent: 'other' }],
        ['exists', { exists: 's' }],
        ['eq of a string', { eq: ['s', 'b'] }],
        ['eq of a number', { eq: ['n', 10] }],
        ['eq of a boolean', { eq: ['yes', true] }],
        ['lt of a number, not of its digits', { lt: ['n', 11] }],
        ['lt of a string', { lt: ['s', 'c'] }],
        ['gt of a number, not of its digits', { gt: ['n', 9] }],
        ['gt of a string', { gt: ['s', 'a'] }],
        ['any', { any: [{ absent: 's' }, { eq: ['n', 10] }] }],
        ['all', { all: [{ exists: 's' }, { eq: ['n', 10] }] }],
        ['all of nothing', { all: [] }],
        ['any within all', { all: [{ any: [{ absent: 's' }, { exists: 'n' }] }, { lt: ['n', 11] }] }],
        ['all within any', { any: [{ all: [{ exists: 's' }, { absent: 'n' }] }, { eq: ['yes', true] }] }],
      ]
      const failing: [string, Guard][] = [
        ['absent', { absent: 's' }],
        ['exists', { exists: 'other' }],
        ['eq of another value', { eq: ['s', 'c'] }],
        ['eq of another type', { eq: ['n', '10'] }],
        ['eq of an absent attribute', { eq: ['other', 'b'] }],
        ['lt of the value itself', { lt: ['n', 10] }],
        ['lt of an absent attribute', { lt: ['other', 10] }],
        ['lt of another type', { lt: ['s', 10] }],
        ['gt of the value itself', { gt: ['n', 10] }],
        ['gt of an absent attribute', { gt: ['other', 0] }],
        ['any of failing guards', { any: [{ absent: 's' }, { absent: 'n' }] }],
        ['any of nothing', { any: [] }],
        ['all with one failing guard', { all: [{ exists: 's' }, { absent: 'n' }] }],
      ]

      it.each(holding)('that holds lets a put, an update and a delete through: %s', async (_, guard) => {
        const key = { pk: partition(), sk: 'F' }
        await table.put({ ...key, ...stored })
        expect(await table.update(key, { add: { rev: 1 } }, guard)).toEqual({ ...key, ...stored, rev: 1 })
        expect(await table.put({ ...key, ...stored, rev: 2 }, guard)).toBe(true)
        expect(await table.delete(key, guard)).toBe(true)
        expect(await table.get(key, { consistent: true })).toBeUndefined()
      })

      it.each(failing)('that fails stops a put, an update and a delete, and changes nothing: %s', async (_, guard) => {
        const key = { pk: partition(), sk: 'F' }
        await table.put({ ...key, ...stored })
        expect(await table.update(key, { add: { rev: 1 } }, guard)).toBeUndefined()
        expect(await table.put({ ...key, other: 1 }, guard)).toBe(false)
        expect(await table.delete(key, guard)).toBe(false)
        expect(await table.get(key, { consistent: true })).toEqual({ ...key, ...stored })
      })

      it('sees an absent item as one without attributes', async () => {
        const key = { pk: partition(), sk: 'F' }
        expect(await table.update(key, { set: { a: 1 } }, { exists: 'pk' })).toBeUndefined()
        expect(await table.delete(key, { exists: 'pk' })).toBe(false)
        expect(await table.get(key, { consistent: true })).toBeUndefined()
        expect(await table.put({ ...key, a: 1 }, { absent: 'pk' })).toBe(true)
        expect(await table.put({ ...key, a: 2 }, { absent: 'pk' })).toBe(false)
        expect(await table.get(key, { consistent: true })).toEqual({ ...key, a: 1 })
      })

      it('admits one of many concurrent puts that ask for absence', async () => {
        const key = { pk: partition(), sk: 'F' }
        const taken = await Promise.all(
          Array.from({ length: 20 }, (_, writer) => table.put({ ...key, writer }, { absent: 'pk' })),
        )
        expect(taken.filter(Boolean)).toHaveLength(1)
        expect(await table.get(key, { consistent: true })).toEqual({ ...key, writer: taken.indexOf(true) })
      })

      it('admits one of many concurrent updates from the same version', async () => {
        const key = { pk: partition(), sk: 'H' }
        await table.put({ ...key, version: 1 })
        const changed = await Promise.all(
          Array.from({ length: 20 }, (_, writer) =>
            table.update(key, { set: { version: 2, writer } }, { eq: ['version', 1] }),
          ),
        )
        expect(changed.filter(Boolean)).toHaveLength(1)
      })
    })

    describe('an update', () => {
      it('creates the item where it is absent, also when it changes nothing', async () => {
        const key = { pk: partition(), sk: 'S' }
        expect(await table.update(key, {})).toEqual(key)
        expect(await table.get(key, { consistent: true })).toEqual(key)
      })

      it('sets, initialises, adds and removes in one step, and answers the item after it', async () => {
        const key = { pk: partition(), sk: 'S' }
        await table.put({ ...key, keep: 'k', set: 'old', init: 'first', n: 5, gone: 1 })
        const after = await table.update(key, {
          set: { set: 'new' },
          init: { init: 'second', also: 'initialised' },
          add: { n: -2, fresh: 1 },
          remove: ['gone', 'never'],
        })
        expect(after).toEqual({
          ...key,
          keep: 'k',
          set: 'new',
          init: 'first',
          also: 'initialised',
          n: 3,
          fresh: 1,
        })
        expect(await table.get(key, { consistent: true })).toEqual(after)
      })

      it('loses none of many concurrent additions', async () => {
        const key = { pk: partition(), sk: 'S' }
        await Promise.all(Array.from({ length: 25 }, () => table.update(key, { add: { rev: 1 } })))
        expect(await table.get(key, { consistent: true })).toEqual({ ...key, rev: 25 })
      })
    })

    describe('a write that can never be taken is an InvalidWrite and changes nothing', () => {
      const invalid: [string, (key: { pk: string; sk: string }) => Promise<unknown>][] = [
        ['a put of more than 400 KB', (key) => table.put({ ...key, text: 'x'.repeat(410_000) })],
        ['a put of more than 400 KB in UTF-8', (key) => table.put({ ...key, text: 'ä'.repeat(205_000) })],
        ['an update to more than 400 KB', (key) => table.update(key, { set: { text: 'ä'.repeat(205_000) } })],
        ['an update of a key', (key) => table.update(key, { set: { sk: 'other' } })],
        ['an update that changes an attribute twice', (key) => table.update(key, { set: { a: 1 }, init: { a: 2 } })],
        ['an addition to a string', (key) => table.update(key, { add: { a: 1 } })],
        ['a number that is none', (key) => table.put({ ...key, n: Number.NaN })],
        ['an empty key', (key) => table.put({ ...key, sk: '' })],
        ['a sort key of more than 1024 bytes', (key) => table.put({ ...key, sk: 's'.repeat(1025) })],
        ['an empty index key', (key) => table.put({ ...key, lpk: 'l', lsk: '' })],
        ['an index key that is no string', (key) => table.put({ ...key, dpk: 1, dsk: 'd' })],
      ]
      it.each(invalid)('%s', async (_, write) => {
        const key = { pk: partition(), sk: 'F' }
        await table.put({ ...key, a: 'text' })
        await expect(write(key)).rejects.toBeInstanceOf(InvalidWrite)
        expect(await list({ pk: key.pk, consistent: true })).toEqual([{ ...key, a: 'text' }])
      })

      it('does not repeat what was to be written', async () => {
        const secret = 'my secret words '
        const write = table.put({ pk: partition(), sk: 'F', text: secret.repeat(40_000) })
        await expect(write).rejects.toThrow(InvalidWrite)
        await expect(write).rejects.not.toThrow(new RegExp(secret))
      })
    })

    describe('a query', () => {
      it('answers its partition alone, in the order of UTF-8 bytes', async () => {
        const pk = partition()
        // By UTF-16 units the emoji would come before U+FF5E.
        const ordered = ['', ' ', '10', '9', 'A', 'a', 'z', 'é', '～', '👍'].map((end) => `k${end}`)
        await fill(pk, ordered.toReversed())
        await fill(`${pk}x`, ['other'])
        expect(await sortKeys({ pk, consistent: true })).toEqual(ordered)
        expect(await sortKeys({ pk, consistent: true, reverse: true })).toEqual(ordered.toReversed())
      })

      it('includes both bounds, and either may be left out', async () => {
        const pk = partition()
        await fill(pk, ['a', 'b', 'b#1', 'c', 'd'])
        const keys = (bounds: Partial<Range>) => sortKeys({ pk, consistent: true, ...bounds })
        expect(await keys({ from: 'b', to: 'c' })).toEqual(['b', 'b#1', 'c'])
        expect(await keys({ from: 'b#' })).toEqual(['b#1', 'c', 'd'])
        expect(await keys({ to: 'b' })).toEqual(['a', 'b'])
        expect(await keys({ from: 'b', to: 'c', reverse: true })).toEqual(['c', 'b#1', 'b'])
        expect(await keys({ from: 'c', to: 'c' })).toEqual(['c'])
      })

      it('is empty for a partition without items and for bounds that hold nothing', async () => {
        const pk = partition()
        await fill(pk, ['a'])
        expect(await table.query({ pk: `${pk}x` })).toEqual({ items: [] })
        expect(await table.query({ pk, from: 'b', to: 'a' })).toEqual({ items: [] })
        expect(await table.query({ pk, from: 'b', to: 'c' })).toEqual({ items: [] })
      })

      it.each([
        ['forwards', false],
        ['backwards', true],
      ])('goes through its range page by page %s, each item once', async (_, reverse) => {
        const pk = partition()
        const sks = ['a', 'b', 'c', 'd', 'e', 'f', 'g']
        await fill(pk, sks)
        const range: Range = { pk, consistent: true, from: 'b', to: 'f', limit: 2, reverse }
        const seen = (await pages(range)).map(({ items }) => items.map(({ sk }) => sk))
        const expected = sks.slice(1, 6)
        expect(seen.flat()).toEqual(reverse ? expected.toReversed() : expected)
        expect(seen.slice(0, 2).map(({ length }) => length)).toEqual([2, 2])
      })

      it('gives positions that survive JSON and go on after items that came or went', async () => {
        const pk = partition()
        await fill(pk, ['a', 'c', 'e'])
        const first = await table.query({ pk, consistent: true, limit: 2 })
        const after = JSON.parse(JSON.stringify(first.next)) as Record<string, string>
        await table.delete({ pk, sk: 'c' })
        await fill(pk, ['b', 'd'])
        expect(await sortKeys({ pk, consistent: true, after })).toEqual(['d', 'e'])
      })

      it('sees every acknowledged write when it reads consistently', async () => {
        const pk = partition()
        for (let n = 0; n < 10; n++) {
          await table.put({ pk, sk: String(n) })
          expect(await sortKeys({ pk, consistent: true })).toHaveLength(n + 1)
        }
      })

      it('ends a page before it is full when the items are large', async () => {
        const pk = partition()
        const sks = Array.from({ length: 8 }, (_, n) => String(n))
        for (const sk of sks) await table.put({ pk, sk, text: 'x'.repeat(300_000) })
        const seen = await pages({ pk, consistent: true })
        expect(seen.length).toBeGreaterThan(1)
        expect(seen.flatMap(({ items }) => items.map(({ sk }) => sk))).toEqual(sks)
      })
    })

    describe('an index', () => {
      it('holds an item only while it has both keys of the index', async () => {
        const [pk, lpk] = [partition(), partition()]
        await table.put({ pk, sk: 'both', lpk, lsk: '1' })
        await table.put({ pk, sk: 'pk only', lpk })
        await table.put({ pk, sk: 'sk only', lsk: '1' })
        await eventually(async () => expect(await sortKeys({ pk: lpk, index: 'list' })).toEqual(['both']))
        await table.update({ pk, sk: 'both' }, { remove: ['lsk'] })
        await table.update({ pk, sk: 'pk only' }, { set: { lsk: '2' } })
        await eventually(async () => expect(await sortKeys({ pk: lpk, index: 'list' })).toEqual(['pk only']))
        await table.delete({ pk, sk: 'pk only' })
        await eventually(async () => expect(await sortKeys({ pk: lpk, index: 'list' })).toEqual([]))
      })

      it('moves an item with its keys', async () => {
        const [pk, here, there] = [partition(), partition(), partition()]
        await table.put({ pk, sk: 'H', lpk: here, lsk: '1' })
        await table.put({ pk, sk: 'H', lpk: there, lsk: '1' })
        await eventually(async () => {
          expect(await sortKeys({ pk: here, index: 'list' })).toEqual([])
          expect(await sortKeys({ pk: there, index: 'list' })).toEqual(['H'])
        })
      })

      it.each([
        ['list', { lpk: 'lpk', lsk: 'lsk' }, true],
        ['waiting', { lpk: 'wpk', lsk: 'wsk' }, true],
        ['due', { lpk: 'dpk', lsk: 'dsk' }, false],
      ] as const)('%s shows the keys and the card, if it has one, and nothing else', async (index, names, hasCard) => {
        const [pk, ipk] = [partition(), partition()]
        const keys = { pk, sk: 'H', [names.lpk]: ipk, [names.lsk]: '1' }
        await table.put({ ...keys, card: 'one', other: 'kept out' })
        await table.update({ pk, sk: 'H' }, { set: { card: 'two' } })
        await eventually(async () =>
          expect(await list({ pk: ipk, index })).toEqual([hasCard ? { ...keys, card: 'two' } : keys]),
        )
      })

      it('shows an item without a card too', async () => {
        const [pk, lpk] = [partition(), partition()]
        await table.put({ pk, sk: 'H', lpk, lsk: '1' })
        await eventually(async () =>
          expect(await list({ pk: lpk, index: 'list' })).toEqual([{ pk, sk: 'H', lpk, lsk: '1' }]),
        )
      })

      it.each([
        ['forwards', false],
        ['backwards', true],
      ])('goes through sort keys with one prefix page by page %s, each item once', async (_, reverse) => {
        const [pk, dpk] = [partition(), partition()]
        const sks = ['0100#a', '0100#aa', '0100#b', '0200#a', '0200#b'].toSorted()
        await Promise.all(sks.map((dsk) => table.put({ pk, sk: `O#${dsk}`, dpk, dsk })))
        await eventually(async () => {
          const found = await list({ pk: dpk, index: 'due', from: '0100', to: '0200#a', limit: 1, reverse })
          const expected = sks.slice(0, 4)
          expect(found.map((item) => item['dsk'])).toEqual(reverse ? expected.toReversed() : expected)
        })
      })

      it('cannot be read consistently', async () => {
        await expect(table.query({ pk: partition(), index: 'list', consistent: true })).rejects.toThrow(/consistent/i)
      })
    })

    describe('a scan', () => {
      const ours = (pk: string) => (key: Key) => key.pk.startsWith(pk)
      const segmentPages = async (segment: number, segments: number, limit: number): Promise<ScanPage[]> => {
        const seen: ScanPage[] = []
        for (let after: ScanPage['next'], first = true; first || after !== undefined; first = false) {
          const part = { segment, segments, sks: ['F', 'S'], limit, ...(after ? { after } : {}) }
          seen.push(await table.scan(JSON.parse(JSON.stringify(part)) as typeof part))
          after = seen.at(-1)?.next
        }
        return seen
      }
      const keysIn = async (segments: number, limit: number): Promise<Key[][]> => {
        const all = []
        for (let segment = 0; segment < segments; segment++)
          all.push((await segmentPages(segment, segments, limit)).flatMap(({ keys }) => [...keys]))
        return all
      }

      it('finds the keys of every item of these sort keys, each once in one segment, and nothing else of them', async () => {
        const pk = partition()
        // So many that none of three segments is without one by chance.
        const partitions = 48
        for (let n = 0; n < partitions; n++)
          for (const sk of ['F', 'S', 'H']) await table.put({ pk: `${pk}-${n}`, sk, text: 'words' })
        const expected = Array.from({ length: partitions }, (_, n) =>
          ['F', 'S'].map((sk) => ({ pk: `${pk}-${n}`, sk })),
        ).flat()
        const found = await keysIn(3, 10)
        expect(found.every((keys) => keys.some(ours(pk)))).toBe(true)
        const own = found.flat().filter(ours(pk))
        expect(own).toHaveLength(expected.length)
        expect(own).toEqual(expect.arrayContaining(expected))
      })

      it('reads no more items a page than asked for, the left out among them', async () => {
        const pk = partition()
        for (let n = 0; n < 5; n++) await table.put({ pk: `${pk}-${n}`, sk: 'H' })
        const seen = await segmentPages(0, 1, 2)
        expect(seen.every(({ keys }) => keys.length <= 2)).toBe(true)
        expect(seen.length).toBeGreaterThanOrEqual(3)
      })
    })
  })
}
