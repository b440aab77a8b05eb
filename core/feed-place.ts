import {
  BUCKET,
  bucketOf,
  counterKey,
  DAY_MS,
  decodeEntry,
  eventKey,
  FEED_KEPT_MS,
  feedKey,
  readBucket,
  type FeedEntry,
  type FeedStore as Store,
} from './feed.ts'
import type { Item } from './ports.ts'

/** Positions behind the last one at which somebody may still be writing, at most; and for how long. */
const IN_FLIGHT = 100
const IN_FLIGHT_MS = DAY_MS

interface Counter {
  /** The last position that was given to anybody; 0 before the first event. */
  readonly last: number
  /** When it was given, and when the first was. */
  readonly at: number
  readonly since: number
}

const readCounter = async (store: Store, shop: string): Promise<Counter> => {
  const item = await store.table.get(counterKey(shop), { consistent: true })
  return { last: Number(item?.['n'] ?? 0), at: Number(item?.['last'] ?? 0), since: Number(item?.['at'] ?? 0) }
}

/** Where the feed ends now: whoever begins here misses nothing that is written later. */
export const endOfFeed = async (store: Store, shop: string): Promise<number> => {
  const { last, at } = await readCounter(store, shop)
  if (store.now() - at > IN_FLIGHT_MS) return last
  let position = Math.max(0, last - IN_FLIGHT)
  for (let more = true; more && position < last;) {
    const items = await readBucket(store, shop, position + 1, IN_FLIGHT)
    const before = position
    for (const item of items) if (Number(item.sk) === position + 1) position += 1
    more = position > before
  }
  return Math.min(position, last)
}

/** The item at a position, or the nearest in its bucket, or the first of the next: what tells its time. */
const near = async (store: Store, shop: string, position: number): Promise<Item | undefined> => {
  const { pk, sk } = feedKey(shop, position)
  const [item] = await readBucket(store, shop, position, 1)
  const before = item ?? (await store.table.query({ pk, to: sk, reverse: true, limit: 1 })).items[0]
  return before ?? (await readBucket(store, shop, (bucketOf(position) + 1) * BUCKET, 1))[0]
}

/**
 * The position after which everything was written at this time or later; of what was before, nothing is kept, or it is older.
 * Times rise with positions but for the seconds a writer may be late by. Reads some twenty items of a million.
 */
export const positionBefore = async (store: Store, shop: string, time: number): Promise<number> => {
  const { last, since } = await readCounter(store, shop)
  if (since >= time) return 0
  let [before, end] = [0, last]
  while (before < end) {
    const middle = Math.floor((before + end) / 2)
    const item = await near(store, shop, middle + 1)
    // Nothing near: it went long ago.
    if (item === undefined || Number(item['at']) < time) before = middle + 1
    else end = middle
  }
  return Math.min(before, await endOfFeed(store, shop))
}

/** Position before the oldest event that is kept. */
export const oldestKept = (store: Store, shop: string): Promise<number> =>
  positionBefore(store, shop, store.now() - FEED_KEPT_MS)

/**
 * Whether events after this position went, or may have gone, before they were read. `at`: when what stands at the position was
 * written or, of a cursor at the end, when the end was read.
 */
export const isBehindFeed = async (store: Store, shop: string, position: number, at: number): Promise<boolean> => {
  const oldest = store.now() - FEED_KEPT_MS
  if (at >= oldest || position >= (await readCounter(store, shop)).last) return false
  const [next] = await readBucket(store, shop, position + 1, 1)
  return Number(next?.sk) !== position + 1 || Number(next?.['at']) < oldest
}

/** The event at a position; undefined where none is, or it is not kept any more. */
export const eventAt = async (store: Store, shop: string, position: number): Promise<FeedEntry | undefined> => {
  const item = await store.table.get(feedKey(shop, position), { consistent: true })
  const kept = item?.['id'] !== undefined && Number(item['at']) >= store.now() - FEED_KEPT_MS
  return kept ? decodeEntry(shop, item) : undefined
}

/** An event of the shop by its id; undefined when there is none, or it is not kept any more. */
export const findEvent = async (store: Store, shop: string, id: string): Promise<FeedEntry | undefined> => {
  const known = await store.table.get(eventKey(id), { consistent: true })
  const entry = known && (await eventAt(store, shop, Number(known['pos'])))
  return entry?.event.id === id ? entry : undefined
}
