import * as z from 'zod'
import type { AdapterDeps, ChannelAdapter, ChannelFactory } from '../adapter.ts'
import { late } from '../../core/late.ts'
import { handshake, received, verifySignature } from '../meta.ts'
import { capabilities } from './capabilities.ts'
import { filesOf } from './files.ts'
import { parse } from './parse.ts'

const channel = 'whatsapp'

/** Graph versions live about two years; the default is changed with a release, and can be changed here before. */
const Config = z.strictObject({
  graphVersion: z
    .string()
    .regex(/^v\d+\.\d+$/)
    .default('v26.0'),
  graphUrl: z
    .url({ protocol: /^https?$/ })
    .transform((url) => url.replace(/\/+$/, ''))
    .default('https://graph.facebook.com'),
})
export type WhatsAppConfig = z.infer<typeof Config>

const create = (config: WhatsAppConfig, deps: AdapterDeps): ChannelAdapter => {
  // A webhook's cold start reads none of these: it sends nothing.
  const send = late(async () => (await import('./send.ts')).sender(config, deps))
  const act = late(async () => (await import('./act.ts')).actor(config, deps))
  const templates = late(async () => (await import('./templates.ts')).templatesOf(config, deps))
  return {
    channel,
    capabilities,
    webhook: {
      handshake: (req) => handshake(req, deps.secrets['verifyToken']),
      verify: (req) => verifySignature(req, deps.secrets['appSecret']),
      ack: received,
    },
    parse: async (raw) => parse(raw),
    send: async (part, signal) => (await send())(part, signal),
    act: async (action, signal) => (await act())(action, signal),
    media: filesOf(config, deps),
    templates: async (account, cursor, signal) => (await templates())(account, cursor, signal),
  }
}

/** WhatsApp over Meta's Cloud API. Accounts are business phone numbers, by their `phone_number_id`. */
export const whatsapp: ChannelFactory<WhatsAppConfig> = {
  channel,
  config: Config,
  secrets: ['appSecret', 'verifyToken', 'accessToken'],
  webhookSecrets: ['appSecret', 'verifyToken'],
  capabilities,
  sandbox: new URL('./sandbox', import.meta.url).href,
  setup: new URL('./setup', import.meta.url).href,
  create,
}
