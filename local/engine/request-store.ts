import { Stream } from 'node:stream'
import {
  type Callback,
  type Level,
  type LevelRange,
  type Store,
  type SubDb,
  type TableDescription,
} from './dynalite.ts'
import { type StoredItem, itemBytes } from './size.ts'
import { type ItemWrite, indexPrefix, itemPrefix } from './write.ts'

/** What one request read, for the meter. */
export interface Observed {
  /** The item last looked at: what a write found in its place. */
  before: StoredItem | undefined
  /** Bytes of each entry a query or scan went over. */
  readonly scanned: number[]
}

export interface RequestStoreOptions {
  readonly store: Store & { readonly db: Level }
  /** Commits an item's write with all that belongs to it. */
  readonly commit: (write: ItemWrite) => Promise<void>
  /** Told of what should not have been thrown. */
  readonly fail: (error: unknown) => void
}

/**
 * A store for one request, between dynalite's actions and LevelDB. Raw, an action writes the item and each index
 * entry by itself, and a crash in between leaves them apart; here index writes are left to `commit`, which is given
 * the item before and after. All callbacks into dynalite are guarded: what it throws in one would end the process, and
 * would keep the item locked for ever.
 */
export const createRequestStore = ({ store, commit, fail }: RequestStoreOptions) => {
  const level = store.db
  const seen: Observed = { before: undefined, scanned: [] }
  const tables = new Map<string, TableDescription>()
  const held = new Set<() => void>()

  const guarded =
    <Args extends readonly unknown[]>(run: (...args: Args) => void) =>
    (...args: Args): void => {
      try {
        run(...args)
      } catch (error) {
        for (const free of held) free()
        held.clear()
        fail(error)
      }
    }

  const settle = <T>(work: Promise<T>, done: Callback<T>): void => {
    work.then(
      guarded((result: T) => done(null, result)),
      guarded((error: unknown) => done(error)),
    )
  }

  const lock =
    (shared: SubDb): SubDb['lock'] =>
    (key, locked) =>
      shared.lock(
        key,
        guarded((release) => {
          const free = release(() => undefined)
          held.add(free)
          locked((done) =>
            release((...args) => {
              held.delete(free)
              done(...args)
            }),
          )
        }),
      )

  const emit = (values: AsyncIterable<unknown>, observe: (value: unknown) => void): Stream => {
    let wanted = true
    const stream = Object.assign(new Stream(), { destroy: () => (wanted = false) })
    const pump = async () => {
      for await (const value of values) {
        if (!wanted) break
        observe(value)
        stream.emit('data', value)
      }
      stream.emit('end')
    }
    pump().catch(
      guarded((error) => {
        throw error
      }),
    )
    return stream
  }

  const subDb = (prefix: string, shared: SubDb): SubDb => ({
    lock: lock(shared),
    get: (key, done) => settle(level.get(prefix + key), done),
    put: (key, value, done) => settle(level.put(prefix + key, value), done),
    del: (key, done) => settle(level.batch([{ type: 'del', key: prefix + key }]), done),
    createKeyStream: (range = {}) => emit(unprefixed(level.keys(within(prefix, range)), prefix), () => undefined),
    createValueStream: (range = {}) =>
      emit(level.values(within(prefix, range)), (value) => seen.scanned.push(itemBytes(value as StoredItem))),
  })

  const itemDb = (name: string): SubDb => {
    const sub = subDb(itemPrefix(name), store.getItemDb(name))
    const write = (place: string, after: StoredItem | undefined, done: Callback): void => {
      const table = tables.get(name)
      if (!table) throw new Error('an action wrote to a table it had not asked for')
      settle(commit({ table, place, before: seen.before, after }), done)
    }
    return {
      ...sub,
      get: (key, done) =>
        sub.get(key, (error, found) => {
          seen.before = found as StoredItem | undefined
          done(error, found)
        }),
      put: (place, item, done) => write(place, item as StoredItem, done),
      del: (place, done) => write(place, undefined, done),
    }
  }

  const written = (_key: string, ...rest: readonly unknown[]): void => (rest.at(-1) as Callback)(null)

  const requestStore: Store = {
    options: store.options,
    tableDb: Object.assign(Object.create(store.tableDb) as Store['tableDb'], subDb('table~', store.tableDb)),
    getItemDb: itemDb,
    getIndexDb: (type, table, index) => ({
      ...subDb(indexPrefix(type, table, index), store.getIndexDb(type, table, index)),
      put: written,
      del: written,
    }),
    deleteItemDb: (table, done) => settle(level.clear(within(itemPrefix(table), {})), done),
    deleteIndexDb: (type, table, index, done) => settle(level.clear(within(indexPrefix(type, table, index), {})), done),
    deleteTagDb: (table, done) => settle(level.clear(within(`tag-${table}~`, {})), done),
    getTable: (name, checkStatus, done) => {
      const callback = (typeof checkStatus === 'function' ? checkStatus : done) as Callback<TableDescription>
      store.getTable(
        name,
        typeof checkStatus === 'function' || checkStatus,
        guarded((error?: unknown, table?: TableDescription) => {
          if (table) tables.set(name, table)
          callback(error, table)
        }),
      )
    },
  }
  return { store: requestStore, seen }
}

/** Keys within a prefix; dynalite's own wrapper lets the range end outside of it. */
const within = (prefix: string, { gt, gte, lt, lte, reverse, limit }: LevelRange): LevelRange => ({
  ...(gt === undefined ? { gte: prefix + (gte ?? '') } : { gt: prefix + gt }),
  ...(lte === undefined ? { lt: prefix + (lt ?? '\uFFFF') } : { lte: prefix + lte }),
  ...(reverse !== undefined && { reverse }),
  ...(limit !== undefined && { limit }),
})

async function* unprefixed(keys: AsyncIterable<string>, prefix: string): AsyncIterable<string> {
  for await (const key of keys) yield key.slice(prefix.length)
}
