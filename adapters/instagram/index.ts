import * as z from 'zod'
import type { ChannelFactory } from '../adapter.ts'
import { createAdapter, graphUrl, graphVersion, humanAgent, SECRETS } from '../_messaging/adapter.ts'
import { INSTAGRAM } from '../_messaging/platform.ts'
import { capabilitiesFor } from './capabilities.ts'

const HOSTS = { instagram: 'https://graph.instagram.com', facebook: 'https://graph.facebook.com' } as const

/**
 * `api` is the login by which the account was connected: `instagram` with Instagram's own, `facebook` by the Page the
 * account is linked to, whose token then sends.
 */
const Config = z.object({
  api: z.enum(['instagram', 'facebook']).default('instagram'),
  graphVersion,
  graphUrl: graphUrl.optional(),
  humanAgent,
})
export type InstagramConfig = z.infer<typeof Config>

/** A Page token knows its Page, and through it the account; with Instagram's login the account is named. */
const messagesUrl =
  ({ api, graphUrl: host = HOSTS[api], graphVersion: version }: InstagramConfig) =>
  (account: string): string =>
    `${host}/${version}/${api === 'facebook' ? 'me' : encodeURIComponent(account)}/messages`

/** Instagram messaging. Accounts are Instagram professional accounts, by the id that webhooks name (`17841…`). */
export const instagram: ChannelFactory<InstagramConfig> = {
  channel: INSTAGRAM.channel,
  config: Config,
  secrets: SECRETS,
  capabilities: capabilitiesFor(),
  capabilitiesFor,
  sandbox: new URL('./sandbox', import.meta.url).href,
  create: (config, deps) => createAdapter(INSTAGRAM, capabilitiesFor(config), messagesUrl(config), deps),
}
