import * as z from 'zod'
import type { AdapterDeps, ChannelAdapter, ChannelFactory } from '../adapter.ts'
import { createAdapter, graphUrl, graphVersion, humanAgent, SECRETS, WEBHOOK_SECRETS } from '../_messaging/adapter.ts'
import { INSTAGRAM, type Endpoint } from '../_messaging/platform.ts'
import { capabilitiesFor } from './capabilities.ts'

const HOSTS = { instagram: 'https://graph.instagram.com', facebook: 'https://graph.facebook.com' } as const

/**
 * `api` is the login by which the account was connected: `instagram` with Instagram's own, `facebook` by the Page the
 * account is linked to, whose token then sends.
 */
const Config = z.strictObject({
  api: z.enum(['instagram', 'facebook']).default('instagram'),
  graphVersion,
  graphUrl: graphUrl.optional(),
  humanAgent,
})
export type InstagramConfig = z.infer<typeof Config>

/** A Page token knows its Page, and through it the account; with Instagram's login the account is named. */
export const endpointOf = ({ api, graphUrl: host = HOSTS[api], graphVersion: version }: InstagramConfig): Endpoint => {
  const root = `${host}/${version}`
  return { root, messages: (account) => `${root}/${api === 'facebook' ? 'me' : encodeURIComponent(account)}/messages` }
}

const create = (config: InstagramConfig, deps: AdapterDeps): ChannelAdapter =>
  createAdapter(
    {
      platform: INSTAGRAM,
      capabilities: capabilitiesFor(config),
      endpoint: endpointOf(config),
      profileFields: ['name', 'username', 'profile_pic'],
    },
    deps,
  )

/** Instagram messaging. Accounts are Instagram professional accounts, by the id that webhooks name (`17841…`). */
export const instagram: ChannelFactory<InstagramConfig> = {
  channel: INSTAGRAM.channel,
  config: Config,
  secrets: SECRETS,
  webhookSecrets: WEBHOOK_SECRETS,
  capabilities: capabilitiesFor(),
  capabilitiesFor,
  sandbox: new URL('./sandbox', import.meta.url).href,
  setup: new URL('./setup', import.meta.url).href,
  create,
}
