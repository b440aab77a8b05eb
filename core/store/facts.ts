import type { StatedIds } from '../conversation/message-ids.ts'
import type { Item, Table } from '../ports.ts'
import type { KeyedFact, OwnKey, ReceiptFact, WatermarkFact } from '../schema/fact.ts'
import type { Failure } from '../schema/failure.ts'
import type { Alias } from '../schema/identity.ts'
import type { Attachment, MessageBody, Pricing } from '../schema/message.ts'
import { SORT } from './keys.ts'
import type { OwnFact } from './own-facts.ts'

export type * from './own-facts.ts'

/**
 * Version of the stored shapes; older ones are upcast where they are decoded. 2: an entry of the timeline whose provider
 * tells whole seconds is placed by its first-seen time within the second; those of 1 stay where they are.
 */
const STORED_VERSION = 2

export type ReceiptState = ReceiptFact['state']

export type StoredFact =
  | {
      readonly source: 'inbound'
      readonly fact: KeyedFact
      readonly channel: string
      readonly connection: string
    }
  | { readonly source: 'own'; readonly fact: OwnFact }

/** A fact with what the first write fixed for ever. */
export type FactRecord = StoredFact & {
  readonly key: string
  /** First-seen time in ms: when it was first written. */
  readonly seenAt: number
  /** Place in the delivery it came with. */
  readonly index: number
  readonly rev: number
  /** Version of the shape it was stored in. */
  readonly v: number
  /** Hash of the request body, for facts made by the API. */
  readonly bodyHash?: string
}

export const factItem = (
  key: string,
  stored: StoredFact,
  meta: { readonly seenAt: number; readonly index?: number; readonly bodyHash?: string },
): Item => ({
  pk: `f#${key}`,
  sk: SORT.fact,
  v: STORED_VERSION,
  rev: 1,
  seen: meta.seenAt,
  ...(meta.index ? { ix: meta.index } : {}),
  ...(meta.bodyHash === undefined ? {} : { bh: meta.bodyHash }),
  ...(stored.source === 'inbound' ? { ch: stored.channel, cn: stored.connection } : { own: true }),
  body: JSON.stringify(stored.fact),
})

export const decodeFact = (item: Item): FactRecord | undefined => {
  if (typeof item['body'] !== 'string') return undefined
  const meta = {
    key: item.pk.slice(2),
    seenAt: Number(item['seen']),
    index: Number(item['ix'] ?? 0),
    rev: Number(item['rev'] ?? 1),
    v: Number(item['v'] ?? 1),
    ...(item['bh'] === undefined ? {} : { bodyHash: String(item['bh']) }),
  }
  const fact: unknown = JSON.parse(item['body'])
  if (item['own'] === true) return { ...meta, source: 'own', fact: fact as OwnFact }
  return {
    ...meta,
    source: 'inbound',
    fact: fact as KeyedFact,
    channel: String(item['ch']),
    connection: String(item['cn']),
  }
}

/** How one part of an outbound message stands, as its worker wrote it. */
export interface PartState {
  readonly state?: 'queued' | 'held' | 'sending' | 'unknown' | 'sent' | 'failed' | 'cancelled' | 'expired'
  readonly attempts: number
  readonly lease?: number
  /** Not before this time, in ms. */
  readonly due?: number
  readonly providerId?: string
  /** When the provider was asked to take it, ms by our clock. */
  readonly sentAt?: number
  /** Fact key of the provider id, where its receipts are kept. */
  readonly key?: string
  readonly failure?: Failure
  /** What the provider's answer told of the recipient or the thread. */
  readonly aliases?: readonly Alias[]
}

/** Whose conversation a watermark is about, as the channel states it. */
export type WatermarkOf = Pick<WatermarkFact, 'account' | 'peers' | 'thread'> & {
  readonly channel: string
  readonly connection: string
}

/** What became of a file that had to be fetched. Written once: from then on it is never fetched again. */
export type FileState = Pick<Attachment, 'state' | 'object' | 'size' | 'contentType' | 'sha256' | 'reason'>

/** What changes about a fact, decoded from its state sibling. Present also when the fact itself has not arrived. */
export interface State {
  readonly rev: number
  readonly times: Partial<Record<ReceiptState, number>>
  readonly failure?: Failure
  readonly pricing?: Pricing
  /** Identities of the recipient that a receipt or an answer stated. */
  readonly peers?: readonly Alias[]
  readonly reactions: readonly { readonly by: Alias | null; readonly emoji: string; readonly at: number }[]
  readonly edit?: { readonly at: number; readonly body: MessageBody }
  readonly revokedAt?: number
  readonly selection?: { readonly id: string; readonly title: string; readonly of?: string }
  /** The outbound message this provider id belongs to. */
  readonly own?: OwnKey
  /** How far a conversation was delivered and read, where the channel tells marks instead of receipts. */
  readonly watermark?: {
    readonly of: WatermarkOf
    readonly delivered: number
    readonly read: number
    readonly told: number
  }
  /** The provider's id itself, where a receipt stated it together with our key. */
  readonly providerId?: string
  /** Why an outbound message cannot be sent and its fallback goes instead. */
  readonly fallback?: Failure
  readonly part: (index: number) => PartState
  /** What was said since of the message's ids in other systems. */
  readonly externalIds?: StatedIds
  /** By the file's id, see files.ts. */
  readonly file: (id: string) => FileState | undefined
}

const RECEIPTS: readonly ReceiptState[] = ['sent', 'delivered', 'read', 'played', 'failed', 'deleted']

const json = (value: Item[string]): unknown => (typeof value === 'string' ? JSON.parse(value) : undefined)
const number = (value: Item[string]): number | undefined => (typeof value === 'number' ? value : undefined)
const string = (value: Item[string]): string | undefined => (typeof value === 'string' ? value : undefined)
const given = <K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } =>
  (value === undefined ? {} : { [key]: value }) as { [P in K]?: V }

const reactionsOf = (item: Item): State['reactions'] =>
  Object.keys(item)
    .filter((name) => name.startsWith('re_'))
    .map((name) => json(item[name]) as { by: Alias | null; emoji: string | null; at: number } | undefined)
    .filter((r): r is { by: Alias | null; emoji: string; at: number } => typeof r?.emoji === 'string')
    .sort((a, b) => a.at - b.at || (a.emoji < b.emoji ? -1 : 1))

/** Where the state of an outbound message keeps what is known of one of its parts. */
export const partAttribute = (number: number, name: string): string => `p${number}_${name}`

const partOf = (item: Item, index: number): PartState => ({
  attempts: number(item[`p${index}_n`]) ?? 0,
  ...given('state', string(item[`p${index}_state`]) as PartState['state']),
  ...given('lease', number(item[`p${index}_lease`])),
  ...given('due', number(item[`p${index}_due`])),
  ...given('providerId', string(item[`p${index}_pid`])),
  ...given('sentAt', number(item[`p${index}_at`])),
  ...given('key', string(item[`p${index}_key`])),
  ...given('failure', json(item[`p${index}_fail`]) as Failure | undefined),
  ...given('aliases', json(item[`p${index}_al`]) as Alias[] | undefined),
})

const watermarkOf = (item: Item): State['watermark'] => {
  const of = json(item['wm']) as WatermarkOf | undefined
  if (of === undefined) return undefined
  const mark = (name: string): number => number(item[name]) ?? 0
  return { of, delivered: mark('wm_delivered'), read: mark('wm_read'), told: mark('wm_told') }
}

export const fileAttribute = (id: string): string => `fi_${id}`

const ID_PREFIX = 'xi_'
/** Where the state of a message keeps what was said of its id in another system. */
export const idAttribute = (system: string): string => `${ID_PREFIX}${system}`

const statedIdsOf = (item: Item): StatedIds | undefined => {
  const names = Object.keys(item).filter((name) => name.startsWith(ID_PREFIX))
  if (names.length === 0) return undefined
  return Object.fromEntries(names.map((name) => [name.slice(ID_PREFIX.length), json(item[name]) as StatedIds[string]]))
}

export const EMPTY_STATE: State = {
  rev: 0,
  times: {},
  reactions: [],
  part: () => ({ attempts: 0 }),
  file: () => undefined,
}

export const decodeState = (item: Item | undefined): State => {
  if (item === undefined) return EMPTY_STATE
  const times: Partial<Record<ReceiptState, number>> = {}
  for (const state of RECEIPTS) {
    const at = number(item[`rc_${state}`])
    if (at !== undefined) times[state] = at
  }
  const out = string(item['out'])
  return {
    rev: number(item['rev']) ?? 0,
    times,
    ...given('failure', json(item['rcf']) as Failure | undefined),
    ...given('pricing', json(item['rcp']) as Pricing | undefined),
    ...given('peers', json(item['al']) as Alias[] | undefined),
    reactions: reactionsOf(item),
    ...given('edit', json(item['ed']) as { at: number; body: MessageBody } | undefined),
    ...given('revokedAt', number(item['rv'])),
    ...given('selection', json(item['sel']) as { id: string; title: string; of?: string } | undefined),
    ...given('own', out === undefined ? undefined : { message: out, part: number(item['outp']) ?? 0 }),
    ...given('providerId', string(item['pid'])),
    ...given('watermark', watermarkOf(item)),
    ...given('externalIds', statedIdsOf(item)),
    ...given('fallback', json(item['fb']) as Failure | undefined),
    part: (index) => partOf(item, index),
    file: (id) => json(item[fileAttribute(id)]) as FileState | undefined,
  }
}

export interface Partition {
  readonly key: string
  /** Undefined also for one that was erased, of which the key alone is left. */
  readonly fact: FactRecord | undefined
  /** When it was erased, by the time of the erasure; see erase/strip.ts. */
  readonly erased?: number
  readonly state: State
}

/** Reads a fact and its state together, strongly consistent. */
export const loadPartition = async (table: Table, key: string): Promise<Partition> => {
  const { items } = await table.query({ pk: `f#${key}`, from: SORT.fact, to: SORT.state, consistent: true })
  const fact = items.find((item) => item.sk === SORT.fact)
  const state = items.find((item) => item.sk === SORT.state)
  return {
    key,
    fact: fact === undefined ? undefined : decodeFact(fact),
    state: decodeState(state),
    ...given('erased', number(fact?.['er']) ?? number(state?.['er'])),
  }
}
