import * as z from 'zod'
import type { Capabilities } from '../../core/capabilities.ts'
import type { AdapterDeps, ChannelAdapter } from '../adapter.ts'
import { handshake, received, verifySignature } from '../meta.ts'
import { actor } from './act.ts'
import { mediaAt } from './media.ts'
import { parser } from './parse.ts'
import type { Endpoint, Platform } from './platform.ts'
import { profiler } from './profile.ts'
import { sender } from './send.ts'

/** Graph versions live about two years; the default is changed with a release, and can be changed here before. */
export const graphVersion = z
  .string()
  .regex(/^v\d+\.\d+$/)
  .default('v26.0')

export const graphUrl = z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, ''))

/**
 * True once Meta has allowed the app the feature Human Agent: people may then answer for 7 days after the customer's
 * last message, not only for 24 hours.
 */
export const humanAgent = z.boolean().default(false)

/**
 * The generic template.
 * https://developers.facebook.com/documentation/business-messaging/messenger-platform/send-messages/template/generic
 */
export const CARDS: NonNullable<Capabilities['cards']> = {
  max: 10,
  title: { max: 80, unit: 'characters' },
  subtitle: { max: 80, unit: 'characters' },
  buttons: { max: 3, title: { max: 20, unit: 'characters' }, id: { max: 1000, unit: 'characters' } },
}

/** Hours of the reply window with and without Human Agent. */
const STANDARD_HOURS = 24
const HUMAN_AGENT_HOURS = 7 * 24

export const withWindow = (
  capabilities: Omit<Capabilities, 'windowHours'>,
  config: { readonly humanAgent: boolean } = { humanAgent: false },
): Capabilities => ({ ...capabilities, windowHours: config.humanAgent ? HUMAN_AGENT_HOURS : STANDARD_HOURS })

/** Names of the secrets of both channels. */
export const SECRETS = ['appSecret', 'verifyToken', 'accessToken'] as const
export const WEBHOOK_SECRETS = ['appSecret', 'verifyToken'] as const

/** What a platform's own factory decides from its config. `profileFields`: what the app may ask of a person. */
export interface Setup {
  readonly platform: Platform
  readonly capabilities: Capabilities
  readonly endpoint: Endpoint
  readonly profileFields: readonly string[]
}

export const createAdapter = (
  { platform, capabilities, endpoint, profileFields }: Setup,
  deps: AdapterDeps,
): ChannelAdapter => {
  const parse = parser(platform)
  return {
    channel: platform.channel,
    capabilities,
    webhook: {
      handshake: (req) => handshake(req, deps.secrets['verifyToken']),
      verify: (req) => verifySignature(req, deps.secrets['appSecret']),
      ack: received,
    },
    parse: async (raw) => parse(raw),
    send: sender(platform, endpoint, deps),
    media: async (file) => mediaAt(file, deps.now()),
    profile: profiler(platform, endpoint, profileFields, deps),
    act: actor(platform, endpoint, deps),
  }
}
