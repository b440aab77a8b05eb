import type { Coverage } from '../coverage.ts'

const DOCS = 'https://www.twilio.com/docs/messaging'
const RESOURCE = `${DOCS}/api/message-resource`
const REQUEST = `${DOCS}/guides/webhook-request`

/** Everything a webhook of Twilio's Messaging may carry; fixtures in test/fixtures/sms. */
export const INBOUND: Readonly<Record<string, Coverage>> = {
  'Body, From, To and the place of both': ['text', 'text-from-abroad', 'to-short-code'],
  'Body in other scripts, empty, padded, in base64': [
    'text-unicode',
    'text-empty',
    'text-with-null-bytes',
    'text-in-base64',
  ],
  MessagingServiceSid: ['text-via-messaging-service'],
  'From: short codes and names': ['from-short-code', 'from-a-name'],
  'MediaUrl, MediaContentType, NumMedia': ['mms-image', 'mms-many-files', 'mms-without-type', 'mms-without-address'],
  'opt-out words': ['stop', 'start', 'stop-in-a-sentence', 'yes-is-no-consent', 'help'],
  OptOutType: ['advanced-stop', 'advanced-start', 'advanced-help'],
  'SmsStatus receiving': ['receiving'],
  'parameters nobody has heard of': ['new-parameters'],
  'addresses of other channels': ['whatsapp-address', 'rcs-address', 'status-whatsapp'],
  malformed: ['without-message-sid', 'without-account-sid', 'without-sender', 'without-content'],
  'MessageStatus before sent': ['status-queued', 'status-accepted', 'status-scheduled', 'status-sending'],
  'MessageStatus sent, delivered, read': ['status-sent', 'status-delivered', 'status-read'],
  'MessageStatus partially_delivered': ['status-partially-delivered'],
  'MessageStatus failed and undelivered, ErrorCode, ErrorMessage': [
    'status-undelivered',
    'status-failed',
    'status-failed-new-code',
    'status-failed-without-code',
  ],
  'MessageStatus canceled': ['status-canceled'],
  'MessageStatus nobody has heard of': ['status-unknown-word'],
  'statuses without MessageStatus, From or To': [
    'status-in-the-old-name',
    'status-without-sender',
    'status-without-recipient',
  ],
  'statuses of a Messaging Service': ['status-via-messaging-service'],
  'ChannelStatusMessage, ChannelPrefix, ChannelInstallSid (sent over RCS)': ['status-failed-by-the-channel'],
  'our key in the callback URL, and others': ['status-without-our-key'],
  'RawDlrDoneDate, redelivery with another one': ['status-redelivered'],
  'Latitude, Longitude, Address, Label, ProfileName, WaId, Forwarded, ButtonText, OriginalRepliedMessageSid, Referral…':
    {
      leftOut: 'WhatsApp and RCS over Twilio alone have them, and their messages are quarantined: they are no SMS.',
      link: `${REQUEST}#whatsapp-specific-parameters`,
    },
  'webhooks by GET': {
    leftOut:
      'A GET can be cached and its parameters stand in access logs. POST is the default, and setup.md asks for it.',
    link: REQUEST,
  },
}

/** Everything that can be given to the Messages resource; fixtures in test/fixtures/sms/send. */
export const OUTBOUND: Readonly<Record<string, Coverage>> = {
  'To, From, Body, StatusCallback': ['text', 'text-to-a-short-code', 'text-from-a-short-code', 'text-from-a-name'],
  MessagingServiceSid: ['text-via-messaging-service'],
  MediaUrl: ['media', 'media-with-text'],
  'an answer to a message': ['text-as-an-answer'],
  'ContentSid, ContentVariables, ContentRetention': {
    leftOut: 'Templates of other channels; what SMS can show of one is its text, which is sent as text.',
    link: `${RESOURCE}#create-a-message-resource`,
  },
  'SendAt, ScheduleType': {
    leftOut: 'Messages that wait, wait here: they can be planned again, and cancelled, until they are sent.',
    link: `${DOCS}/features/message-scheduling`,
  },
  ValidityPeriod: {
    leftOut: 'Until when a message may be sent is decided before the request; Twilio queues for ten hours at most.',
    link: `${RESOURCE}#create-a-message-resource`,
  },
  'ShortenUrls, RiskCheck, SmartEncoded, AddressRetention, Tags': {
    leftOut: 'Settings of the Messaging Service or the account, which are made once in the Console.',
    link: `${DOCS}/services`,
  },
  'MaxPrice, Attempt, ProvideFeedback, ForceDelivery, PersistentAction, SendAsMms, SubscriberId': {
    leftOut: 'They price, count or force single messages, which no other channel knows.',
    link: `${RESOURCE}#create-a-message-resource`,
  },
  'API keys instead of the auth token': {
    leftOut: 'The auth token is needed anyhow: it alone signs the webhooks.',
    link: 'https://www.twilio.com/docs/iam/api-keys',
  },
}

/** Parameters that reach no fact, and why nothing is lost. Those of `query` stand in the callback URL. */
export const IGNORED: Readonly<Record<string, string>> = {
  SmsSid: 'The same as MessageSid, by its old name.',
  SmsMessageSid: 'The same as MessageSid, by its old name.',
  SmsStatus: 'The same as MessageStatus, by its old name; of an inbound message it says only that it is one.',
  ApiVersion: 'Of the request, not of the message.',
  ToCity: 'The place of our own number.',
  ToState: 'The place of our own number.',
  ToZip: 'The place of our own number.',
  ToCountry: 'The place of our own number.',
  EventType: 'Says READ beside the status that says read.',
  ChannelPrefix: 'The channel of From and To, which state it too.',
  ChannelInstallSid: 'An id in the Console.',
  ReferralNumMedia: 'WhatsApp alone fills it.',
  ButtonPayload: 'WhatsApp and RCS alone fill it.',
  Carrier: 'A parameter made up for the test: Twilio adds new ones without notice.',
  AddOns: 'Results of paid look-ups, about which the conversation says nothing.',
  'query.campaign': 'A parameter of somebody else in the callback URL.',
}
