import type { Context } from '../context.ts'
import type { Item } from '../ports.ts'
import { appendEvent, type FeedEntry, type FeedStore } from '../feed.ts'
import { dueKeys, retryKey } from '../store/keys.ts'

/** An event that an endpoint did not take, and that is tried again while others go on. */
export interface Retry {
  readonly position: number
  /** Tries made. */
  readonly attempts: number
  /** When the first of them was, ms since epoch. */
  readonly since: number
  /** When it may be tried again, ms since epoch; undefined while the endpoint is parked. */
  readonly at: number | undefined
}

export const decodeRetry = (item: Item): Retry => ({
  position: Number(item.sk.slice('P#'.length)),
  attempts: Number(item['n']),
  since: Number(item['since']),
  at: item['next'] === undefined ? undefined : Number(item['next']),
})

/** Keeps an event to be tried again; without a time it waits for the endpoint to be well. */
export const putRetry = async (ctx: Pick<Context, 'table'>, endpoint: string, retry: Retry): Promise<void> => {
  const { position, attempts, since, at } = retry
  const due = at === undefined ? {} : { next: at, ...dueKeys(at, `${endpoint}/${position}`) }
  await ctx.table.put({ ...retryKey(endpoint, position), v: 1, n: attempts, since, ...due })
}

export const removeRetry = async (ctx: Pick<Context, 'table'>, endpoint: string, position: number): Promise<void> => {
  await ctx.table.delete(retryKey(endpoint, position))
}

/** An event that an endpoint never took, though it took others: the shop is told, and may replay it. */
export const giveUp = async (
  ctx: FeedStore & Pick<Context, 'log'>,
  { id: endpoint, shop }: { readonly id: string; readonly shop: string },
  { event, position }: FeedEntry,
): Promise<void> => {
  await appendEvent(ctx, {
    type: 'item.quarantined',
    shop,
    subject: event.id,
    key: ['webhook', endpoint, event.id],
    data: { id: event.id, endpoint, type: event.type, reason: 'endpoint_refused' },
  })
  ctx.log('webhook_gave_up', { endpoint, event: event.id })
  await removeRetry(ctx, endpoint, position)
}
