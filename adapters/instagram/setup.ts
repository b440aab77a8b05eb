import { type PageChannel, diagnosePage, registerPage } from '../_messaging/setup/page.ts'
import { record, text } from '../json.ts'
import { META_SECRETS } from '../meta-setup.ts'
import type { ChannelSetup, SetupAt } from '../setup.ts'
import { endpointOf, type InstagramConfig } from './index.ts'
import { diagnoseLogin, FIELDS, registerLogin } from './login.ts'

const configOf = ({ config }: Pick<SetupAt, 'config'>): InstagramConfig => config as InstagramConfig

/** By the Page that the account is linked to. https://developers.facebook.com/docs/messenger-platform/instagram/get-started */
const channelOf = (at: SetupAt): PageChannel => ({
  root: endpointOf(configOf(at)).root,
  subscribed: { object: 'instagram', fields: FIELDS },
  // Any field of the Page makes it tell what happens in the linked account; which of it, the webhook of the app says.
  pageFields: ['messages'],
  scopes: ['instagram_manage_messages', 'pages_manage_metadata'],
  renew:
    'Business settings → Users → System users → Generate token, expiry Never, with instagram_basic, instagram_manage_messages, pages_manage_metadata and pages_show_list; ask with it for the Page’s own token (GET /<Page ID>?fields=access_token); then parley secrets set <name> --overwrite',
  path: 'App dashboard → Instagram → API setup → Configure webhooks',
  accountOf: async (api, page, signal) => {
    const { json } = await api(`${encodeURIComponent(page)}?fields=instagram_business_account`, signal)
    return text(record(json['instagram_business_account'])['id'])
  },
})

export const setup: ChannelSetup = {
  account: {
    what: 'Instagram account ID',
    where: 'GET /me?fields=user_id at graph.instagram.com; by a Page, GET /<Page ID>?fields=instagram_business_account',
    pattern: /^\d{5,20}$/,
  },
  secrets: {
    ...META_SECRETS,
    accessToken: {
      what: 'Access token',
      where:
        'App dashboard → Instagram → API setup with Instagram login → Generate token; or, by a Page, the Page’s token with instagram_manage_messages',
    },
  },
  variants: [
    { name: 'instagram', what: 'Instagram’s own login; no Page is needed', config: { api: 'instagram' } },
    { name: 'facebook', what: 'by the Facebook Page that the account is linked to', config: { api: 'facebook' } },
  ],
  steps: ({ webhookUrl, connection, config }) => [
    `App dashboard → Instagram → API setup → Configure webhooks: Callback URL ${webhookUrl}`,
    'Verify token: the one that you keep as a secret. Verify and save.',
    `Subscribe to ${FIELDS.join(', ')}.`,
    `Subscribe the account: parley register --only instagram/${connection}${configOf({ config }).api === 'facebook' ? ', which does the steps above as well' : ''}`,
    'In the Instagram app: Settings → Messages and story replies → Message controls → Connected tools → Allow access to messages.',
    'Try it: write to the account from one that has a role in the app.',
  ],
  register: (at, signal) =>
    configOf(at).api === 'facebook'
      ? registerPage(at, channelOf(at), signal)
      : registerLogin(at, endpointOf(configOf(at)).root, signal),
  diagnose: (at, signal) =>
    configOf(at).api === 'facebook'
      ? diagnosePage(at, channelOf(at), signal)
      : diagnoseLogin(at, endpointOf(configOf(at)).root, signal),
}
