import { sms } from './adapters/sms/index.ts'
import { whatsapp } from './adapters/whatsapp/index.ts'
import { defineConfig } from './adapters/config.ts'

export default defineConfig({
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
  ],
})
