import type { ActionOutcome, ChannelAction } from '../core/act.ts'
import type { Capabilities } from '../core/capabilities.ts'
import type { RemoteFile } from '../core/schema/content.ts'
import type { InboundFact } from '../core/schema/fact.ts'
import type { Failure } from '../core/schema/failure.ts'
import type { Alias, Profile } from '../core/schema/identity.ts'
import type { ChannelTemplate } from '../core/schema/template.ts'
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
export interface Delivery extends Pick<WebhookRequest, 'method' | 'url' | 'query' | 'headers' | 'body'> {
  /** The object that the delivery speaks of, where a queue's message named one (a mail that SES put into S3). */
  readonly object?: { readonly name: string; readonly body: Uint8Array }
}

export type { ActionOutcome, ChannelAction } from '../core/act.ts'
export type { AnsweredMail, OutboundPart, SendOutcome } from '../core/send/sender.ts'

/** A message of the connection's own queue, as SQS hands it over. Nobody but the provider's topic can write there. */
export interface QueueMessage {
  readonly id: string
  readonly body: string
}
/**
 * What a queue's message is: a delivery for `parse`, with the bucket and key of an object to be loaded for it first;
 * or nothing to keep (a provider's test message), with the reason.
 */
export type QueueRead =
  | { readonly kind: 'delivery'; readonly delivery: Delivery; readonly object?: { bucket: string; key: string } }
  | { readonly kind: 'ignore'; readonly reason: string }

/** A file that came within a delivery: kept in the object store, by the name its fact gives, before the fact is. */
export interface InboundObject {
  readonly name: string
  readonly body: Uint8Array
  readonly contentType: string
  readonly filename?: string
}

/**
 * How a file is fetched. `headers` are sent to the hosts in `trusted` alone, exact names; a redirect elsewhere goes
 * without them. `gone`: the provider does not have it any more.
 */
export type MediaSource =
  | {
      readonly kind: 'fetch'
      readonly url: string
      readonly headers: Readonly<Record<string, string>>
      readonly trusted: readonly string[]
      readonly contentType?: string
      /** Bytes the provider states; what comes is counted all the same. */
      readonly size?: number
    }
  | { readonly kind: 'gone'; readonly reason: string }
  | { readonly kind: 'refused'; readonly failure: Failure }

export type ProfileOutcome =
  | { readonly kind: 'found'; readonly profile: Profile }
  /** The channel will not tell, now or ever. */
  | { readonly kind: 'none' }
  | { readonly kind: 'refused'; readonly failure: Failure }

/**
 * A page of an account's templates, which may be empty. `next`, where there is more, is the cursor of the page that follows.
 * What the provider has and no page holds is taken for gone.
 */
export type TemplatesOutcome =
  | { readonly kind: 'page'; readonly templates: readonly ChannelTemplate[]; readonly next?: string }
  | { readonly kind: 'refused'; readonly failure: Failure }

/**
 * Work on a schedule. `cursor` is what the run before answered, undefined the first time. What it brings is recorded like
 * a webhook's facts, so that finding the same thing twice is harmless; a failure leaves the cursor and is logged.
 */
export interface Routine {
  readonly everyMs: number
  run(
    cursor: string | undefined,
    accounts: readonly string[],
    signal: AbortSignal,
  ): Promise<{ readonly facts: readonly InboundFact[]; readonly cursor?: string }>
}

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
  /** Reads a message of the connection's own queue. Pure; never throws. */
  readonly queue?: (message: QueueMessage) => QueueRead
  /** Pure: same input, same facts, input untouched. One bad item becomes a quarantine fact beside its siblings. */
  parse(raw: Delivery): Promise<InboundFact[]>
  /** The files within a delivery, by the names that `parse` gives them. Pure. */
  readonly objects?: (raw: Delivery) => Promise<readonly InboundObject[]>
  /** Makes one provider request. Never throws for what the provider or the network does. */
  send(part: OutboundPart, signal: AbortSignal): Promise<SendOutcome>
  /** Where a file is to be fetched that a message of this account names in `remote`. May ask the provider. */
  readonly media?: (file: RemoteFile, account: string, signal: AbortSignal) => Promise<MediaSource>
  /** What the channel tells of a person. */
  readonly profile?: (peer: Alias, account: string, signal: AbortSignal) => Promise<ProfileOutcome>
  readonly act?: (action: ChannelAction, signal: AbortSignal) => Promise<ActionOutcome>
  /** The templates of an account as they stand at the provider. Makes one request; asked hourly, and after news of one. */
  readonly templates?: (account: string, cursor: string | undefined, signal: AbortSignal) => Promise<TemplatesOutcome>
  /** Fetches what webhooks may have missed. */
  readonly poll?: Routine
  /** Looks whether the provider still delivers, and mends what it can; news about accounts come as facts. */
  readonly check?: Routine
}

/**
 * Credentials that change by themselves (a refresh token that is replaced with each use). `version` 0 means that there is
 * none yet. A write with another version than the stored one changes nothing and answers false: somebody was faster.
 */
export interface Credentials {
  read(name: string): Promise<{ readonly value: string; readonly version: number }>
  write(name: string, value: string, version: number): Promise<boolean>
}

/** Requests to AWS, signed by the function's own role. */
export interface AwsAccess {
  readonly region: string
  /**
   * Headers that make this request a signed one (Signature Version 4) for a service, by its signing name (`ses`), in the
   * deployment's own region or another one.
   */
  sign(
    service: string,
    request: {
      readonly method: string
      readonly url: string
      readonly headers: Record<string, string>
      readonly body: string
    },
    region?: string,
  ): Promise<Record<string, string>>
}

/** What an adapter gets from outside; nothing else of the world is visible to it. */
export interface AdapterDeps {
  readonly fetch: typeof globalThis.fetch
  /** Fetches a URL that somebody else named: never one in a private network, checked at each connection and redirect. */
  readonly fetchPublic: typeof globalThis.fetch
  /** `test`: `fetch` leads to the sandbox, and nothing else may be connected to. */
  readonly mode: 'live' | 'test'
  readonly now: () => number
  readonly nonce: () => string
  /** Active secrets by name, newest first; several while one is being rotated. Empty when none is configured. */
  readonly secrets: Readonly<Record<string, readonly string[]>>
  readonly credentials: Credentials
  readonly aws: AwsAccess
  /** Public base URL of the gateway, without a trailing slash. */
  readonly publicUrl: string
  /** Public URL of this connection's webhook, `{publicUrl}/webhooks/{channel}/{connection}`: the one that is signed. */
  readonly webhookUrl: string
}

/** What of AWS a connection stands on: the deployment makes it, and allows the sending function to use it. */
export interface CloudNeeds {
  /** SES receives the mail of its accounts. */
  readonly receivesMail?: boolean
  /** SES sends; in the deployment's region where none is stated. */
  readonly sendsMail?: CloudSender
  /** AWS End User Messaging sends and receives. */
  readonly sendsSms?: CloudSender
}
export interface CloudSender {
  readonly region?: string
  /** Its events go to the connection's queue. */
  readonly configurationSet?: string
}

/** A channel as parley.config.ts imports it: the factory, its config schema and the secrets it needs by name. */
export interface ChannelFactory<Config = never> {
  readonly channel: string
  readonly config: z.ZodType<Config>
  readonly secrets: readonly string[]
  /** Those of `secrets` that webhooks are signed or verified with; no other is shown to tools of the same machine. */
  readonly webhookSecrets: readonly string[]
  /** Where it depends on the config: the secrets that are needed under it, of those in `secrets`. */
  secretsFor?(config: Config): readonly string[]
  /** Whether a connection with this config is fed by a queue of its own (an SNS topic writes to it). */
  usesQueue?(config: Config): boolean
  /** What the deployment has to make for a connection with this config; nothing where it is left out. */
  cloud?(config: Config): CloudNeeds
  /**
   * URL of the module that exports `sandbox`, a SandboxFactory, without its extension: `new URL('./sandbox', import.meta.url)`.
   * A name and no import, so that nothing of it is deployed.
   */
  readonly sandbox?: string
  /** The same of the module that exports `setup`, a ChannelSetup: what the command line asks, checks and explains. */
  readonly setup?: string
  readonly capabilities: Capabilities
  /** Where the config changes what the channel can do (a longer reply window): its capabilities under a config. */
  capabilitiesFor?(config: Config): Capabilities
  create(config: Config, deps: AdapterDeps): ChannelAdapter
}
