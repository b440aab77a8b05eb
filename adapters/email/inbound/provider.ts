import type { AdapterDeps, ChannelAdapter, Delivery } from '../../adapter.ts'
import type { InboundPolicy } from './config.ts'
import type { Received } from './message.ts'
import type { InboundFact } from '../../../core/schema/fact.ts'

/** What a delivery is: a mail, facts about mails we sent, or nothing that can be read. */
export type ProviderRead =
  | { readonly kind: 'mail'; readonly received: Received }
  | { readonly kind: 'facts'; readonly facts: InboundFact[] }
  | { readonly kind: 'unreadable'; readonly reason: string }

/** What a provider's deliveries say. Pure. */
export type Reader<Config extends InboundPolicy> = (raw: Delivery, config: Config) => ProviderRead

/** One way in: how its deliveries come and are proven, and what reads them. */
export interface InboundProvider<Config extends InboundPolicy> {
  readonly verify?: (config: Config, deps: AdapterDeps) => NonNullable<ChannelAdapter['webhook']>['verify']
  readonly queue?: (webhookUrl: string) => NonNullable<ChannelAdapter['queue']>
  /** Loads the reader, and with it the parsers of mail: a function that sees no mail never does. */
  readonly reader: () => Promise<{ readonly read: Reader<Config> }>
}
