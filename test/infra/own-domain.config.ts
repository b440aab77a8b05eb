import { defineConfig } from '../../adapters/config.ts'
import { email } from '../../adapters/email/index.ts'

/** A name of its own, and mail that comes by webhook and leaves by SES in another region. */
export default defineConfig({
  connections: [
    {
      adapter: email,
      name: 'support-mail',
      config: {
        receive: { by: 'postmark' },
        send: { by: 'ses', region: 'eu-west-1', configurationSet: 'parley-mail' },
      },
      secrets: { postmarkToken: 'POSTMARK_TOKEN', replyToken: 'MAIL_REPLY_TOKEN' },
      accounts: [{ id: 'support@shop.example' }, { id: 'sales@shop.example' }],
    },
  ],
  deploy: {
    name: 'chat',
    region: 'eu-central-1',
    domain: {
      name: 'chat.shop.example',
      certificateArn: 'arn:aws:acm:eu-central-1:111122223333:certificate/0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0',
      hostedZoneId: 'Z0123456789ABCDEFGHIJ',
    },
    retention: { rawDays: 3, spillDays: 20 },
    logDays: 90,
    throttle: { perSecond: 50, burst: 80 },
  },
})
