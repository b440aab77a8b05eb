import type { ChannelSetup, SetupAt } from '../setup.ts'
import { diagnoseAws } from './aws/diagnose.ts'
import { diagnoseTwilio } from './twilio/diagnose.ts'
import { registerTwilio } from './twilio/register.ts'
import type { SmsConfig } from './index.ts'

const providerOf = ({ config }: Pick<SetupAt, 'config'>): SmsConfig['provider'] => (config as SmsConfig).provider

const STEPS: Readonly<Record<SmsConfig['provider'], (at: Pick<SetupAt, 'webhookUrl' | 'connection'>) => string[]>> = {
  twilio: ({ webhookUrl, connection }) => [
    `parley register --only sms/${connection} does what follows, once the secrets are set. By hand:`,
    'Twilio Console → Phone Numbers → Manage → Active numbers → your number → Messaging, “A message comes in”:',
    `Webhook ${webhookUrl} with HTTP POST, exactly so: Twilio signs the address.`,
    'Is the number in a Messaging Service: Messaging → Services → Integration → Send a webhook, the same address.',
    'Try it: write to the number from your own phone.',
  ],
  aws: ({ connection }) => [
    'AWS End User Messaging → Phone numbers → your number → Two-way SMS: Enable two-way message, destination Amazon SNS,',
    `the topic that ends in -in-sms-${connection} (parley deploy made it).`,
    'New accounts write to verified numbers alone: AWS End User Messaging → Account → Move out of sandbox.',
    'Try it: write to the number from your own phone.',
  ],
}

export const setup: ChannelSetup = {
  account: {
    what: 'Number',
    where:
      'the number with + and country code (+14155550199); a short code, a sender name, or the id of a Messaging Service or pool',
    pattern: /^(\+[1-9]\d{6,14}|\d{3,8}|MG[0-9a-f]{32}|pool-\w{1,64}|[A-Za-z0-9 _-]{1,11})$/,
  },
  secrets: {
    accountSid: { what: 'Account SID', where: 'Twilio Console → Account info', pattern: /^AC[0-9a-f]{32}$/ },
    authToken: { what: 'Auth token', where: 'Twilio Console → Account info', pattern: /^[0-9a-f]{32}$/ },
  },
  variants: [
    { name: 'twilio', what: 'Twilio', config: { provider: 'twilio' } },
    { name: 'aws', what: 'AWS End User Messaging', config: { provider: 'aws', configurationSet: 'parley-sms' } },
  ],
  steps: (at) => STEPS[providerOf(at)](at),
  register: async (at, signal) => (providerOf(at) === 'twilio' ? registerTwilio(at, signal) : []),
  diagnose: (at, signal) => (providerOf(at) === 'twilio' ? diagnoseTwilio(at, signal) : diagnoseAws(at, signal)),
}
