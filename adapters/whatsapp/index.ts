import * as z from 'zod'
import type { AdapterDeps, ChannelAdapter, ChannelFactory } from '../adapter.ts'
import { handshake, received, verifySignature } from '../meta.ts'
import { actor } from './act.ts'
import { capabilities } from './capabilities.ts'
import { filesOf } from './files.ts'
import { parse } from './parse.ts'
import { sender } from './send.ts'
import { templatesOf } from './templates.ts'

const channel = 'whatsapp'

/** Graph versions live about two years; the default is changed with a release, and can be changed here before. */
const Config = z.object({
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

const create = (config: WhatsAppConfig, deps: AdapterDeps): ChannelAdapter => ({
  channel,
  capabilities,
  webhook: {
    handshake: (req) => handshake(req, deps.secrets['verifyToken']),
    verify: (req) => verifySignature(req, deps.secrets['appSecret']),
    ack: received,
  },
  parse: async (raw) => parse(raw),
  send: sender(config, deps),
  act: actor(config, deps),
  media: filesOf(config, deps),
  templates: templatesOf(config, deps),
})

/** WhatsApp over Meta's Cloud API. Accounts are business phone numbers, by their `phone_number_id`. */
export const whatsapp: ChannelFactory<WhatsAppConfig> = {
  channel,
  config: Config,
  secrets: ['appSecret', 'verifyToken', 'accessToken'],
  webhookSecrets: ['appSecret', 'verifyToken'],
  capabilities,
  sandbox: new URL('./sandbox', import.meta.url).href,
  create,
}
