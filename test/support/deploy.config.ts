import { defineConfig } from '../../adapters/config.ts'
import { whatsapp } from '../../adapters/whatsapp/index.ts'

/** A shop with one channel, and where its gateway is deployed. */
export default defineConfig({
  connections: [
    {
      adapter: whatsapp,
      name: 'main',
      secrets: { appSecret: 'APP_SECRET', verifyToken: 'VERIFY_TOKEN', accessToken: 'ACCESS_TOKEN' },
      accounts: [{ id: '100000000000001' }],
    },
  ],
  deploy: { name: 'shop', region: 'eu-central-1' },
})
