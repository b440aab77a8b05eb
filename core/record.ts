import type { Context } from './context.ts'
import { InvalidWrite, type Change, type Guard, type Item, type Scalar } from './ports.ts'
import type { InboundFact, KeyedFact, OwnKey, QuarantineFact, ReceiptFact, WatermarkFact } from './schema/fact.ts'
import type { Failure } from './schema/failure.ts'
import { factItem, type WatermarkOf } from './store/facts.ts'
import { messageFact, rawKey, stateKey } from './store/keys.ts'

export interface Received {
  readonly channel: string
  readonly connection: string
  /** When the delivery was first seen, ms since epoch. */
  readonly receivedAt: number
  readonly facts: readonly InboundFact[]
  /** Id of the whole delivery, where it was kept because something in it could not be read. */
  readonly delivery?: string
}

export interface Recorded {
  readonly stored: number
  readonly duplicates: number
}

const PARALLEL = 16

type Store = Pick<Context, 'table' | 'hash' | 'pack' | 'directory' | 'settings'>
type Delivery = Omit<Received, 'facts'>

const ownMark = (own: OwnKey | undefined, providerId: string): Record<string, Scalar> =>
  own === undefined ? {} : { out: own.message, outp: own.part, pid: providerId }

/** Merges what a provider states about a message into the state of that message, known or not. One write. */
const mark = (store: Store, channel: string, scope: string, providerId: string, change: Change, guard?: Guard) =>
  store.table.update(
    stateKey(messageFact(store.hash, channel, scope, providerId)),
    { ...change, add: { rev: 1 } },
    guard,
  )

const MAX_DETAIL = 1000

/** A provider's words are for people: the first thousand characters will do, and always fit. */
const brief = (failure: Failure): Failure => {
  const detail = failure.provider?.detail
  if (failure.provider === undefined || detail === undefined || detail.length <= MAX_DETAIL) return failure
  return { ...failure, provider: { ...failure.provider, detail: detail.slice(0, MAX_DETAIL) } }
}

/** The earliest time of a state wins, so that any order and number of deliveries gives the same. */
const recordReceipt = async (store: Store, delivery: Delivery, fact: ReceiptFact): Promise<boolean> => {
  const at = fact.at ?? delivery.receivedAt
  const name = `rc_${fact.state}`
  const init: Record<string, Scalar> = ownMark(fact.ours, fact.target)
  if (fact.pricing) init['rcp'] = JSON.stringify(fact.pricing)
  if (fact.peers.length > 1) init['al'] = JSON.stringify(fact.peers)
  const earlier = (attribute: string): Guard => ({ any: [{ absent: attribute }, { gt: [attribute, at] }] })
  const merge = (change: Change, guard: Guard) => mark(store, delivery.channel, fact.scope, fact.target, change, guard)
  const first = await merge({ set: { [name]: at }, init }, earlier(name))
  if (fact.failure === undefined) return first !== undefined
  // Apart from the time: a failure without a code must not hide the code another delivery brings.
  await merge({ set: { rcf: JSON.stringify(brief(fact.failure)), rcf_at: at } }, earlier('rcf_at'))
  return first !== undefined
}

/** One item for a conversation as the channel states it: the latest mark wins. */
const recordWatermark = async (store: Store, delivery: Delivery, fact: WatermarkFact): Promise<boolean> => {
  const { account, peers, thread, state, upTo } = fact
  const { channel, connection } = delivery
  const of = thread ?? peers.at(-1)
  const key = stateKey(store.hash('watermark', channel, account, of?.type ?? '', of?.value ?? ''))
  const name = `wm_${state}`
  const where: WatermarkOf = { channel, connection, account, peers, ...(thread ? { thread } : {}) }
  const moved = await store.table.update(
    key,
    { set: { [name]: upTo }, init: { wm: JSON.stringify(where) }, add: { rev: 1 } },
    { any: [{ absent: name }, { lt: [name, upTo] }] },
  )
  return moved !== undefined
}

/** Key of an inbound fact: kind, channel, scope and the provider's id. Never a time or a peer: those differ between deliveries. */
export const inboundFactKey = (hash: Context['hash'], channel: string, fact: KeyedFact): string =>
  fact.kind === 'message'
    ? messageFact(hash, channel, fact.scope, fact.id)
    : hash(fact.kind, channel, fact.scope, fact.id)

/**
 * Keeps the provider's own slice apart, with a TTL. Of a message it is worth nothing where it does not fit: the message
 * stands. Of a quarantined item it is all there is: what does not fit must be kept elsewhere, as if the table were down.
 */
const keepRaw = async (
  store: Store,
  key: string,
  fact: KeyedFact,
  raw: unknown,
  { receivedAt, delivery }: Delivery,
): Promise<void> => {
  const item: Item = {
    ...rawKey(key),
    raw: store.pack(JSON.stringify(raw)),
    ...(fact.kind === 'quarantine' && delivery !== undefined ? { dlv: delivery } : {}),
    ttl: Math.ceil((receivedAt + store.settings.rawTtlMs) / 1000),
  }
  try {
    await store.table.put(item, { absent: 'pk' })
  } catch (error) {
    if (!(error instanceof InvalidWrite)) throw error
    if (fact.kind === 'quarantine') throw new Error('a quarantined item is too large for the table', { cause: error })
  }
}

const put = (store: Store, delivery: Delivery, key: string, fact: KeyedFact, index: number): Promise<boolean> =>
  store.table.put(
    factItem(
      key,
      { source: 'inbound', fact, channel: delivery.channel, connection: delivery.connection },
      { seenAt: delivery.receivedAt, index },
    ),
    { absent: 'pk' },
  )

/** What the store will never take is kept by its key and reason: acknowledged, listed, never retried for days. */
const quarantine = (fact: InboundFact): QuarantineFact => ({
  kind: 'quarantine',
  id: `${fact.kind} ${'id' in fact ? fact.id : fact.kind === 'receipt' ? `${fact.target} ${fact.state}` : fact.upTo}`,
  scope: fact.scope,
  account: fact.account,
  at: fact.at,
  reason: `the store does not take this ${fact.kind}: it is too large or malformed`,
  raw: null,
})

/** Key under which a fact of a delivery is kept, as {@link recordFacts} keeps it. */
export const keyOfFact = (store: Store, delivery: Delivery, fact: KeyedFact): string => {
  const { scope } = ownScope(store, delivery, fact)
  return inboundFactKey(store.hash, delivery.channel, { ...fact, scope })
}

const recordKeyed = async (store: Store, delivery: Delivery, fact: KeyedFact, index: number): Promise<boolean> => {
  const key = inboundFactKey(store.hash, delivery.channel, fact)
  const { raw, ...slim } = fact.kind === 'message' || fact.kind === 'quarantine' ? fact : { ...fact, raw: undefined }
  if (raw !== undefined && raw !== null) await keepRaw(store, key, fact, raw, delivery)
  if (fact.kind === 'message' && fact.ours)
    await mark(store, delivery.channel, fact.scope, fact.id, { init: ownMark(fact.ours, fact.id) })
  return put(store, delivery, key, slim as KeyedFact, index)
}

const recordFact = async (store: Store, delivery: Delivery, fact: InboundFact, index: number): Promise<boolean> => {
  try {
    if (fact.kind === 'receipt') return await recordReceipt(store, delivery, fact)
    if (fact.kind === 'watermark') return await recordWatermark(store, delivery, fact)
    return await recordKeyed(store, delivery, fact, index)
  } catch (error) {
    if (!(error instanceof InvalidWrite)) throw error
    const lost = quarantine(fact)
    return put(store, delivery, inboundFactKey(store.hash, delivery.channel, lost), lost, index)
  }
}

/**
 * Two connections may be told of the same event; the one that has the account makes the fact. What a connection says of
 * an account it does not have is keyed by the connection, so that it can never stand in the way of the right one.
 */
export const ownScope = (
  store: Pick<Context, 'directory'>,
  { channel, connection }: Pick<Received, 'channel' | 'connection'>,
  fact: InboundFact,
): InboundFact =>
  store.directory.account(channel, connection, fact.account) ? fact : { ...fact, scope: `${connection} ${fact.scope}` }

/**
 * Writes the facts of a delivery, each independent of the others: one conditional write, and one more for a raw slice, a
 * failure's reason or our own key. No read. When one cannot be written the first error is thrown, and the caller keeps
 * the delivery whole.
 */
export const recordFacts = async (store: Store, received: Received): Promise<Recorded> => {
  let stored = 0
  let failed: { readonly error: unknown } | undefined
  const queue = received.facts.map((fact) => ownScope(store, received, fact)).entries()
  const worker = async (): Promise<void> => {
    for (const [index, fact] of queue) {
      // Trying the rest would only take the provider's time.
      if (failed) return
      try {
        if (await recordFact(store, received, fact, index)) stored += 1
      } catch (error) {
        failed ??= { error }
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(PARALLEL, received.facts.length) }, worker))
  if (failed) throw failed.error
  return { stored, duplicates: received.facts.length - stored }
}
