import type { IndexName, Item, Key, Page, Range, Table } from '../../core/ports.ts'
import { toAttributes } from '../../functions/aws/expressions.ts'
import { INDEXES } from '../../functions/aws/schema.ts'
import { readUnits } from '../../local/engine/meter.ts'
import { itemBytes } from '../../local/engine/size.ts'

export interface LargeTable {
  readonly table: Table
  /** Read units since it was asked last. */
  readonly units: () => number
}

const bytesOf = (item: Item): number => itemBytes(toAttributes(item))
const order = (a: string, b: string): number => (a < b ? -1 : Number(a > b))

/** A partition of an index, in its order; equal sort keys by the item's own key. */
interface Partition {
  readonly entries: readonly {
    readonly place: string
    readonly sk: string
    readonly item: Item
  }[]
}

/** First of the entries, which are in order, for which it holds. */
const firstOf = ({ entries }: Partition, holds: (entry: Partition['entries'][number]) => boolean): number => {
  let [from, to] = [0, entries.length]
  while (from < to) {
    const middle = Math.floor((from + to) / 2)
    const entry = entries[middle]
    if (entry !== undefined && holds(entry)) to = middle
    else from = middle + 1
  }
  return from
}

/**
 * A table that many items were put into before and that is only read, item by item or by its indexes: partitions are sorted
 * once, and pages are found by halving. Reads are counted as DynamoDB counts them.
 */
export const createLargeTable = (items: readonly Item[]): LargeTable => {
  let read = 0
  const byKey = new Map<string, Item>()
  const partitions = new Map<string, { place: string; sk: string; item: Item }[]>()
  const add = (name: string, sk: string, item: Item): void => {
    const partition = partitions.get(name) ?? []
    partitions.set(name, partition)
    partition.push({ place: `${sk}\u0000${item.pk}\u0000${item.sk}`, sk, item })
  }
  for (const item of items) {
    byKey.set(`${item.pk}\u0000${item.sk}`, item)
    for (const [index, { pk, sk, copied }] of Object.entries(INDEXES)) {
      const [partition, place] = [item[pk], item[sk]]
      if (typeof partition !== 'string' || typeof place !== 'string') continue
      const names = ['pk', 'sk', pk, sk, ...copied].filter((name) => item[name] !== undefined)
      add(`${index}\u0000${partition}`, place, Object.fromEntries(names.map((name) => [name, item[name]])) as Item)
    }
  }
  for (const partition of partitions.values()) partition.sort((a, b) => order(a.place, b.place))

  const positionOf = (item: Item, index: IndexName): NonNullable<Page['next']> => {
    const { pk, sk } = INDEXES[index]
    return Object.fromEntries(['pk', 'sk', pk, sk].map((name) => [name, String(item[name])]))
  }
  const query = (range: Range): Page => {
    if (range.index === undefined) throw new Error('only indexes of this table are in order')
    const { index, pk, from, to, after, reverse, limit = Infinity, consistent = false } = range
    const partition = { entries: partitions.get(`${index}\u0000${pk}`) ?? [] }
    const sortKey = INDEXES[index].sk
    const passed = after && `${after[sortKey]}\u0000${after['pk']}\u0000${after['sk']}`
    let first = from === undefined ? 0 : firstOf(partition, ({ sk }) => sk >= from)
    let end = to === undefined ? partition.entries.length : firstOf(partition, ({ sk }) => sk > to)
    if (passed !== undefined && reverse)
      end = Math.min(
        end,
        firstOf(partition, ({ place }) => place >= passed),
      )
    else if (passed !== undefined)
      first = Math.max(
        first,
        firstOf(partition, ({ place }) => place > passed),
      )
    const page = reverse
      ? partition.entries.slice(Math.max(first, end - limit), end).toReversed()
      : partition.entries.slice(first, Math.min(end, first + limit))
    const bytes = page.reduce((sum, entry) => sum + bytesOf(entry.item), 0)
    read += readUnits(bytes, consistent)
    const last = page.at(-1)
    const shown = { items: page.map(({ item }) => item) }
    return last && page.length === limit ? { ...shown, next: positionOf(last.item, index) } : shown
  }
  const get = ({ pk, sk }: Key, consistent = false): Item | undefined => {
    const item = byKey.get(`${pk}\u0000${sk}`)
    read += readUnits(item === undefined ? 0 : bytesOf(item), consistent)
    return item
  }
  const refuse = async (): Promise<never> => {
    throw new Error('this table is only read')
  }
  return {
    table: {
      get: async (key, options) => get(key, options?.consistent),
      query: async (range) => query(range),
      scan: refuse,
      put: refuse,
      update: refuse,
      delete: refuse,
    },
    units: () => {
      const units = read
      read = 0
      return units
    },
  }
}
