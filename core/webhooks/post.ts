/** One signed POST of an event. */
export interface Delivery {
  readonly endpoint: string
  readonly url: string
  /** Of the event: `webhook-id`, the same with each attempt. */
  readonly id: string
  /** When it is sent, ms since epoch: `webhook-timestamp`. */
  readonly at: number
  readonly body: string
  /** Numbers of the secrets that sign it, newest first. */
  readonly generations: readonly number[]
  readonly timeoutMs: number
}

/** Why no answer came, without a word of the other side's. */
export type DeliveryError = 'timeout' | 'unreachable' | 'forbidden_url' | 'redirect'

export interface DeliveryOutcome {
  /** Null where no answer came. */
  readonly status: number | null
  readonly error: DeliveryError | null
  /** As the answer asks by Retry-After. */
  readonly retryAfterMs?: number
  /** How long it took. */
  readonly ms: number
}

/** Posts; never throws for what the other side or the network does. */
export type Post = (delivery: Delivery) => Promise<DeliveryOutcome>

/** Longest an endpoint may take to answer. */
export const POST_TIMEOUT_MS = 15_000

export const succeeded = ({ status, error }: DeliveryOutcome): boolean =>
  error === null && status !== null && status >= 200 && status < 300
