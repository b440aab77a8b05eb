import type { Failure } from '../../core/schema/failure.ts'
import { record, records, text, type Json } from '../json.ts'
import type { XClient } from './client.ts'

/** Pages of subscriptions that are looked through: an app may have thousands. */
const PAGES = 10

/** An address to which X delivers. `valid` is false once it failed its check. */
export interface Webhook {
  readonly id: string
  readonly url: string
  readonly valid: boolean
}
/** One kind of event of one user that X delivers. */
export interface Subscription {
  readonly type: string
  readonly user: string
  /** Undefined where X does not say to which webhook. */
  readonly webhookId: string | undefined
}

export type Read<T> =
  | { readonly kind: 'read'; readonly value: T }
  | { readonly kind: 'refused'; readonly failure: Failure }

const get = async (client: XClient, path: string, signal: AbortSignal): Promise<Read<Json>> => {
  const asked = await client.ask({ method: 'GET', path, as: 'app' }, signal)
  return asked.kind === 'answer' ? { kind: 'read', value: record(asked.json) } : asked
}

/** All webhooks of the app. https://docs.x.com/x-api/webhooks/introduction */
export const readWebhooks = async (client: XClient, signal: AbortSignal): Promise<Read<readonly Webhook[]>> => {
  const read = await get(client, '/2/webhooks', signal)
  if (read.kind === 'refused') return read
  const value = records(read.value['data']).map(({ id, url, valid }) => ({
    id: text(id) ?? '',
    url: text(url) ?? '',
    valid: valid === true,
  }))
  return { kind: 'read', value }
}

/** All subscriptions of the app. https://docs.x.com/x-api/activity/introduction */
export const readSubscriptions = async (
  client: XClient,
  signal: AbortSignal,
): Promise<Read<readonly Subscription[]>> => {
  const found: Subscription[] = []
  let page = ''
  for (let count = 0; count < PAGES; count++) {
    const read = await get(client, `/2/activity/subscriptions${page}`, signal)
    if (read.kind === 'refused') return read
    for (const { event_type: type, filter, webhook_id: at } of records(read.value['data']))
      found.push({ type: text(type) ?? '', user: text(record(filter)['user_id']) ?? '', webhookId: text(at) })
    const next = text(record(read.value['meta'])['next_token'])
    if (next === undefined) break
    page = `?pagination_token=${encodeURIComponent(next)}`
  }
  return { kind: 'read', value: found }
}

/** Users of whom a webhook gets one kind of event. */
export const usersWith = (
  subscriptions: readonly Subscription[],
  webhookId: string,
  type: string,
): ReadonlySet<string> =>
  new Set(
    subscriptions
      .filter((one) => one.type === type && (one.webhookId === undefined || one.webhookId === webhookId))
      .map(({ user }) => user),
  )
