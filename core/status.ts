import type { MessageStatus, PartView } from './schema/message.ts'

/** First time each state was reported, ms since epoch, provider's time. */
export type ReceiptTimes = PartView['times']

/** What is known of one provider request: the state our own worker stored, and the receipts that came. */
export interface PartFacts {
  readonly state?: 'queued' | 'held' | 'sending' | 'unknown' | 'sent' | 'failed' | 'cancelled' | 'expired'
  readonly times: ReceiptTimes
}

/**
 * The lattice: how much is known of a part. Receipts only ever raise it, so their order and number do not matter.
 * - `failed` stands above `delivered`: a bounce comes after the delivery it takes back, and providers' times are too
 *   coarse, and change too much between deliveries of one webhook, to order the two by time.
 * - `read` stands above `failed`: it proves that the message arrived, and no later word can unread it. Failures beside
 *   it come from another device or another try of the same part.
 * - `cancelled` and `expired` stand below `sending`: they say that nothing was sent, and any sign of a send refutes them.
 */
const RANK: Readonly<Record<MessageStatus, number>> = {
  received: -1,
  queued: 0,
  held: 1,
  cancelled: 2,
  expired: 2,
  sending: 3,
  unknown: 4,
  sent: 5,
  delivered: 6,
  partially_failed: 7,
  failed: 7,
  read: 8,
}

/** What a receipt proves. Also one about a deletion says that the provider had taken the message. */
const PROVES: Readonly<Record<keyof ReceiptTimes, MessageStatus>> = {
  sent: 'sent',
  delivered: 'delivered',
  read: 'read',
  played: 'read',
  failed: 'failed',
  deleted: 'sent',
}
const RECEIPTS = Object.keys(PROVES) as (keyof ReceiptTimes)[]

/** Receipts of both, each state with its earliest time: duplicates, and copies with a later time, change nothing. */
export const mergeTimes = (left: ReceiptTimes, right: ReceiptTimes): ReceiptTimes => {
  const merged: ReceiptTimes = {}
  for (const receipt of RECEIPTS) {
    const times = [left[receipt], right[receipt]].filter((time) => time !== undefined)
    if (times.length > 0) merged[receipt] = Math.min(...times)
  }
  return merged
}

/** Status of a part: the most that its stored state (`queued` before there is one) or any receipt says. */
export const partStatus = ({ state = 'queued', times }: PartFacts): MessageStatus =>
  RECEIPTS.filter((receipt) => times[receipt] !== undefined)
    .map((receipt) => PROVES[receipt])
    .reduce<MessageStatus>((most, status) => (RANK[status] > RANK[most] ? status : most), state)

const WENT: ReadonlySet<MessageStatus> = new Set(['sent', 'delivered', 'read', 'partially_failed'])
const LOST: ReadonlySet<MessageStatus> = new Set(['failed', 'cancelled', 'expired', 'partially_failed'])

/**
 * Status of a message from those of its parts: the least advanced of the parts that are not lost. Lost parts (failed,
 * cancelled, expired) count once no other part is left: `partially_failed` as soon as another part went, since what the
 * customer holds is then incomplete; `failed` when one failed and none went. Without parts: `queued`.
 */
export const messageStatus = (parts: readonly MessageStatus[]): MessageStatus => {
  const lost = parts.filter((status) => LOST.has(status))
  if (lost.length > 0 && parts.some((status) => WENT.has(status))) return 'partially_failed'
  const rest = parts.filter((status) => !LOST.has(status))
  const [first = 'queued', ...others] = rest.length > 0 ? rest : lost
  if (rest.length === 0) return lost.includes('failed') ? 'failed' : first
  return others.reduce((least, status) => (RANK[status] < RANK[least] ? status : least), first)
}

/**
 * Whether `to` tells more than `from`. Equal states do not; what was received stays so; what was cancelled or expired
 * yields only to the proof that it was sent after all.
 */
export const advances = (from: MessageStatus, to: MessageStatus): boolean => {
  if (from === 'received') return false
  if (from === 'cancelled' || from === 'expired') return RANK[to] >= RANK.sent
  return RANK[to] > RANK[from]
}
