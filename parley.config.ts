import { email } from './adapters/email/index.ts'
import { instagram } from './adapters/instagram/index.ts'
import { messenger } from './adapters/messenger/index.ts'
import { sms } from './adapters/sms/index.ts'
import { whatsapp } from './adapters/whatsapp/index.ts'
import { x } from './adapters/x/index.ts'
import { defineConfig } from './adapters/config.ts'

export default defineConfig({
  // Where and how it is deployed; `npm start` needs none of it. adapters/deploy.ts says what else can be set.
  deploy: { name: 'parley', region: 'eu-central-1' },
  shops: [{ id: 'shp_default', name: 'My shop' }],
  connections: [
    {
      adapter: whatsapp,
      name: 'main',
      secrets: {
        appSecret: 'WHATSAPP_APP_SECRET',
        verifyToken: 'WHATSAPP_VERIFY_TOKEN',
        accessToken: 'WHATSAPP_ACCESS_TOKEN',
      },
      accounts: [{ id: '100000000000001', name: 'WhatsApp +1 555 010 0001', mode: 'test' }],
    },
    {
      adapter: sms,
      name: 'main',
      config: { provider: 'twilio' },
      secrets: { accountSid: 'TWILIO_ACCOUNT_SID', authToken: 'TWILIO_AUTH_TOKEN' },
      accounts: [{ id: '+15550100001', name: 'SMS +1 555 010 0001', mode: 'test' }],
    },
    {
      adapter: messenger,
      name: 'main',
      secrets: {
        appSecret: 'MESSENGER_APP_SECRET',
        verifyToken: 'MESSENGER_VERIFY_TOKEN',
        accessToken: 'MESSENGER_ACCESS_TOKEN',
      },
      accounts: [{ id: '200000000000001', name: 'My shop on Facebook', mode: 'test' }],
    },
    {
      adapter: instagram,
      name: 'main',
      secrets: {
        appSecret: 'INSTAGRAM_APP_SECRET',
        verifyToken: 'INSTAGRAM_VERIFY_TOKEN',
        accessToken: 'INSTAGRAM_ACCESS_TOKEN',
      },
      accounts: [{ id: '17840000000000001', name: 'My shop on Instagram', mode: 'test' }],
    },
    {
      adapter: x,
      name: 'main',
      secrets: {
        consumerSecret: 'X_CONSUMER_SECRET',
        bearerToken: 'X_BEARER_TOKEN',
        clientId: 'X_CLIENT_ID',
        clientSecret: 'X_CLIENT_SECRET',
        refreshToken: 'X_REFRESH_TOKEN',
      },
      accounts: [{ id: '1500000000000000001', name: 'My shop on X', mode: 'test' }],
    },
    {
      adapter: email,
      name: 'main',
      config: { receive: { by: 'ses' }, send: { by: 'ses', region: 'eu-central-1', configurationSet: 'parley' } },
      secrets: { replyToken: 'EMAIL_REPLY_TOKEN' },
      accounts: [{ id: 'hello@shop.example', name: 'My shop by mail', mode: 'test' }],
    },
  ],
})
