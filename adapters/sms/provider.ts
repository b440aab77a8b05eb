import type * as z from 'zod'
import type { Capabilities } from '../../core/capabilities.ts'
import type { AdapterDeps, ChannelAdapter, CloudNeeds } from '../adapter.ts'

/** All that SMS over one provider is: a folder beside this file, and one line in index.ts. */
export interface SmsProvider<Config extends { readonly provider: string }> {
  /** `provider` is a literal: the name under which index.ts lists it. */
  readonly config: z.ZodType<Config>
  /** Secrets it needs, by name. */
  readonly secrets: readonly string[]
  /** Those of them that its webhooks are signed with. */
  readonly webhookSecrets: readonly string[]
  readonly capabilities: Capabilities
  /** Whether it writes to a queue of the connection, by an SNS topic, rather than calling its webhook. */
  readonly usesQueue: boolean
  /** What the deployment has to make for it. */
  cloud?(config: Config): CloudNeeds
  create(config: Config, deps: AdapterDeps): Omit<ChannelAdapter, 'channel' | 'capabilities'>
}
