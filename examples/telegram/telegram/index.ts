import { anySecret, type ChannelFactory, equal } from 'parley/adapter'
import * as z from 'zod'
import { botApi } from './api.ts'
import { capabilities } from './capabilities.ts'
import { parse } from './parse.ts'

const Config = z.strictObject({
  /** The bot's id, which is what stands before the colon of its token: updates do not name the bot they are for. */
  bot: z.string().regex(/^\d+$/, 'give the number before the colon of the bot token'),
  apiUrl: z.url({ protocol: /^https?$/ }).default('https://api.telegram.org'),
})
export type TelegramConfig = z.infer<typeof Config>

const channel = 'telegram'

/** Telegram by a bot. A connection is one bot, and its account has the bot's id. */
export const telegram: ChannelFactory<TelegramConfig> = {
  channel,
  config: Config,
  secrets: ['botToken', 'webhookSecret'],
  webhookSecrets: ['webhookSecret'],
  capabilities,
  sandbox: new URL('./sandbox', import.meta.url).href,
  create: ({ bot, apiUrl }, deps) => ({
    channel,
    capabilities,
    webhook: {
      /** A token shows who calls, not what: whoever gets to know it can say anything. https://core.telegram.org/bots/api#setwebhook */
      verify: ({ headers }) =>
        anySecret(deps.secrets['webhookSecret'], (secret) =>
          equal(secret, headers['x-telegram-bot-api-secret-token'] ?? ''),
        ),
      ack: () => ({ status: 200, headers: {}, body: '' }),
    },
    parse: async (delivery) => parse(bot, delivery),
    ...botApi(apiUrl, deps),
  }),
}
