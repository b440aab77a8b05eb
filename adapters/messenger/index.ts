import * as z from 'zod'
import type { ChannelFactory } from '../adapter.ts'
import { createAdapter, graphUrl, graphVersion, humanAgent, SECRETS } from '../_messaging/adapter.ts'
import { MESSENGER } from '../_messaging/platform.ts'
import { capabilitiesFor } from './capabilities.ts'

const Config = z.object({ graphVersion, graphUrl: graphUrl.default('https://graph.facebook.com'), humanAgent })
export type MessengerConfig = z.infer<typeof Config>

/** Messenger over Meta's Send API. Accounts are Pages, by their id; each has an access token of its own. */
export const messenger: ChannelFactory<MessengerConfig> = {
  channel: MESSENGER.channel,
  config: Config,
  secrets: SECRETS,
  capabilities: capabilitiesFor(),
  capabilitiesFor,
  sandbox: new URL('./sandbox', import.meta.url).href,
  create: (config, deps) =>
    createAdapter(
      MESSENGER,
      capabilitiesFor(config),
      (account) => `${config.graphUrl}/${config.graphVersion}/${encodeURIComponent(account)}/messages`,
      deps,
    ),
}
