import type { Context } from '../context.ts'
import { findEvent, positionBefore } from '../feed-place.ts'
import { Problem } from '../problem.ts'
import { reachesAccount, type Principal } from '../reach.ts'
import { replayKey } from '../store/keys.ts'
import { attempt, type Attempt } from './attempts.ts'
import type { Endpoint } from './endpoint.ts'
import { findEndpoint } from './manage.ts'
import type { Post } from './post.ts'

/** One event by its id, or what was written from one time up to another, ms since epoch. */
export type ReplayRequest = { readonly event: string } | { readonly from: number; readonly to: number }

/** Positions to send again: after the first, up to the second. */
const rangeOf = async (
  ctx: Context,
  principal: Principal,
  { shop, position }: Endpoint,
  request: ReplayRequest,
): Promise<readonly [number, number]> => {
  if (!('event' in request)) {
    const [from, to] = [await positionBefore(ctx, shop, request.from), await positionBefore(ctx, shop, request.to + 1)]
    // What it was not sent yet it is sent without asking.
    return [from, Math.min(to, position)]
  }
  const entry = await findEvent(ctx, shop, request.event)
  if (entry === undefined || !reachesAccount(principal, entry.channel ?? '', entry.account))
    throw new Problem('not_found', `There is no event ${request.event}.`)
  return [entry.position - 1, entry.position]
}

/** Has events sent again, by the ids they had. A single one is sent whatever the filter says. */
export const replay = async (ctx: Context, principal: Principal, id: string, request: ReplayRequest): Promise<void> => {
  const endpoint = await findEndpoint(ctx, principal, id)
  if (endpoint.off !== undefined)
    throw new Problem('endpoint_disabled', 'Nothing is sent to this endpoint: enable it first.')
  const [pos, to] = await rangeOf(ctx, principal, endpoint, request)
  const key = `${String(ctx.now()).padStart(13, '0')}#${ctx.nonce()}`
  await ctx.table.put({ ...replayKey(id, key), v: 1, pos, to, single: 'event' in request })
  await ctx.queues.notify(id, `replay ${key}`)
}

/** Sends an endpoint an event that says nothing, now, and answers how that went. */
export const sendTest = async (ctx: Context, post: Post, principal: Principal, id: string): Promise<Attempt> => {
  const endpoint = await findEndpoint(ctx, principal, id)
  const event = {
    id: `evt_${ctx.hash('evt', 'webhook.test', id, ctx.nonce())}`,
    type: 'webhook.test' as const,
    shop: endpoint.shop,
    at: ctx.now(),
    subject: id,
    data: { id },
  }
  return (await attempt(ctx, post, endpoint, event)).attempt
}
