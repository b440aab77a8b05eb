import * as z from 'zod'
import { compact } from '../../core/compact.ts'
import type { ChannelFactory } from '../adapter.ts'
import { capabilities } from './capabilities.ts'
import { withSesEvents } from './events.ts'
import { inbound, InboundConfig, inboundSecrets } from './inbound/index.ts'
import { outbound, OutboundConfig, outboundSecrets } from './outbound/index.ts'
import { replyTokens } from './reply-token.ts'

const channel = 'email'

const Config = z.strictObject({
  /** Where mail comes from. */
  receive: InboundConfig,
  /** How mail is sent. */
  send: OutboundConfig,
  /** The name shown before an address, by mailbox: `{ 'support@shop.example': 'Example Shop' }`. */
  names: z.record(z.email().toLowerCase(), z.string().min(1).max(100)).default({}),
})
export type EmailConfig = z.infer<typeof Config>

/** Signs the address that answers go to, where they come in here. */
const REPLY_SECRET = 'replyToken'
const answers = ({ receive, send }: EmailConfig): boolean => receive.by !== 'none' && send.by !== 'none'

const waysIn = InboundConfig.options.map(({ shape }) => InboundConfig.parse({ by: shape.by.value }))

/** Mail. Accounts are the shop's mailboxes, by their addresses. */
export const email: ChannelFactory<EmailConfig> = {
  channel,
  config: Config,
  secrets: [...waysIn.flatMap(inboundSecrets), 'smtpPassword', REPLY_SECRET],
  webhookSecrets: waysIn.flatMap(inboundSecrets),
  secretsFor: (config) => [
    ...inboundSecrets(config.receive),
    ...outboundSecrets(config.send),
    ...(answers(config) ? [REPLY_SECRET] : []),
  ],
  // SES reports to a topic what became of a mail, whoever receives the answers.
  usesQueue: ({ receive, send }) => receive.by === 'ses' || send.by === 'ses',
  cloud: ({ receive, send }) => ({
    receivesMail: receive.by === 'ses',
    ...(send.by === 'ses'
      ? { sendsMail: compact({ region: send.region, configurationSet: send.configurationSet }) }
      : {}),
  }),
  capabilities,
  sandbox: new URL('./sandbox', import.meta.url).href,
  setup: new URL('./setup', import.meta.url).href,
  create: (config, deps) => {
    const tokens = replyTokens(deps.secrets[REPLY_SECRET] ?? [])
    const { receive, send, names } = config
    const mails = inbound(receive, deps, tokens)
    const reported = send.by === 'ses' && receive.by !== 'ses'
    return {
      channel,
      capabilities,
      ...(reported ? withSesEvents(mails, inbound(InboundConfig.parse({ by: 'ses' }), deps, tokens)) : mails),
      ...outbound({ send, receives: answers(config), names }, deps, tokens),
    }
  },
}
