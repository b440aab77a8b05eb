import * as z from 'zod'
import type { AdapterDeps, ChannelAdapter, ChannelFactory } from '../adapter.ts'
import { createAdapter, graphUrl, graphVersion, humanAgent, SECRETS, WEBHOOK_SECRETS } from '../_messaging/adapter.ts'
import { MESSENGER } from '../_messaging/platform.ts'
import { capabilitiesFor } from './capabilities.ts'

/**
 * `userLocale`: true once Meta has allowed the app `pages_user_locale`: the person's language is then asked for with
 * their name. Without it Meta answers a request that names it with nothing at all.
 */
const Config = z.strictObject({
  graphVersion,
  graphUrl: graphUrl.default('https://graph.facebook.com'),
  humanAgent,
  userLocale: z.boolean().default(false),
})
export type MessengerConfig = z.infer<typeof Config>

const PROFILE = ['first_name', 'last_name', 'profile_pic'] as const

const create = (config: MessengerConfig, deps: AdapterDeps): ChannelAdapter => {
  const root = `${config.graphUrl}/${config.graphVersion}`
  const messages = (account: string): string => `${root}/${encodeURIComponent(account)}/messages`
  return createAdapter(
    {
      platform: MESSENGER,
      capabilities: capabilitiesFor(config),
      endpoint: { root, messages },
      profileFields: config.userLocale ? [...PROFILE, 'locale'] : PROFILE,
    },
    deps,
  )
}

/** Messenger over Meta's Send API. Accounts are Pages, by their id; each has an access token of its own. */
export const messenger: ChannelFactory<MessengerConfig> = {
  channel: MESSENGER.channel,
  config: Config,
  secrets: SECRETS,
  webhookSecrets: WEBHOOK_SECRETS,
  capabilities: capabilitiesFor(),
  capabilitiesFor,
  sandbox: new URL('./sandbox', import.meta.url).href,
  setup: new URL('./setup', import.meta.url).href,
  create,
}
