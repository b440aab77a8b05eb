import type { Asked, ChannelSetup, SetupAt } from '../setup.ts'
import type { XConfig } from './client.ts'
import { diagnose } from './diagnose.ts'
import { register } from './register.ts'

const key = (what: string, where = what): Asked => ({
  what,
  where: `Developer console → your app → Keys and tokens → ${where}`,
})

const byHand = (webhookUrl: string): readonly string[] => [
  `Make the webhook: POST https://api.x.com/2/webhooks with {"url":"${webhookUrl}"} and the bearer token.`,
  'Subscribe to dm.received, dm.sent, dm.read, post.mention.create, chat.received and oauth.revoke for your user id (adapters/x/setup.md has the commands).',
]

export const setup: ChannelSetup = {
  account: {
    what: 'User id',
    where: 'GET https://api.x.com/2/users/by/username/<name> with the bearer token; a number, not the @name',
    pattern: /^\d{1,20}$/,
  },
  secrets: {
    consumerSecret: key('API Key Secret', 'API Key and Secret'),
    bearerToken: key('Bearer Token'),
    clientId: key('OAuth 2.0 Client ID'),
    clientSecret: key('OAuth 2.0 Client Secret'),
    refreshToken: {
      what: 'Refresh token',
      where: 'once, by signing in as the shop’s account (“The first refresh token” in the guide)',
    },
    consumerKey: key('API Key'),
    accessToken: key('Access Token', 'Access Token and Secret, made after the permissions were set'),
    accessTokenSecret: key('Access Token Secret', 'Access Token and Secret'),
  },
  variants: [
    { name: 'oauth2', what: 'OAuth 2.0, which X recommends; somebody signs in once', config: { auth: 'oauth2' } },
    {
      name: 'oauth1',
      what: 'OAuth 1.0a, for an account that owns the app itself; tokens from the console',
      config: { auth: 'oauth1' },
    },
  ],
  steps: ({ webhookUrl, connection, config }: Pick<SetupAt, 'webhookUrl' | 'connection' | 'config'>) => [
    'Developer console → your app → User authentication settings: Read and write and Direct message; Web App, Automated App or Bot.',
    `parley register --only x/${connection} makes the webhook and the subscriptions${(config as XConfig).auth === 'oauth2' ? ', where X lets the app subscribe for the account' : ''}. By hand:`,
    ...byHand(webhookUrl),
    'Try it: write a direct message to the account from another one.',
  ],
  register,
  diagnose,
}
