import {
  type Change,
  type Guard,
  InvalidWrite,
  type Item,
  type Key,
  type Page,
  type Range,
  type Scalar,
  type Scan,
  type ScanPage,
  type Table,
} from '../../core/ports.ts'
import { toAttributes } from '../../functions/aws/expressions.ts'
import { INDEXES } from '../../functions/aws/schema.ts'
import { compareUtf8 } from '../../functions/aws/utf8.ts'
import { MAX_ITEM_BYTES, itemBytes } from '../../local/engine/size.ts'

export type Operation =
  | { readonly kind: 'get' | 'put' | 'update' | 'delete'; readonly key: Key }
  | { readonly kind: 'query'; readonly range: Range }

/** One item that changed, as a stream would tell it. Writes that change nothing are not told. */
export interface ItemChange {
  readonly key: Key
  readonly before: Item | undefined
  readonly after: Item | undefined
}

export interface MemoryTableOptions {
  /** Runs before an operation: throw and it does not happen, wait and it happens later. */
  readonly before?: (operation: Operation) => void | Promise<void>
  /** Runs after an operation: throw and it happened, but the caller does not know. */
  readonly after?: (operation: Operation) => void | Promise<void>
  /** Runs at once with each change, in the order of the changes. */
  readonly onChange?: (change: ItemChange) => void
  /** Items a page holds at most, where DynamoDB's pages end after 1 MB. */
  readonly pageItems?: number
}

export interface MemoryTable extends Table {
  /** All items, by key. */
  all(): readonly Item[]
}

/** The table of core/ports.ts in memory, with the semantics of DynamoDB and places to break it. */
export const createMemoryTable = (options: MemoryTableOptions = {}): MemoryTable => {
  const stored = new Map<string, Item>()

  /** The middle of an operation runs without a pause: that is what makes a guarded write atomic. */
  const operate = async <T>(operation: Operation, run: () => T): Promise<T> => {
    await options.before?.(operation)
    const result = run()
    await options.after?.(operation)
    return result
  }

  const write = <T>(
    kind: 'put' | 'update' | 'delete',
    key: Key,
    guard: Guard | undefined,
    refused: T,
    change: (before: Item | undefined) => readonly [Item | undefined, T],
  ): Promise<T> =>
    operate({ kind, key: { pk: key.pk, sk: key.sk } }, () => {
      const id = idOf(key)
      const before = stored.get(id)
      if (guard && !holds(guard, before)) return refused
      const [after, result] = change(before)
      if (after) {
        checkItem(after)
        stored.set(id, after)
      } else stored.delete(id)
      if (!same(before, after)) options.onChange?.({ key: { pk: key.pk, sk: key.sk }, before, after })
      return result
    })

  return {
    get: (key) => operate({ kind: 'get', key }, () => stored.get(idOf(key))),
    put: (item, guard) => write('put', item, guard, false, () => [defined(item), true]),
    update: (key, change, guard) =>
      write<Item | undefined>('update', key, guard, undefined, (before) => {
        const after = changed(before ?? { pk: key.pk, sk: key.sk }, change)
        return [after, after]
      }),
    delete: (key, guard) => write('delete', key, guard, false, () => [undefined, true]),
    query: (range) => operate({ kind: 'query', range }, () => pageOf([...stored.values()], range, options.pageItems)),
    scan: async (scan) => scanned([...stored.values()], scan, options.pageItems),
    all: () => [...stored.values()].sort(byKey),
  }
}

const byKey = (a: Key, b: Key): number => compareUtf8(a.pk, b.pk) || compareUtf8(a.sk, b.sk)

const idOf = ({ pk, sk }: Key): string => JSON.stringify([pk, sk])

const defined = (item: Item): Item =>
  Object.freeze(Object.fromEntries(Object.entries(item).filter(([, value]) => value !== undefined))) as Item

const same = (a: Item | undefined, b: Item | undefined): boolean =>
  a === undefined || b === undefined
    ? a === b
    : Object.keys(a).length === Object.keys(b).length && Object.entries(a).every(([name, value]) => b[name] === value)

const holds = (guard: Guard, item: Item | undefined): boolean => {
  if ('absent' in guard) return item?.[guard.absent] === undefined
  if ('exists' in guard) return item?.[guard.exists] !== undefined
  if ('eq' in guard) return item?.[guard.eq[0]] === guard.eq[1]
  if ('lt' in guard) return order(item?.[guard.lt[0]], guard.lt[1]) < 0
  if ('gt' in guard) return order(item?.[guard.gt[0]], guard.gt[1]) > 0
  return 'any' in guard ? guard.any.some((one) => holds(one, item)) : guard.all.every((one) => holds(one, item))
}

/** NaN, which is neither above nor below, for an absent attribute or one of another type. */
const order = (value: Scalar | undefined, than: Scalar): number => {
  if (typeof value === 'string' && typeof than === 'string') return compareUtf8(value, than)
  return typeof value === 'number' && typeof than === 'number' ? value - than : Number.NaN
}

const changed = (before: Item, { set = {}, init = {}, add = {}, remove = [] }: Change): Item => {
  const touched = [...Object.keys(set), ...Object.keys(init), ...Object.keys(add), ...remove]
  if (new Set(touched).size < touched.length) throw new InvalidWrite('an attribute is changed twice')
  if (touched.includes('pk') || touched.includes('sk')) throw new InvalidWrite('a key cannot be changed')
  const after: Record<string, Scalar | undefined> = { ...init, ...before, ...set }
  for (const [name, by] of Object.entries(add)) after[name] = sum(after[name] ?? 0, by)
  for (const name of remove) delete after[name]
  return defined(after as Item)
}

const sum = (value: Scalar, by: number): number => {
  if (typeof value !== 'number') throw new InvalidWrite('only numbers can be added to')
  return value + by
}

const KEY_LIMITS = [
  ['pk', 2048],
  ['sk', 1024],
] as const
const INDEX_KEY_LIMITS = Object.values(INDEXES).flatMap(({ pk, sk }) => [[pk, 2048] as const, [sk, 1024] as const])

const checkItem = (item: Item): void => {
  if (itemBytes(toAttributes(item)) > MAX_ITEM_BYTES) throw new InvalidWrite('item too large')
  for (const [name, limit] of KEY_LIMITS) checkKey(item[name], limit)
  for (const [name, limit] of INDEX_KEY_LIMITS) if (item[name] !== undefined) checkKey(item[name], limit)
}

const checkKey = (value: Scalar | undefined, limit: number): void => {
  if (typeof value !== 'string' || value === '' || Buffer.byteLength(value) > limit)
    throw new InvalidWrite(`a key is no string of 1 to ${limit} bytes`)
}

const pageOf = (items: readonly Item[], range: Range, pageItems = Infinity): Page => {
  if (range.index !== undefined && range.consistent) throw new Error('an index cannot be read consistently')
  const view = viewOf(range)
  const inRange = items
    .filter((item) => view.has(item) && item[view.pk] === range.pk && within(item[view.sk] as string, range))
    .sort((a, b) => comparePositions(view.position(a), view.position(b)))
  if (range.reverse) inRange.reverse()
  const rest = range.after ? inRange.slice(firstAfter(inRange, range, view)) : inRange
  const limit = Math.min(range.limit ?? Infinity, pageItems)
  const page = rest.slice(0, limit)
  const last = page.at(-1)
  const shown = { items: page.map(view.show) }
  return last && page.length === limit ? { ...shown, next: view.position(last) } : shown
}

/** A partition is in one segment whole, as in DynamoDB, which deals them by a hash. */
const segmentOf = (pk: string, segments: number): number =>
  Buffer.from(pk).reduce((sum, byte) => (sum * 31 + byte) % 65_537, 7) % segments

const scanned = (
  items: readonly Item[],
  { segment, segments, sks, limit, after }: Scan,
  pageItems = Infinity,
): ScanPage => {
  if (!(segment >= 0 && segment < segments)) throw new Error('a segment is one of the segments')
  const own = items.filter(({ pk }) => segmentOf(pk, segments) === segment).sort(byKey)
  const start = { pk: after?.['pk'] ?? '', sk: after?.['sk'] ?? '' }
  const read = own.filter((item) => byKey(item, start) > 0).slice(0, Math.min(limit, pageItems))
  const keys = read.filter(({ sk }) => sks.includes(sk)).map(({ pk, sk }) => ({ pk, sk }))
  const last = read.at(-1)
  return last && read.length === Math.min(limit, pageItems) ? { keys, next: { pk: last.pk, sk: last.sk } } : { keys }
}

type Position = Readonly<Record<string, string>>

/** How the table or an index shows items. */
const viewOf = ({ index }: Range) => {
  const { pk, sk, copied } = index === undefined ? { pk: 'pk', sk: 'sk', copied: undefined } : INDEXES[index]
  const keys = [...new Set([sk, 'pk', 'sk', pk])]
  const pick = (item: Item, names: readonly string[]) =>
    Object.fromEntries(names.flatMap((name) => (item[name] === undefined ? [] : [[name, item[name]]])))
  return {
    pk,
    sk,
    has: (item: Item) => item[pk] !== undefined && item[sk] !== undefined,
    show: (item: Item): Item => (copied ? (pick(item, [...keys, ...copied]) as Item) : item),
    /** Sort key first, then the item's own key: {@link comparePositions} relies on it. */
    position: (item: Item): Position => pick(item, keys) as Position,
  }
}

const within = (sk: string, { from, to }: Range): boolean =>
  (from === undefined || compareUtf8(sk, from) >= 0) && (to === undefined || compareUtf8(sk, to) <= 0)

const comparePositions = (a: Position, b: Position): number =>
  Object.keys(a).reduce((found, name) => found || compareUtf8(a[name] ?? '', b[name] ?? ''), 0)

const firstAfter = (sorted: readonly Item[], range: Range, view: ReturnType<typeof viewOf>): number => {
  const direction = range.reverse ? -1 : 1
  const found = sorted.findIndex((item) => comparePositions(view.position(item), range.after ?? {}) * direction > 0)
  return found < 0 ? sorted.length : found
}
