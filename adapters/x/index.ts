import type { ChannelFactory } from '../adapter.ts'
import { capabilities } from './capabilities.ts'
import { check } from './check.ts'
import { Config, xClient, type XConfig } from './client.ts'
import { media, profile } from './lookup.ts'
import { parse } from './parse.ts'
import { poll } from './poll.ts'
import { sender } from './send.ts'
import { handshake, received, verify } from './webhook.ts'

const channel = 'x'

const APP = ['consumerSecret', 'bearerToken'] as const
const SECRETS = {
  oauth2: [...APP, 'clientId', 'clientSecret', 'refreshToken'],
  oauth1: [...APP, 'consumerKey', 'accessToken', 'accessTokenSecret'],
} as const

/**
 * Direct messages and mentions on X. The account is an X user by their id; tokens speak for one user, so that each has a
 * connection of their own. X has no API to show that somebody types or that a direct message was read.
 */
export const x: ChannelFactory<XConfig> = {
  channel,
  config: Config,
  secrets: [...new Set([...SECRETS.oauth2, ...SECRETS.oauth1])],
  webhookSecrets: ['consumerSecret'],
  secretsFor: ({ auth }) => SECRETS[auth],
  capabilities,
  sandbox: new URL('./sandbox', import.meta.url).href,
  setup: new URL('./setup', import.meta.url).href,
  create: (config, deps) => {
    const client = xClient(config, deps)
    return {
      channel,
      capabilities,
      webhook: {
        handshake: (req) => handshake(req, deps.secrets['consumerSecret']),
        verify: (req) => verify(req, deps.secrets['consumerSecret']),
        ack: received,
      },
      parse: async (raw) => parse(raw),
      send: sender(client, deps),
      media: media(client),
      profile: profile(client),
      poll: poll(client),
      check: check(client, deps),
    }
  },
}
