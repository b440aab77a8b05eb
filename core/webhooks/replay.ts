import type { Context } from '../context.ts'
import { findEvent, positionBefore } from '../feed-place.ts'
import { Problem } from '../problem.ts'
import { reachesAccount } from '../reach.ts'
import { replayKey } from '../store/keys.ts'
import { attempt, type Attempt } from './attempts.ts'
import type { Endpoint } from './endpoint.ts'
import { shopsFor } from './feeds.ts'
import { findEndpoint, type Manager } from './manage.ts'
import type { Post } from './post.ts'

/** One event by its id, or what was written from one time up to another, ms since epoch. */
export type ReplayRequest = { readonly event: string } | { readonly from: number; readonly to: number }

/** What is written down of a replay, for the endpoint's worker. */
type Asked = Readonly<Record<string, string | number>>

const singleOf = async (ctx: Context, manager: Manager, endpoint: Endpoint, event: string): Promise<Asked> => {
  for (const shop of shopsFor(ctx, endpoint)) {
    const entry = await findEvent(ctx, shop, event)
    if (entry !== undefined && reachesAccount(manager, entry.channel ?? '', entry.account))
      return { pos: entry.position - 1, to: entry.position, ...(endpoint.shop === null ? { shop } : {}) }
  }
  throw new Problem('not_found', `There is no event ${event}.`)
}

/** Of many feeds the worker looks for the positions itself, one after the other: here somebody waits. */
const rangesOf = async (
  ctx: Context,
  endpoint: Endpoint,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<readonly Asked[]> => {
  const { shop, position } = endpoint
  if (shop === null) return shopsFor(ctx, endpoint).map((one) => ({ shop: one, since: from, until: to }))
  const [first, last] = [await positionBefore(ctx, shop, from), await positionBefore(ctx, shop, to + 1)]
  // What it was not sent yet it is sent without asking.
  return [{ pos: first, to: Math.min(last, position) }]
}

/** Has events sent again, by the ids they had. A single one is sent whatever the filter says. */
export const replay = async (ctx: Context, manager: Manager, id: string, request: ReplayRequest): Promise<void> => {
  const endpoint = await findEndpoint(ctx, manager, id)
  if (endpoint.off !== undefined)
    throw new Problem('endpoint_disabled', 'Nothing is sent to this endpoint: enable it first.')
  const single = 'event' in request
  const asked = single
    ? [await singleOf(ctx, manager, endpoint, request.event)]
    : await rangesOf(ctx, endpoint, request)
  const key = `${String(ctx.now()).padStart(13, '0')}#${ctx.nonce()}`
  for (const [index, one] of asked.entries())
    await ctx.table.put({ ...replayKey(id, `${key}#${index}`), v: 1, ...one, single })
  await ctx.queues.notify(id, `replay ${key}`)
}

/** Sends an endpoint an event that says nothing, now, and answers how that went. */
export const sendTest = async (ctx: Context, post: Post, manager: Manager, id: string): Promise<Attempt> => {
  const endpoint = await findEndpoint(ctx, manager, id)
  const event = {
    id: `evt_${ctx.hash('evt', 'webhook.test', id, ctx.nonce())}`,
    type: 'webhook.test' as const,
    shop: endpoint.shop ?? manager.shop,
    at: ctx.now(),
    subject: id,
    data: { id },
  }
  return (await attempt(ctx, post, endpoint, event)).attempt
}
