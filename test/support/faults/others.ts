import type { Shop } from '../stand-ins/shop.ts'
import { E, type Fault, W } from './fault.ts'

const subscribed = (types: readonly string[]) => (shop: Shop) =>
  void (shop.providers.x.subscriptions = shop.providers.x.subscriptions.filter(
    (one) => !types.includes(one.event_type),
  ))

export const OTHERS: readonly Fault[] = [
  [
    'X refuses the bearer token',
    'x/main',
    'bearer_token_refused',
    E,
    ({ providers }) => void (providers.x.bearer = 'newer'),
  ],
  ['X has no webhook', 'x/main', 'webhook_missing', E, ({ providers }) => void (providers.x.webhooks = [])],
  [
    'X’s webhook leads elsewhere',
    'x/main',
    'webhook_url_wrong',
    E,
    ({ providers }) => void (providers.x.webhooks[0]!.url = 'https://other.example'),
  ],
  [
    'X’s webhook failed its check',
    'x/main',
    'webhook_invalid',
    E,
    ({ providers }) => void (providers.x.webhooks[0]!.valid = false),
  ],
  ['X is not asked for direct messages', 'x/main', 'subscription_missing', E, subscribed(['dm.received'])],
  [
    'X refuses the account’s token',
    'x/main',
    'token_invalid',
    E,
    ({ providers }) => void (providers.x.userTokens = false),
  ],
  [
    'X’s token is of another account',
    'x/main',
    'token_of_another_account',
    E,
    ({ providers }) => void (providers.x.owner = '7'),
  ],
  [
    'the gateway has another API secret of X',
    'x/main',
    'api_secret_wrong',
    E,
    ({ gateway }) => void (gateway.consumerSecret = 'older'),
  ],
  [
    'Twilio refuses the auth token',
    'sms/main',
    'credentials_refused',
    E,
    ({ providers }) => void (providers.twilio.token = 'newer'),
  ],
  [
    'the Twilio account is suspended',
    'sms/main',
    'account_suspended',
    E,
    ({ providers }) => void (providers.twilio.status = 'suspended'),
  ],
  [
    'the Twilio account is a trial',
    'sms/main',
    'account_trial',
    W,
    ({ providers }) => void (providers.twilio.type = 'Trial'),
  ],
  [
    'the number is not Twilio’s',
    'sms/main',
    'number_unknown',
    E,
    ({ providers }) => void (providers.twilio.numbers = []),
  ],
  [
    'the number has no SMS',
    'sms/main',
    'number_without_sms',
    E,
    ({ providers }) => void (providers.twilio.numbers[0]!.capabilities.sms = false),
  ],
  [
    'the number has no webhook',
    'sms/main',
    'webhook_missing',
    E,
    ({ providers }) => void (providers.twilio.numbers[0]!.sms_url = ''),
  ],
  [
    'the number’s webhook leads elsewhere',
    'sms/main',
    'webhook_url_wrong',
    E,
    ({ providers }) => void (providers.twilio.numbers[0]!.sms_url = 'https://other.example'),
  ],
  [
    'an application of Twilio takes the messages',
    'sms/main',
    'webhook_url_wrong',
    E,
    ({ providers }) => void (providers.twilio.numbers[0]!.sms_application_sid = 'AP1'),
  ],
  [
    'the number’s webhook is called by GET',
    'sms/main',
    'webhook_method_wrong',
    E,
    ({ providers }) => void (providers.twilio.numbers[0]!.sms_method = 'GET'),
  ],
  [
    'a Messaging Service takes the messages',
    'sms/main',
    'webhook_missing',
    E,
    ({ providers }) =>
      void providers.twilio.services.push({
        sid: 'MG1',
        inbound_request_url: null,
        use_inbound_webhook_on_number: false,
      }),
  ],
  ['AWS SMS is in its sandbox', 'sms/aws', 'sms_sandbox', E, ({ aws }) => void (aws.smsTier = 'SANDBOX')],
  ['the number is not in AWS', 'sms/aws', 'number_unknown', E, ({ aws }) => void (aws.numbers = [])],
  [
    'nobody can write to the number',
    'sms/aws',
    'two_way_off',
    E,
    ({ aws }) => void (aws.numbers[0]!.TwoWayEnabled = false),
  ],
  [
    'the number’s messages go elsewhere',
    'sms/aws',
    'two_way_elsewhere',
    E,
    ({ aws }) => void (aws.numbers[0]!.TwoWayChannelArn = 'arn:aws:sns:eu-central-1:123456789012:other'),
  ],
  ['AWS tells nothing of messages', 'sms/aws', 'receipts_missing', W, ({ aws }) => void (aws.smsDestinations = [])],
]
