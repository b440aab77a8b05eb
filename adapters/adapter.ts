import type { Capabilities } from '../core/capabilities.ts'
import type { InboundFact, OwnKey } from '../core/schema/fact.ts'
import type { Failure } from '../core/schema/failure.ts'
import type { Address, Alias } from '../core/schema/identity.ts'
import type { PartContent } from '../core/schema/message.ts'
import type * as z from 'zod'

/** A webhook call as it came: raw bytes, header names in lower case, and the public URL it was signed for. */
export interface WebhookRequest {
  readonly method: string
  /** The configured public URL with path and query; never built from a forwarded host. */
  readonly url: string
  /** Decoded query parameters, in order. */
  readonly query: readonly (readonly [string, string])[]
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
}

export interface WebhookReply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** Verified raw input for `parse`: the same whether it came by webhook, queue or spill. */
export type Delivery = Pick<WebhookRequest, 'method' | 'url' | 'query' | 'headers' | 'body'>

/** One provider request to make. `key` travels with it where the provider echoes one back. */
export interface OutboundPart {
  readonly key: OwnKey
  readonly address: Address
  readonly content: PartContent
  /** Provider id of the message answered. */
  readonly replyTo?: string
}

/**
 * What came of a send.
 * - `accepted`: the provider gave an id. `aliases` may tell more about the recipient (a BSUID for a phone).
 * - `refused`: the provider explicitly said no, or was never reached; the failure's retry says what is allowed.
 * - `unknown`: bytes were written and no readable answer came back; it may have been sent.
 */
export type SendOutcome =
  | {
      readonly kind: 'accepted'
      readonly providerId: string
      /** The scope under which receipts will name this id, where it is not the account itself (Twilio AccountSid). */
      readonly scope?: string
      readonly aliases?: readonly Alias[]
    }
  | { readonly kind: 'refused'; readonly failure: Failure }
  | { readonly kind: 'unknown'; readonly detail: string }

export interface ChannelAdapter {
  readonly channel: string
  readonly capabilities: Capabilities
  readonly webhook?: {
    /** Answers the provider's subscription check; undefined when the request is not one. */
    handshake?(req: WebhookRequest): WebhookReply | undefined
    /** True only for a valid signature over the raw bytes by any active secret. Constant time; never throws. */
    verify(req: WebhookRequest): boolean
    ack(req: WebhookRequest): WebhookReply
  }
  /** Pure: same input, same facts, input untouched. One bad item becomes a quarantine fact beside its siblings. */
  parse(raw: Delivery): Promise<InboundFact[]>
  /** Makes one provider request. Never throws for what the provider or the network does. */
  send(part: OutboundPart, signal: AbortSignal): Promise<SendOutcome>
}

/** What an adapter gets from outside; nothing else of the world is visible to it. */
export interface AdapterDeps {
  readonly fetch: typeof globalThis.fetch
  readonly now: () => number
  readonly nonce: () => string
  /** Active secrets by name, newest first; several while one is being rotated. Empty when none is configured. */
  readonly secrets: Readonly<Record<string, readonly string[]>>
  /** Public base URL of the gateway, without a trailing slash. */
  readonly publicUrl: string
  /** Public URL of this connection's webhook, `{publicUrl}/webhooks/{channel}/{connection}`: the one that is signed. */
  readonly webhookUrl: string
}

/** A channel as parley.config.ts imports it: the factory, its config schema and the secrets it needs by name. */
export interface ChannelFactory<Config = never> {
  readonly channel: string
  readonly config: z.ZodType<Config>
  readonly secrets: readonly string[]
  readonly capabilities: Capabilities
  create(config: Config, deps: AdapterDeps): ChannelAdapter
}
