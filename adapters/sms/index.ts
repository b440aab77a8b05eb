import * as z from 'zod'
import type { ChannelFactory } from '../adapter.ts'
import { capabilities } from './capabilities.ts'
import { twilio, TwilioConfig } from './twilio/index.ts'

const channel = 'sms'

/** One member for each provider, told apart by `provider`. */
const Config = z.discriminatedUnion('provider', [TwilioConfig])
export type SmsConfig = z.infer<typeof Config>

const PROVIDERS = { twilio } as const

/** SMS and MMS. Accounts are the numbers and senders of the shop, as the provider states them. */
export const sms: ChannelFactory<SmsConfig> = {
  channel,
  config: Config,
  secrets: ['accountSid', 'authToken'],
  capabilities,
  sandbox: new URL('./sandbox', import.meta.url).href,
  create: (config, deps) => ({ channel, capabilities, ...PROVIDERS[config.provider](config, deps) }),
}
