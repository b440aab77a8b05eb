import { defineConfig } from '../../adapters/config.ts'
import { whatsapp } from '../../adapters/whatsapp/index.ts'

/** A gateway with one channel. */
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
      accounts: [{ id: '100000000000001', name: 'WhatsApp +1 555 010 0001' }],
    },
  ],
})
