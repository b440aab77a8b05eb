import type { AwsAccess } from './adapter.ts'

/** Something a shop looks up or chooses, for whoever sets a channel up. */
export interface Asked {
  /** What it is, as the provider calls it: `Phone number ID`. */
  readonly what: string
  /** Where it is found, by the names of the provider's pages; or how it is chosen. */
  readonly where: string
  /** What it looks like; nothing else is taken. */
  readonly pattern?: RegExp
  /** Of a secret: the shop makes it up itself, and a random one does. */
  readonly own?: boolean
}

/** One way to set the channel up, where it has several (providers, ways to receive). */
export interface Variant {
  readonly name: string
  readonly what: string
  /** The connection's config, as it is written into parley.config.ts. */
  readonly config: Readonly<Record<string, unknown>>
}

/** A connection to be set up or looked after. */
export interface SetupAt {
  readonly connection: string
  /** Checked by the channel's config schema. */
  readonly config: unknown
  readonly accounts: readonly string[]
  readonly webhookUrl: string
  /** Active secrets by the adapter's names, newest first. */
  readonly secrets: Readonly<Record<string, readonly string[]>>
  /** Those of {@link ChannelSetup.keys} that the person's environment has. */
  readonly keys: Readonly<Record<string, string>>
  /** ARN of the topic that feeds the connection's queue, where it has one and is deployed. */
  readonly topicArn?: string
  readonly fetch: typeof globalThis.fetch
  readonly aws: AwsAccess
  readonly now: () => number
}

/** What is wrong with a connection, in the words of a shop owner. */
export interface Finding {
  /** Stable name of the fault: `token_expired`, `webhook_not_subscribed`. */
  readonly code: string
  /** `error`: messages are lost or not sent. `warning`: they will be, or something is less than it could be. */
  readonly level: 'error' | 'warning'
  readonly account?: string
  readonly message: string
  /** What to do: a click path of the provider, or the command to run. Never a secret. */
  readonly fix: string
}

/** Something that `register` would have at the provider. */
export interface Change {
  readonly account?: string
  /** What will be so, in words that also hold once it is: `The app’s webhook leads to this gateway`. */
  readonly what: string
  /** Makes it so; absent where it is so already. Later ones may need that earlier ones were made. Throws {@link SetupError}. */
  readonly apply?: (signal: AbortSignal) => Promise<void>
}

/** A provider that did not answer, or refused, in words for the person who asked. */
export class SetupError extends Error {
  override readonly name = 'SetupError'
}

/**
 * What people and the command line have to know to set a channel up and to look after it. A module of its own, so that nothing
 * of it is deployed: the factory names it by `setup`, as it does its sandbox.
 */
export interface ChannelSetup {
  /** The id of an account. */
  readonly account: Asked
  /** By the adapter's names. */
  readonly secrets: Readonly<Record<string, Asked>>
  /** Keys of the provider's API that only the command line uses, by the names the environment has them under. Never stored. */
  readonly keys?: Readonly<Record<string, Asked>>
  readonly variants: readonly Variant[]
  /** What is to be done at the provider once the gateway is deployed: what to paste where, a line a step. */
  steps(at: Pick<SetupAt, 'connection' | 'config' | 'accounts' | 'webhookUrl'>): readonly string[]
  /** Looks what has to be changed at the provider for webhooks to come, and changes nothing by itself. Throws {@link SetupError}. */
  readonly register?: (at: SetupAt, signal: AbortSignal) => Promise<readonly Change[]>
  /** Looks for what is wrong, by questions that change nothing. A healthy connection has no finding. */
  readonly diagnose?: (at: SetupAt, signal: AbortSignal) => Promise<readonly Finding[]>
}
