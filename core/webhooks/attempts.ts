import type { Context } from '../context.ts'
import type { ParleyEvent } from '../schema/event.ts'
import type { Item, Page } from '../ports.ts'
import { attemptKey, attemptRange } from '../store/keys.ts'
import type { Endpoint } from './endpoint.ts'
import { POST_TIMEOUT_MS, succeeded, type DeliveryError, type DeliveryOutcome, type Post } from './post.ts'

const KEPT_MS = 30 * 24 * 3_600_000

/** An attempt as it is shown: how it went, and nothing of what either side said. */
export interface Attempt {
  readonly event: string
  readonly type: string
  readonly at: number
  readonly succeeded: boolean
  readonly status: number | null
  readonly error: DeliveryError | null
  readonly ms: number
}

const attemptOf = (event: Pick<ParleyEvent, 'id' | 'type'>, at: number, outcome: DeliveryOutcome): Attempt => ({
  event: event.id,
  type: event.type,
  at,
  succeeded: succeeded(outcome),
  status: outcome.status,
  error: outcome.error,
  ms: outcome.ms,
})

export interface Tried {
  readonly attempt: Attempt
  readonly outcome: DeliveryOutcome
}

/** Sends an event to an endpoint once, and keeps for 30 days how that went. */
export const attempt = async (
  ctx: Pick<Context, 'table' | 'now' | 'nonce'>,
  post: Post,
  endpoint: Endpoint,
  event: ParleyEvent,
): Promise<Tried> => {
  const at = ctx.now()
  const { id, settings, generation, previousUntil } = endpoint
  const outcome = await post({
    endpoint: id,
    url: settings.url,
    id: event.id,
    at,
    body: JSON.stringify(event),
    generations: at < previousUntil ? [generation, generation - 1] : [generation],
    timeoutMs: POST_TIMEOUT_MS,
  })
  const made = attemptOf(event, at, outcome)
  const ttl = Math.ceil((at + KEPT_MS) / 1000)
  await ctx.table.put({ ...attemptKey(id, at, `${event.id}#${ctx.nonce()}`), v: 1, said: JSON.stringify(made), ttl })
  return { attempt: made, outcome }
}

const decodeAttempt = (item: Item): Attempt => JSON.parse(String(item['said'])) as Attempt

/** Attempts of an endpoint, newest first. */
export const attemptsPage = async (
  ctx: Pick<Context, 'table'>,
  endpoint: string,
  limit: number,
  after: Page['next'],
): Promise<{ readonly data: readonly Attempt[]; readonly next: Readonly<Record<string, string>> | null }> => {
  const range = { ...attemptRange(endpoint), reverse: true, limit, ...(after ? { after } : {}) }
  const page = await ctx.table.query(range)
  return { data: page.items.map(decodeAttempt), next: page.next ?? null }
}
