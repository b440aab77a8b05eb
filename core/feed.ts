import { compact } from './compact.ts'
import type { Context } from './context.ts'
import { fullEntry } from './conversation/message.ts'
import type { Item, Key } from './ports.ts'
import type { EventType, ParleyEvent } from './schema/event.ts'

/** Positions in one partition of the feed. */
export const BUCKET = 1000
/** A gap older than this is sealed: its writer died, and readers must not wait for it. */
export const SEAL_AFTER_MS = 5000
export const DAY_MS = 24 * 3_600_000
/** The feed keeps events for 30 days. */
export const FEED_KEPT_MS = 30 * DAY_MS
/**
 * Stored a little longer: an event that is not there although its neighbour is within the 30 days was never written, and did
 * not go. Longer than a stalled writer may take, whom the stream gives 24 hours.
 */
const FEED_TTL_MS = FEED_KEPT_MS + 2 * DAY_MS

export const bucketOf = (position: number): number => Math.floor(position / BUCKET)
export const feedKey = (shop: string, position: number): Key => ({
  pk: `feed#${shop}#${bucketOf(position)}`,
  sk: String(position).padStart(12, '0'),
})
export const eventKey = (id: string): Key => ({ pk: `evt#${id}`, sk: 'V' })
export const counterKey = (shop: string): Key => ({ pk: `ctr#${shop}`, sk: 'N' })

export interface NewEvent {
  readonly type: EventType
  readonly shop: string
  readonly subject: string
  /** What makes this event one of a kind: the same parts, the same event, however often it is emitted. */
  readonly key: readonly string[]
  readonly data: Readonly<Record<string, unknown>>
  /** Names the state that is told, so that a later one is told apart. */
  readonly mark?: string
  /** What it concerns, for those who follow single accounts; by default what `data` names. */
  readonly place?: { readonly channel: string; readonly account: string }
}

/** What the feed stands on. `onEvent` is told when there is more to read, by what brought it. */
export type FeedStore = Pick<Context, 'table' | 'hash' | 'now'> & Partial<Pick<Context, 'onEvent'>>
type Store = FeedStore

const eventId = (hash: Context['hash'], type: EventType, key: readonly string[]): string =>
  `evt_${hash('evt', type, ...key)}`

const takePosition = async (store: Store, shop: string): Promise<number> => {
  const now = store.now()
  const counter = await store.table.update(counterKey(shop), { add: { n: 1 }, init: { at: now }, set: { last: now } })
  return Number(counter?.['n'])
}

/** Larger objects are told by link: an event stays within what webhooks and queues take. In UTF-16 code units. */
const MAX_DATA = 20 * 1024

const COLLECTIONS: Readonly<Record<string, string>> = {
  message: 'messages',
  attachment: 'messages',
  contact: 'contacts',
}
const linkTo = ({ type, subject }: NewEvent): string =>
  `/v1/${COLLECTIONS[type.split('.')[0] ?? ''] ?? 'conversations'}/${subject}`

const encodeData = (event: NewEvent): string => {
  const data = JSON.stringify(event.data)
  return data.length <= MAX_DATA
    ? data
    : JSON.stringify(compact({ id: event.subject, conversation: event.data['conversation'], link: linkTo(event) }))
}

const placeOf = ({ data, place }: NewEvent): { readonly ch?: string; readonly ac?: string } => {
  const [channel, account] = [place?.channel ?? data['channel'], place?.account ?? data['account']]
  return compact({
    ch: typeof channel === 'string' ? channel : undefined,
    ac: typeof account === 'string' ? account : undefined,
  })
}

const place = (store: Store, event: NewEvent, id: string, position: number): Promise<boolean> =>
  store.table.put(
    {
      ...feedKey(event.shop, position),
      ...placeOf(event),
      id,
      type: event.type,
      at: store.now(),
      subject: event.subject,
      data: encodeData(event),
      ttl: Math.ceil((store.now() + FEED_TTL_MS) / 1000),
    },
    { absent: 'pk' },
  )

const seal = (store: Store, shop: string, position: number): Promise<boolean> =>
  store.table.put(
    { ...feedKey(shop, position), seal: true, at: store.now(), ttl: Math.ceil((store.now() + FEED_TTL_MS) / 1000) },
    { absent: 'pk' },
  )

/**
 * Gives up a position that another call was faster than this one to settle: left open, it would keep every reader waiting as for
 * a writer that died. Who read up to it meanwhile is told that it goes on.
 */
const abandon = async (store: Store, shop: string, id: string, position: number): Promise<void> => {
  if (await seal(store, shop, position)) await store.onEvent?.(shop, `${id} ${position}`)
}

/** Puts the event at its position; a position sealed meanwhile is exchanged for a new one. */
const settle = async (store: Store, event: NewEvent, id: string, first: number): Promise<void> => {
  let position = first
  for (;;) {
    if (await place(store, event, id, position)) return store.onEvent?.(event.shop, id)
    const found = await store.table.get(feedKey(event.shop, position), { consistent: true })
    if (found?.['id'] === id) return
    const next = await takePosition(store, event.shop)
    const moved = await store.table.update(eventKey(id), { set: { pos: next } }, { eq: ['pos', position] })
    if (moved) {
      position = next
      continue
    }
    await abandon(store, event.shop, id, next)
    position = Number((await store.table.get(eventKey(id), { consistent: true }))?.['pos'])
  }
}

/** The event as it was stored first, by this call or another. */
export interface Appended {
  readonly id: string
  /** `mark` of the state that was told. */
  readonly mark: string | undefined
}

/**
 * Appends an event to the shop's feed exactly once, however often it is called and wherever a caller died before.
 * A reader never sees it behind a cursor already handed out: readers stop at a gap, an old gap is sealed, and a writer
 * that meets a seal takes a new position.
 */
export const appendEvent = async (store: Store, event: NewEvent): Promise<Appended> => {
  const id = eventId(store.hash, event.type, event.key)
  const known = await store.table.get(eventKey(id), { consistent: true })
  if (known !== undefined) {
    const placed = await store.table.get(feedKey(event.shop, Number(known['pos'])))
    if (placed?.['id'] !== id && !isExpired(store, known)) await settle(store, event, id, Number(known['pos']))
    return { id, mark: typeof known['mark'] === 'string' ? known['mark'] : undefined }
  }
  const position = await takePosition(store, event.shop)
  const item: Item = {
    ...eventKey(id),
    pos: position,
    at: store.now(),
    ...(event.mark === undefined ? {} : { mark: event.mark }),
  }
  if (!(await store.table.put(item, { absent: 'pk' }))) {
    await abandon(store, event.shop, id, position)
    return appendEvent(store, event)
  }
  await settle(store, event, id, position)
  return { id, mark: event.mark }
}

/** The feed item of an event older than the feed's TTL is gone for good; it is not told again. */
const isExpired = (store: Store, known: Item): boolean => store.now() - Number(known['at']) > FEED_TTL_MS
/** Messages are kept without what is empty in them, and told whole; of what was erased there is nothing to tell. */
const dataOf = (type: string, data: Record<string, unknown>): Record<string, unknown> =>
  type.startsWith('message.') && data['link'] === undefined && data['erased'] !== true ? { ...fullEntry(data) } : data

/** An event at its place in the feed, and the channel and account it concerns, where it does. */
export interface FeedEntry {
  readonly position: number
  readonly event: ParleyEvent
  readonly channel?: string
  readonly account?: string
}

export interface FeedPage {
  readonly entries: readonly FeedEntry[]
  readonly events: readonly ParleyEvent[]
  /** Position of the last event read; the next page starts after it. */
  readonly position: number
  /** When what stands there was written; undefined where nothing was read. */
  readonly at: number | undefined
  /** Whether it ended because there is no more to read now. */
  readonly ended: boolean
  /** Whether it ended before an event whose writer may still be at work, with others behind it. */
  readonly waiting: boolean
}

const stringOf = (item: Item, name: string): string | undefined =>
  item[name] === undefined ? undefined : String(item[name])

export const decodeEntry = (shop: string, item: Item): FeedEntry => ({
  position: Number(item.sk),
  event: {
    id: String(item['id']),
    type: String(item['type']) as EventType,
    shop,
    at: Number(item['at']),
    subject: String(item['subject']),
    data: dataOf(String(item['type']), JSON.parse(String(item['data'])) as Record<string, unknown>),
  },
  ...compact({ channel: stringOf(item, 'ch'), account: stringOf(item, 'ac') }),
})

/** Seals a gap whose follower has been there long enough. False: it is too young, the reader must wait. */
const sealGap = async (store: Store, shop: string, position: number, follower: Item | undefined): Promise<boolean> => {
  if (follower === undefined || store.now() - Number(follower['at']) < SEAL_AFTER_MS) return false
  await seal(store, shop, position)
  return true
}

export const readBucket = async (store: Store, shop: string, from: number, limit: number): Promise<readonly Item[]> => {
  const { pk, sk } = feedKey(shop, from)
  const page = await store.table.query({ pk, from: sk, limit, consistent: true })
  return page.items
}

/** The oldest item after a gap that reaches the end of its bucket, in the buckets a writer may have gone on to. */
const nextWritten = async (store: Store, shop: string, position: number): Promise<Item | undefined> => {
  const counter = await store.table.get(counterKey(shop), { consistent: true })
  const last = bucketOf(Number(counter?.['n'] ?? 0))
  for (let bucket = bucketOf(position); bucket <= last; bucket += 1) {
    const [item] = await readBucket(store, shop, Math.max(position, bucket * BUCKET), 1)
    if (item !== undefined) return item
  }
  return undefined
}

/** Events after a position, in order, without gaps: it stops where a writer may still be at work. */
export const readFeed = async (store: Store, shop: string, after: number, limit: number): Promise<FeedPage> => {
  const entries: FeedEntry[] = []
  let position = after
  let at: number | undefined
  let [ended, waiting] = [false, false]
  while (entries.length < limit) {
    const items = await readBucket(store, shop, position + 1, limit - entries.length)
    const before = position
    for (const item of items) {
      if (Number(item.sk) !== position + 1) break
      position += 1
      at = Number(item['at'])
      if (item['seal'] !== true) entries.push(decodeEntry(shop, item))
    }
    if (position > before) continue
    const gapBefore = items[0] ?? (await nextWritten(store, shop, position + 1))
    if (await sealGap(store, shop, position + 1, gapBefore)) continue
    ;[ended, waiting] = [true, gapBefore !== undefined]
    break
  }
  return { entries, events: entries.map(({ event }) => event), position, at, ended, waiting }
}
