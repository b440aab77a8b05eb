import { type PageChannel, diagnosePage, registerPage } from '../_messaging/setup/page.ts'
import { META_SECRETS } from '../meta-setup.ts'
import type { ChannelSetup, SetupAt } from '../setup.ts'
import type { MessengerConfig } from './index.ts'

/** `message_echoes` shows what the shop writes elsewhere, and settles sends whose answer was lost. */
const FIELDS = [
  'messages',
  'messaging_postbacks',
  'messaging_referrals',
  'message_reactions',
  'message_edits',
  'message_echoes',
  'message_deliveries',
  'message_reads',
]

const channelOf = ({ config }: SetupAt): PageChannel => {
  const { graphUrl, graphVersion } = config as MessengerConfig
  return {
    root: `${graphUrl}/${graphVersion}`,
    subscribed: { object: 'page', fields: FIELDS },
    pageFields: FIELDS,
    scopes: ['pages_messaging', 'pages_manage_metadata'],
    renew:
      'Business settings → Users → System users → Generate token, expiry Never, with pages_messaging, pages_manage_metadata and pages_show_list; ask with it for the Page’s own token (GET /<Page ID>?fields=access_token); then parley secrets set <name> --overwrite',
    path: 'App dashboard → Messenger → Messenger API settings → Configure webhooks',
    accountOf: async (_api, page) => page,
  }
}

export const setup: ChannelSetup = {
  account: { what: 'Page ID', where: 'the Page → About → Page transparency', pattern: /^\d{5,20}$/ },
  secrets: {
    ...META_SECRETS,
    accessToken: {
      what: 'Access token of the Page',
      where:
        'Business settings → Users → System users → Generate token (pages_messaging, pages_manage_metadata, pages_show_list), and with it GET /<Page ID>?fields=access_token',
    },
  },
  variants: [{ name: 'page', what: 'a Page', config: {} }],
  steps: ({ webhookUrl, connection }) => [
    `parley register --only messenger/${connection} does what follows, once the secrets are set. By hand:`,
    `App dashboard → Messenger → Messenger API settings → Configure webhooks: Callback URL ${webhookUrl}`,
    'Verify token: the one that you keep as a secret. Verify and save.',
    `Subscribe the Page to ${FIELDS.join(', ')}.`,
    'Try it: write to the Page from an account that has a role in the app.',
  ],
  register: (at, signal) => registerPage(at, channelOf(at), signal),
  diagnose: (at, signal) => diagnosePage(at, channelOf(at), signal),
}
