import { defineConfig } from '../../adapters/config.ts'
import { sms } from '../../adapters/sms/index.ts'

/** A gateway that has SMS over AWS and nothing else. */
export default defineConfig({
  shops: [{ id: 'shp_default', name: 'My shop' }],
  connections: [
    {
      adapter: sms,
      name: 'main',
      config: { provider: 'aws', configurationSet: 'parley' },
      secrets: {},
      accounts: [{ id: '+15550100002', mode: 'test' }],
    },
  ],
})
