import { defineConfig } from 'parley/config'
import { telegram } from './telegram/index.ts'

export default defineConfig({
  shops: [{ id: 'shp_default', name: 'My shop' }],
  connections: [
    {
      adapter: telegram,
      name: 'main',
      config: { bot: '7000000001' },
      secrets: { botToken: 'TELEGRAM_BOT_TOKEN', webhookSecret: 'TELEGRAM_WEBHOOK_SECRET' },
      accounts: [{ id: '7000000001', name: 'My shop on Telegram', mode: 'test' }],
    },
  ],
})
