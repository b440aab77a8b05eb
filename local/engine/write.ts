import { type LevelOperation, type TableDescription, db } from './dynalite.ts'
import { indexUnits, writeUnits } from './meter.ts'
import { MAX_ITEM_BYTES, type StoredItem, itemBytes } from './size.ts'

/** One item's change, as an action asked for it. */
export interface ItemWrite {
  readonly table: TableDescription
  /** The item's place within its table's prefix, as dynalite computed it. */
  readonly place: string
  readonly before: StoredItem | undefined
  readonly after: StoredItem | undefined
}

export interface PlannedWrite {
  /** The item and its index entries; empty when the write changes nothing. */
  readonly operations: readonly LevelOperation[]
  readonly write: number
  readonly indexes: Readonly<Record<string, number>>
}

export const itemPrefix = (table: string): string => `item-${table}~`
export const indexPrefix = (type: string, table: string, index: string): string =>
  `index-${type.toLowerCase()}~${table}~${index}~`

/** What to write for an item and its indexes, and what it costs. Throws DynamoDB's error for what it would not take. */
export const planWrite = ({ table, place, before, after }: ItemWrite): PlannedWrite => {
  if (after) checkLimits(after, table)
  const key = itemPrefix(table.TableName) + place
  const item: readonly LevelOperation[] = sameItem(before, after)
    ? []
    : [after ? { type: 'put', key, value: after } : { type: 'del', key }]
  const indexes = (table.GlobalSecondaryIndexes ?? []).map((index) => planIndex(table, index, before, after))
  return {
    operations: [...item, ...indexes.flatMap(({ operations }) => operations)],
    write: writeUnits(before, after),
    indexes: Object.fromEntries(indexes.filter(({ write }) => write > 0).map(({ name, write }) => [name, write])),
  }
}

export const sameItem = (a: StoredItem | undefined, b: StoredItem | undefined): boolean => {
  if (!a || !b) return a === b
  const names = Object.keys(a)
  return (
    names.length === Object.keys(b).length && names.every((name) => JSON.stringify(a[name]) === JSON.stringify(b[name]))
  )
}

type Index = NonNullable<TableDescription['GlobalSecondaryIndexes']>[number]

const planIndex = (
  table: TableDescription,
  index: Index,
  before: StoredItem | undefined,
  after: StoredItem | undefined,
) => {
  const name = index.IndexName ?? ''
  const prefix = indexPrefix('Global', table.TableName, name)
  const [old, fresh] = [entryOf(table, index, before), entryOf(table, index, after)]
  if (sameItem(old?.item, fresh?.item)) return { name, operations: [], write: 0 }
  const moved = old !== undefined && fresh !== undefined && old.key !== fresh.key
  const operations: LevelOperation[] = []
  if (old && old.key !== fresh?.key) operations.push({ type: 'del', key: prefix + old.key })
  if (fresh) operations.push({ type: 'put', key: prefix + fresh.key, value: fresh.item })
  return { name, operations, write: indexUnits(old?.item, fresh?.item, moved) }
}

/** The item's entry in an index; undefined while it lacks a key of it. */
const entryOf = (table: TableDescription, index: Index, item: StoredItem | undefined) => {
  const entry = db.getIndexActions([index], undefined, item, table).puts[0]
  return entry && { key: entry.key, item: withoutUndefined(entry.item) }
}

const withoutUndefined = (item: StoredItem): StoredItem =>
  Object.fromEntries(Object.entries(item).filter(([, value]) => value !== undefined))

/** Limits that dynalite does not know or counts in UTF-16 units. */
const checkLimits = (item: StoredItem, table: TableDescription): void => {
  if (itemBytes(item) > MAX_ITEM_BYTES) throw db.validationError('Item size has exceeded the maximum allowed size')
  for (const schema of [table.KeySchema, ...(table.GlobalSecondaryIndexes ?? []).map((index) => index.KeySchema)])
    for (const { AttributeName: name = '', KeyType: type } of schema ?? []) {
      const value = item[name]?.S
      const limit = type === 'HASH' ? 2048 : 1024
      if (value !== undefined && (value === '' || Buffer.byteLength(value) > limit))
        throw db.validationError(`One or more parameter values are not valid: size of the key attribute ${name}`)
    }
}
