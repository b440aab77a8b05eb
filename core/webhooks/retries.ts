import { compact } from '../compact.ts'
import type { Context } from '../context.ts'
import type { Item } from '../ports.ts'
import { appendEvent, type FeedEntry, type FeedStore } from '../feed.ts'
import { dueKeys, retryKey } from '../store/keys.ts'

/** An event that an endpoint did not take, and that is tried again while others go on. */
export interface Retry {
  readonly position: number
  /** In whose feed; absent where the endpoint is a shop's. */
  readonly shop?: string
  /** Tries made. */
  readonly attempts: number
  /** When the first of them was, ms since epoch. */
  readonly since: number
  /** When it may be tried again, ms since epoch; undefined while the endpoint is parked. */
  readonly at: number | undefined
}

export const decodeRetry = (item: Item): Retry => {
  const [, position, shop] = item.sk.split('#')
  return {
    position: Number(position),
    ...compact({ shop }),
    attempts: Number(item['n']),
    since: Number(item['since']),
    at: item['next'] === undefined ? undefined : Number(item['next']),
  }
}

/** Keeps an event to be tried again; without a time it waits for the endpoint to be well. */
export const putRetry = async (ctx: Pick<Context, 'table'>, endpoint: string, retry: Retry): Promise<void> => {
  const { position, shop, attempts, since, at } = retry
  const name = shop === undefined ? position : `${position}/${shop}`
  const due = at === undefined ? {} : { next: at, ...dueKeys(at, `${endpoint}/${name}`) }
  await ctx.table.put({ ...retryKey(endpoint, position, shop), v: 1, n: attempts, since, ...due })
}

export const removeRetry = async (
  ctx: Pick<Context, 'table'>,
  endpoint: string,
  { position, shop }: Pick<Retry, 'position' | 'shop'>,
): Promise<void> => {
  await ctx.table.delete(retryKey(endpoint, position, shop))
}

/** An event that an endpoint never took, though it took others: the shop that it is of is told, and may replay it. */
export const giveUp = async (
  ctx: FeedStore & Pick<Context, 'log'>,
  endpoint: string,
  { event }: Pick<FeedEntry, 'event'>,
  retry: Pick<Retry, 'position' | 'shop'>,
): Promise<void> => {
  await appendEvent(ctx, {
    type: 'item.quarantined',
    shop: event.shop,
    subject: event.id,
    key: ['webhook', endpoint, event.id],
    data: { id: event.id, endpoint, type: event.type, reason: 'endpoint_refused' },
  })
  ctx.log('webhook_gave_up', { endpoint, event: event.id })
  await removeRetry(ctx, endpoint, retry)
}
