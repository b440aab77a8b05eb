import type { Context } from './context.ts'
import { withConversation, withConversations } from './conversation/present.ts'
import { endOfFeed, findEvent, isBehindFeed, oldestKept } from './feed-place.ts'
import { readFeed, type FeedEntry } from './feed.ts'
import { Problem } from './problem.ts'
import { reachesAccount, type Principal } from './reach.ts'
import type { EventType, ParleyEvent } from './schema/event.ts'

/** A place in the feed: every event up to here was given, as of a time (ms since epoch). */
export interface FeedPlace {
  readonly position: number
  readonly at: number
}

export interface EventsQuery {
  /** Undefined: with the oldest event that is kept. `latest`: with what comes from now on. */
  readonly after: FeedPlace | 'latest' | undefined
  readonly limit: number
  readonly types?: readonly EventType[]
}

export interface EventsPage {
  readonly data: readonly ParleyEvent[]
  readonly next: FeedPlace
  /** Whether there is more to read now. */
  readonly more: boolean
}

const reaches = (principal: Principal, { channel, account }: FeedEntry): boolean =>
  reachesAccount(principal, channel ?? '', account)

/** Where a reader stands; `cursor_expired` where events went that it has not read. */
const placeOf = async (ctx: Context, shop: string, after: EventsQuery['after']): Promise<FeedPlace> => {
  if (after === undefined) return { position: await oldestKept(ctx, shop), at: ctx.now() }
  if (after === 'latest') return { position: await endOfFeed(ctx, shop), at: ctx.now() }
  if (await isBehindFeed(ctx, shop, after.position, after.at))
    throw new Problem(
      'cursor_expired',
      'Events after this cursor are not kept any more: take a cursor with `after=latest`, read what you follow anew, and go on from that cursor.',
    )
  return after
}

/** What the shop's feed has after a place, as far as the principal reaches. What is left out moves `next` on all the same. */
export const listEvents = async (ctx: Context, principal: Principal, query: EventsQuery): Promise<EventsPage> => {
  const { shop } = principal
  const place = await placeOf(ctx, shop, query.after)
  const page = await readFeed(ctx, shop, place.position, query.limit)
  const wanted = page.entries.filter(
    (entry) => (query.types?.includes(entry.event.type) ?? true) && reaches(principal, entry),
  )
  return {
    data: await withConversations(
      ctx,
      wanted.map(({ event }) => event),
    ),
    next: { position: page.position, at: page.ended ? ctx.now() : (page.at ?? place.at) },
    more: !page.ended,
  }
}

export const getEvent = async (ctx: Context, principal: Principal, id: string): Promise<ParleyEvent> => {
  const entry = await findEvent(ctx, principal.shop, id)
  if (entry === undefined || !reaches(principal, entry)) throw new Problem('not_found', `There is no event ${id}.`)
  return withConversation(ctx, entry.event)
}
