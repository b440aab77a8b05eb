import type { Context } from '../context.ts'
import { bucketKey } from '../store/keys.ts'

/** So many requests a second in the long run, and so many at once after a pause. */
export interface RateLimit {
  readonly perSecond: number
  readonly burst: number
}

/** Asks to let one request of a key through: 0, or the ms to wait before the next try. */
export type Limiter = (name: string) => Promise<number>

type Store = Pick<Context, 'table' | 'now'>

/** What an instance knows of a key's rate without asking the table. */
interface Known {
  /** Requests it may let through until `keptUntil`. */
  left: number
  keptUntil: number
  blockedUntil: number
  /** When the latest requests came. */
  recent: number[]
  /** Requests that were let through and are to be drawn with the next. */
  owed: number
}

/** Most requests that an instance sets apart at once, and how long it keeps them. */
const MAX_SHARE = 10
const KEEP_MS = 1000
/** A bucket nobody drew from for so long is full in any case. */
const FORGET_SECONDS = 24 * 3600
/** Names remembered at most; beyond, all are forgotten, which costs a write each. */
const MAX_KNOWN = 1000

/**
 * A token bucket that all instances share, kept as the time at which it will be full again (the generic cell rate algorithm):
 * drawing moves that time on, as long as it is not further away than the whole burst takes. Guards make each draw atomic.
 */
const draw = async (
  { table, now }: Store,
  { perSecond, burst }: RateLimit,
  name: string,
  requests: number,
): Promise<boolean> => {
  const at = now()
  const cost = (requests * 1000) / perSecond
  const room = (burst * 1000) / perSecond - cost
  if (room < 0) return false
  const ttl = Math.ceil(at / 1000) + FORGET_SECONDS
  // Full: it begins to be used now.
  const began = await table.update(
    bucketKey(name),
    { set: { full: at + cost, ttl } },
    { any: [{ absent: 'full' }, { lt: ['full', at] }] },
  )
  if (began) return true
  const went = await table.update(
    bucketKey(name),
    { add: { full: cost }, set: { ttl } },
    { lt: ['full', at + room + ROUNDING_MS] },
  )
  return went !== undefined
}

/** Numbers are stored in decimals: sums of fractions come out a little off. */
const ROUNDING_MS = 0.01

/** How long until one request fits into the bucket. */
const waitFor = async ({ table, now }: Store, limit: RateLimit, name: string): Promise<number> => {
  const item = await table.get(bucketKey(name), { consistent: true })
  const full = Number(item?.['full'] ?? 0)
  return Math.max(1, Math.ceil(full - now() - ((limit.burst - 1) * 1000) / limit.perSecond))
}

/** Lets a request through by what was set apart before. */
const takeKept = (mine: Known, now: number): boolean => {
  if (mine.keptUntil <= now || mine.left === 0) return false
  mine.left--
  return true
}

/**
 * Limits each key by itself, over all instances. An instance on which a key is busy sets a few requests apart at once, which
 * saves writes: a key that many instances serve at its very limit may so be stopped a little early. The first request after a
 * quiet second is let through without a write, and drawn with the next one: a key that asks now and then costs nothing, and
 * an instance can add one request a second at most to what the key may do.
 */
export const createLimiter = (store: Store, limit: RateLimit): Limiter => {
  const known = new Map<string, Known>()

  const of = (name: string): Known => {
    const found = known.get(name)
    if (found) return found
    if (known.size >= MAX_KNOWN) known.clear()
    const fresh: Known = { left: 0, keptUntil: 0, blockedUntil: 0, recent: [], owed: 0 }
    known.set(name, fresh)
    return fresh
  }

  return async (name) => {
    const mine = of(name)
    const now = store.now()
    if (mine.blockedUntil > now) return mine.blockedUntil - now
    mine.recent = [...mine.recent.filter((time) => time > now - KEEP_MS), now].slice(-2 * MAX_SHARE)
    if (takeKept(mine, now)) return 0
    if (mine.recent.length === 1) {
      mine.owed = 1
      return 0
    }
    const share = Math.max(1, Math.min(MAX_SHARE, Math.floor(mine.recent.length / 2)))
    // Other calls may be drawing at the same moment: what is owed is drawn by one of them, and what each sets apart adds up.
    const { owed } = mine
    mine.owed = 0
    for (const requests of share > 1 ? [share, 1] : [1])
      if (await draw(store, limit, name, requests + owed)) {
        mine.left = (mine.keptUntil > now ? mine.left : 0) + requests - 1
        mine.keptUntil = now + KEEP_MS
        return 0
      }
    mine.owed += owed
    if (takeKept(mine, now)) return 0
    const wait = await waitFor(store, limit, name)
    mine.blockedUntil = now + wait
    return wait
  }
}
