import * as z from 'zod'
import type { ChannelFactory } from '../adapter.ts'
import { aws } from './aws/index.ts'
import { capabilities } from './capabilities.ts'
import type { SmsProvider } from './provider.ts'
import { twilio } from './twilio/index.ts'

const channel = 'sms'

/** A provider is its folder and its name here: the one that a connection's `config.provider` states. */
const PROVIDERS = { twilio, aws }

type Providers = typeof PROVIDERS
type Named = { [Name in keyof Providers]: Providers[Name] extends SmsProvider<infer Config> ? Config : never }
export type SmsConfig = Named[keyof Named]

const providers = Object.values(PROVIDERS)

const Config = z.discriminatedUnion(
  'provider',
  providers.map(({ config }) => config) as unknown as readonly [z.ZodObject],
) as unknown as z.ZodType<SmsConfig>

/** The provider of a config takes that config: what the type of the union cannot say. */
const providerOf = ({ provider }: SmsConfig): SmsProvider<SmsConfig> => PROVIDERS[provider]

/** SMS and MMS. Accounts are the numbers and senders of the shop, as the provider states them. */
export const sms: ChannelFactory<SmsConfig> = {
  channel,
  config: Config,
  secrets: Array.from(new Set(providers.flatMap(({ secrets }) => secrets))),
  webhookSecrets: Array.from(new Set(providers.flatMap(({ webhookSecrets }) => webhookSecrets))),
  secretsFor: (config) => providerOf(config).secrets,
  usesQueue: (config) => providerOf(config).usesQueue,
  cloud: (config) => providerOf(config).cloud?.(config) ?? {},
  capabilities,
  capabilitiesFor: (config) => providerOf(config).capabilities,
  sandbox: new URL('./sandbox', import.meta.url).href,
  setup: new URL('./setup', import.meta.url).href,
  create: (config, deps) => {
    const provider = providerOf(config)
    return { channel, capabilities: provider.capabilities, ...provider.create(config, deps) }
  },
}
