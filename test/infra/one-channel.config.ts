import { defineConfig } from '../../adapters/config.ts'
import whatsapp from '../repository/whatsapp.config.ts'

/** One channel with a webhook, and nothing of AWS beyond the gateway itself. */
export default defineConfig({
  ...whatsapp,
  deploy: { name: 'one', region: 'us-east-1', webhookConcurrency: false },
})
