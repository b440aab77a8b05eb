import type { Hono } from 'hono'
import * as z from 'zod'

/** Makes the sandbox misbehave as providers do. All off by default; `POST …/faults` sets them, `{}` clears. */
export const Faults = z
  .object({
    /** Each webhook is delivered so many extra times, the copies with a later provider time where there is one. */
    duplicates: z.number().int().min(0).max(5),
    /** Receipts of a message arrive last state first. */
    reverseReceipts: z.boolean(),
    /** Receipts arrive before the send is answered. */
    earlyReceipts: z.boolean(),
    /** Receipts that are sent at all. */
    receipts: z.array(z.enum(['sent', 'delivered', 'read', 'failed'])),
    /** Milliseconds between receipts. */
    receiptDelayMs: z.number().int().min(0).max(60_000),
    /** What happens to the next `times` sends. `drop`: accepted, then the connection ends without an answer. */
    send: z.object({
      fault: z.enum(['rate_limited', 'server_error', 'drop', 'refuse_connection', 'expired_token']),
      times: z.number().int().min(1).max(1000),
      retryAfterSeconds: z.number().int().min(0).optional(),
    }),
  })
  .partial()
export type Faults = z.infer<typeof Faults>

const BROKEN = 'x-sandbox-connection'

/**
 * What a sandbox's api returns where the provider gives no answer at all. `refused`: nothing was received. `dropped`:
 * the request was taken, then the connection ended. Whoever serves the api over HTTP ends the socket.
 */
export const brokenConnection = (how: 'refused' | 'dropped'): Response =>
  new Response(null, { status: 599, headers: { [BROKEN]: how } })

/** How the connection of a sandbox's response broke; undefined for a response that is one. */
export const connectionOf = (response: Response): 'refused' | 'dropped' | undefined => {
  const how = response.headers.get(BROKEN)
  return how === 'refused' || how === 'dropped' ? how : undefined
}

/** A `fetch` that goes straight into a sandbox's api: a broken connection fails as Node's own fetch reports it. */
export const fetchFrom =
  (api: Hono): typeof globalThis.fetch =>
  async (input, init) => {
    const response = await api.fetch(new Request(input, init))
    const broken = connectionOf(response)
    if (broken === undefined) return response
    const code = broken === 'refused' ? 'ECONNREFUSED' : 'UND_ERR_SOCKET'
    throw new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) })
  }

/** A webhook the provider makes: POSTed by the harness to the connection's webhook URL. */
export interface SandboxDelivery {
  readonly connection: string
  readonly method: 'GET' | 'POST'
  /** Path and query after the connection's webhook URL, usually empty. */
  readonly suffix: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export interface SandboxAccount {
  readonly connection: string
  readonly account: string
  readonly webhookUrl: string
  readonly secrets: Readonly<Record<string, string>>
  /** The connection's config as its factory reads it, for a channel that is another provider under another config. */
  readonly config?: unknown
}

export interface SandboxDeps {
  readonly accounts: readonly SandboxAccount[]
  readonly now: () => number
  readonly nonce: () => string
  /** Runs after so many ms; a virtual clock in tests. */
  readonly later: (ms: number, run: () => Promise<void>) => void
  /** Delivers a webhook and answers the gateway's HTTP status. */
  readonly deliver: (delivery: SandboxDelivery) => Promise<number>
  /** Puts a message into a connection's own queue, as a provider's topic does. */
  readonly enqueue: (connection: string, body: string) => Promise<void>
  /** Stores an object as a provider does that writes into the shop's bucket; answers the bucket's name. */
  readonly store: (key: string, body: Uint8Array) => Promise<string>
}

/** One request the provider received, as `GET /local/sandbox/{channel}/requests` lists it. Never a credential. */
export interface SandboxRequest {
  readonly at: number
  readonly method: string
  readonly path: string
  readonly body: unknown
  readonly status: number
  /** Id the provider gave the message, where it took it. */
  readonly providerId?: string
}

/**
 * What a customer cannot do at this provider or account, though the action as such is known: thrown by `customer`. Its message
 * is for whoever plays the customer.
 */
export class ImpossibleAction extends Error {
  override readonly name = 'ImpossibleAction'
}

/** A provider that behaves: signs as it signs, refuses what it refuses, hands out ids and sends receipts. */
export interface Sandbox {
  readonly channel: string
  /** The provider's own API, rooted at its host. */
  readonly api: Hono
  /**
   * A customer does something (writes, reacts, …); input is validated by the sandbox's own schema.
   * @throws ImpossibleAction where the provider knows no such thing
   */
  customer(input: unknown): Promise<{ readonly providerId: string; readonly status: number }>
  requests(): readonly SandboxRequest[]
  faults(next: Faults): void
}
export interface SandboxFactory {
  readonly channel: string
  /** What a customer can do, for the answer to a wrong input. */
  readonly input: z.ZodType
  create(deps: SandboxDeps): Sandbox
}
