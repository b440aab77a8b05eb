import parley from '../../parley.config.ts'
import { sms } from '../../adapters/sms/index.ts'
import { defineConfig } from '../../adapters/config.ts'

/** Every channel, and of SMS both providers: all that a deployment can have, and someone to be told. */
export default defineConfig({
  ...parley,
  connections: [
    ...parley.connections,
    {
      adapter: sms,
      name: 'aws',
      config: { provider: 'aws', configurationSet: 'parley-sms' },
      secrets: {},
      accounts: [{ id: '+15550100002' }],
    },
  ],
  deploy: { region: 'eu-central-1', alarmEmail: 'operator@shop.example' },
})
