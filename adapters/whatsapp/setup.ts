import { META_SECRETS } from '../meta-setup.ts'
import type { ChannelSetup } from '../setup.ts'
import { diagnose } from './diagnose.ts'
import { register } from './register.ts'

export const setup: ChannelSetup = {
  account: {
    what: 'Phone number ID',
    where: 'App dashboard → WhatsApp → API Setup, under “From”; not the number itself',
    pattern: /^\d{5,20}$/,
  },
  secrets: {
    ...META_SECRETS,
    accessToken: {
      what: 'Access token of a system user',
      where:
        'Business settings → Users → System users → Generate token, expiry Never, permissions whatsapp_business_messaging and whatsapp_business_management',
    },
  },
  variants: [{ name: 'cloud', what: 'Meta’s Cloud API', config: {} }],
  steps: ({ webhookUrl, connection }) => [
    `parley register --only whatsapp/${connection} does what follows, once the secrets are set. By hand:`,
    `App dashboard → WhatsApp → Configuration → Webhook → Edit: Callback URL ${webhookUrl}`,
    'Verify token: the one that you keep as a secret. Verify and save.',
    'Below, Webhook fields: subscribe to messages, message_template_status_update, account_update and phone_number_quality_update.',
    'Try it: write to the number from your own phone.',
  ],
  register,
  diagnose,
}
