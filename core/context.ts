import { capabilitiesIn, type Capabilities } from './capabilities.ts'
import type { Clock, Directory, Hash, Log, Objects, Queues, Random, Table } from './ports.ts'

/** Times the gateway works by, in ms. */
export interface Settings {
  /** Longest a provider request may take before it is given up. */
  readonly sendTimeoutMs: number
  /** How long a claimed part belongs to its worker: longer than the function's timeout. */
  readonly leaseMs: number
  /** How long an unknown outcome may settle by receipt or echo before the account's policy decides. */
  readonly settleMs: number
  /** After this a to-do whose wake-up was lost is found by `tick`. */
  readonly wakeGraceMs: number
  /** How long a message may be tried when the sender did not say. */
  readonly validMs: number
  /** How often an account that refused its credentials is tried again. */
  readonly probeMs: number
  /** Longest one try of a job may take. A job that was begun belongs to its worker for half as long again. */
  readonly fetchTimeoutMs: number
  /** How long a provider's own words are kept beside what was understood of them. */
  readonly rawTtlMs: number
}

export const DEFAULT_SETTINGS: Settings = {
  sendTimeoutMs: 20_000,
  leaseMs: 45_000,
  settleMs: 10 * 60_000,
  wakeGraceMs: 60_000,
  validMs: 24 * 3_600_000,
  probeMs: 5 * 60_000,
  fetchTimeoutMs: 90_000,
  rawTtlMs: 7 * 24 * 3_600_000,
}

/** What every use case stands on. Made once by the composition root. */
export interface Context {
  readonly table: Table
  readonly queues: Queues
  readonly objects: Objects
  readonly directory: Directory
  /** Of an account, since one channel may have several providers; {@link capabilitiesOf} tells those that count in a conversation. */
  readonly capabilities: (channel: string, account: string) => Capabilities | undefined
  /** Whether the channel tells names when it is asked. */
  readonly looksUp: (channel: string, connection: string) => boolean
  /** Public base URL of the gateway, without a trailing slash. */
  readonly publicUrl: string
  readonly hash: Hash
  readonly now: Clock
  readonly random: Random
  /** A string nobody else has. */
  readonly nonce: () => string
  /** Makes a long text short enough to keep (compressed, as text). */
  readonly pack: (text: string) => string
  /** The text that was packed. */
  readonly unpack: (packed: string) => string
  readonly log: Log
  /** Wakes whoever follows the shop's events. Never throws: an event that nobody was woken for is found by `tick`. */
  readonly onEvent: (shop: string, cause: string) => Promise<void>
  readonly settings: Settings
}

/** What may be said in a conversation; undefined when its channel is not configured any more. */
export const capabilitiesOf = (
  ctx: Pick<Context, 'capabilities'>,
  { channel, account }: { readonly channel: string; readonly account: string },
  thread: { readonly type: string } | null | undefined,
): Capabilities | undefined => {
  const capabilities = ctx.capabilities(channel, account)
  return capabilities && capabilitiesIn(capabilities, thread ?? undefined)
}
