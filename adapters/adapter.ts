import type { Capabilities } from '../core/capabilities.ts'
import type { InboundFact } from '../core/schema/fact.ts'
import type { OutboundPart, SendOutcome } from '../core/send/sender.ts'
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

export type { OutboundPart, SendOutcome } from '../core/send/sender.ts'

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
  /** Where the config changes what the channel can do (a longer reply window): its capabilities under a config. */
  capabilitiesFor?(config: Config): Capabilities
  create(config: Config, deps: AdapterDeps): ChannelAdapter
}
