import type { Account, Connection, Shop } from './schema/directory.ts'

/** Milliseconds since epoch. */
export type Clock = () => number

/** Keyed hash of a kind and its parts (HMAC-SHA256 under the deploy key), 128 bits as 22 base64url characters. */
export type Hash = (kind: string, ...parts: readonly string[]) => string

/** Uniform random number in [0, 1), for jitter and shards. */
export type Random = () => number

export type Scalar = string | number | boolean
/** An item of the one table: string keys `pk` and `sk`, flat attributes. `undefined` attributes are not stored. */
export interface Item {
  readonly pk: string
  readonly sk: string
  readonly [attribute: string]: Scalar | undefined
}
export interface Key {
  readonly pk: string
  readonly sk: string
}

/** A condition on the stored item. An absent item has no attributes, so `absent: 'pk'` means "does not exist yet". */
export type Guard =
  | { readonly absent: string }
  | { readonly exists: string }
  | { readonly eq: readonly [attribute: string, value: Scalar] }
  | { readonly lt: readonly [attribute: string, value: Scalar] }
  | { readonly gt: readonly [attribute: string, value: Scalar] }
  | { readonly any: readonly Guard[] }
  | { readonly all: readonly Guard[] }

/** What an update does to single attributes. */
export interface Change {
  readonly set?: Readonly<Record<string, Scalar>>
  /** Set only where the attribute is absent. */
  readonly init?: Readonly<Record<string, Scalar>>
  readonly add?: Readonly<Record<string, number>>
  readonly remove?: readonly string[]
}

export type IndexName = 'list' | 'waiting' | 'due'

export interface Range {
  /** Partition: of the table, or of the index when one is named. */
  readonly pk: string
  readonly index?: IndexName
  /** Bounds of the sort key, both inclusive. */
  readonly from?: string
  readonly to?: string
  readonly reverse?: boolean
  readonly limit?: number
  /** Start after this position, as a page gave it. */
  readonly after?: Readonly<Record<string, string>>
  /** Strongly consistent; only on the table itself. */
  readonly consistent?: boolean
}
export interface Page {
  readonly items: readonly Item[]
  /** Position to continue after; undefined when the range is exhausted. */
  readonly next?: Readonly<Record<string, string>>
}

/** A part of the whole table, for {@link Table.scan}. */
export interface Scan {
  /** This one of so many parts of about one size, which may be read at once; from 0. */
  readonly segment: number
  readonly segments: number
  /** Only items of these sort keys. The others are read, and paid for, all the same. */
  readonly sks: readonly string[]
  /** Items that a page reads at most, the left out among them. */
  readonly limit: number
  /** Start after this position, as a page of the same segment gave it. */
  readonly after?: Readonly<Record<string, string>>
}
export interface ScanPage {
  readonly keys: readonly Key[]
  /** Position to continue after; undefined when the segment is exhausted. */
  readonly next?: Readonly<Record<string, string>>
}

/** A write the store will never take (too large, malformed): not to be retried. */
export class InvalidWrite extends Error {
  override readonly name = 'InvalidWrite'
}

/**
 * The one table. Writes with a guard are atomic per item and answer false when the guard fails; a failed guard changes
 * nothing. Errors of the store itself are thrown, {@link InvalidWrite} when retrying cannot help.
 */
export interface Table {
  get(key: Key, options?: { readonly consistent?: boolean }): Promise<Item | undefined>
  put(item: Item, guard?: Guard): Promise<boolean>
  /** Creates the item where it is absent. Answers the item after the change, or undefined when the guard failed. */
  update(key: Key, change: Change, guard?: Guard): Promise<Item | undefined>
  delete(key: Key, guard?: Guard): Promise<boolean>
  query(range: Range): Promise<Page>
  /**
   * The keys of everything there is, in no order; a page may be empty and not the last. It costs what the whole table does, so
   * that nothing but a resync reads like this. What was written in the last second may be missing.
   */
  scan(scan: Scan): Promise<ScanPage>
}

/** What a wake-up names: work is read from the table, the queue only wakes. */
export interface WakeUp {
  readonly v: 1
  readonly conversation: string
}

export interface Queues {
  /** FIFO, group = conversation. `cause` makes the deduplication id: same cause within 5 minutes, one wake-up. */
  wake(conversation: string, cause: string): Promise<void>
  /** Wakes the worker of one job (a file to fetch, a profile to look up), by its id. Standard queue: no order. */
  job(id: string): Promise<void>
  /** Wakes the worker of a webhook endpoint. FIFO, group = endpoint; same cause within 5 minutes, one wake-up. */
  notify(endpoint: string, cause: string): Promise<void>
  /** Keeps a verified webhook request whose facts could not be written. */
  spill(request: SpilledRequest): Promise<void>
}

/** What is stored with an object. */
export interface ObjectInfo {
  readonly contentType: string
  /** As the sender named it, for whoever downloads it. */
  readonly filename?: string
}

/**
 * Files: attachments, original mails, large requests. Names are paths; what is stored under a name is the same for ever,
 * so that writing it again changes nothing.
 */
export interface Objects {
  /** Text as UTF-8. Streams: no more than a few MB are in memory at once. Answers the size in bytes. */
  put(
    name: string,
    body: Uint8Array | string | AsyncIterable<Uint8Array>,
    info: ObjectInfo,
  ): Promise<{ readonly size: number }>
  /** The whole object, for what is known to be small enough (a mail); undefined when there is none. */
  get(name: string): Promise<Uint8Array | undefined>
  /** What is stored under a name, without reading it. */
  head(name: string): Promise<{ readonly size: number; readonly contentType: string } | undefined>
  /**
   * A link by which somebody else puts an object there within so many seconds, by PUT with these headers: of this size to the
   * byte, and only where there is none.
   */
  uploadLink(
    name: string,
    seconds: number,
    info: ObjectInfo & { readonly size: number },
  ): Promise<{ readonly url: string; readonly headers: Readonly<Record<string, string>> }>
  /** A link that works for so many seconds without any other credential. */
  link(name: string, seconds: number, info?: Partial<ObjectInfo>): Promise<string>
  delete(name: string): Promise<void>
}

export interface SpilledRequest {
  readonly v: 1
  readonly channel: string
  readonly connection: string
  readonly method: string
  readonly url: string
  readonly query: readonly (readonly [string, string])[]
  readonly headers: Readonly<Record<string, string>>
  /** Base64 of the raw body; empty when it is in the object store. */
  readonly body: string
  /** Name of the object that holds the raw body, where it is too large for the queue. */
  readonly bodyObject?: string
  readonly receivedAt: number
}

/** Where shops, connections and accounts live: the config file now, an API later. */
export interface Directory {
  shops(): readonly Shop[]
  connections(): readonly Connection[]
  accounts(): readonly Account[]
  account(channel: string, connection: string, id: string): Account | undefined
}

/** Content-free structured log line: never text, names, addresses or secrets. */
export type Log = (event: string, fields?: Readonly<Record<string, Scalar | null>>) => void
