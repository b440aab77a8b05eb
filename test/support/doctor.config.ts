import { defineConfig } from '../../adapters/config.ts'
import { email } from '../../adapters/email/index.ts'
import { instagram } from '../../adapters/instagram/index.ts'
import { messenger } from '../../adapters/messenger/index.ts'
import { sms } from '../../adapters/sms/index.ts'
import { whatsapp } from '../../adapters/whatsapp/index.ts'
import { x } from '../../adapters/x/index.ts'

const meta = (token: string) => ({ appSecret: 'APP_SECRET', verifyToken: 'VERIFY_TOKEN', accessToken: token })
const none = { by: 'none' }

/** A shop on every channel, by every provider, with accounts that are live. */
export default defineConfig({
  deploy: { name: 'shop', region: 'eu-central-1', alarmEmail: 'alarms@shop.example' },
  connections: [
    { adapter: whatsapp, name: 'main', secrets: meta('WHATSAPP_TOKEN'), accounts: [{ id: '100000000000001' }] },
    { adapter: messenger, name: 'main', secrets: meta('PAGE_TOKEN'), accounts: [{ id: '200000000000001' }] },
    { adapter: instagram, name: 'main', secrets: meta('INSTAGRAM_TOKEN'), accounts: [{ id: '17840000000000001' }] },
    {
      adapter: instagram,
      name: 'page',
      config: { api: 'facebook' },
      secrets: meta('PAGE_TOKEN'),
      accounts: [{ id: '17840000000000002' }],
    },
    {
      adapter: x,
      name: 'main',
      config: { auth: 'oauth1' },
      secrets: {
        consumerKey: 'X_KEY',
        consumerSecret: 'X_SECRET',
        bearerToken: 'X_BEARER',
        accessToken: 'X_TOKEN',
        accessTokenSecret: 'X_TOKEN_SECRET',
      },
      accounts: [{ id: '1500000000000000001' }],
    },
    {
      adapter: sms,
      name: 'main',
      config: { provider: 'twilio' },
      secrets: { accountSid: 'TWILIO_SID', authToken: 'TWILIO_TOKEN' },
      accounts: [{ id: '+15550100001' }],
    },
    {
      adapter: sms,
      name: 'aws',
      config: { provider: 'aws', configurationSet: 'shop-sms' },
      secrets: {},
      accounts: [{ id: '+15550100002' }],
    },
    {
      adapter: email,
      name: 'ses',
      config: { receive: { by: 'ses' }, send: { by: 'ses', configurationSet: 'shop-mail' } },
      secrets: { replyToken: 'REPLY_TOKEN' },
      accounts: [{ id: 'support@shop.example' }],
    },
    {
      adapter: email,
      name: 'postmark',
      config: { receive: { by: 'postmark' }, send: none },
      secrets: { postmarkToken: 'POSTMARK_TOKEN' },
      accounts: [{ id: 'support@postmark.example' }],
    },
    {
      adapter: email,
      name: 'mailgun',
      config: { receive: { by: 'mailgun' }, send: none },
      secrets: { mailgunSigningKey: 'MAILGUN_KEY' },
      accounts: [{ id: 'support@mailgun.example' }],
    },
    {
      adapter: email,
      name: 'sendgrid',
      config: { receive: { by: 'sendgrid' }, send: none },
      secrets: { sendgridPublicKey: 'SENDGRID_KEY' },
      accounts: [{ id: 'support@sendgrid.example' }],
    },
    {
      adapter: email,
      name: 'smtp',
      config: {
        receive: none,
        send: {
          by: 'smtp',
          host: '127.0.0.1',
          port: Number(process.env['DOCTOR_SMTP_PORT'] ?? 2525),
          requireTls: false,
          user: 'support',
        },
      },
      secrets: { smtpPassword: 'SMTP_PASSWORD' },
      accounts: [{ id: 'support@smtp.example' }],
    },
  ],
})
