import type { Coverage } from '../../coverage.ts'

const GUIDE = 'https://docs.aws.amazon.com/sms-voice/latest/userguide'
const SEND = 'https://docs.aws.amazon.com/pinpoint/latest/apireference_smsvoicev2/API_SendTextMessage.html'

/** Everything the connection's topic may carry; fixtures in test/fixtures/sms-aws. */
export const INBOUND: Readonly<Record<string, Coverage>> = {
  'originationNumber, destinationNumber, messageBody, inboundMessageId': ['text', 'to-short-code'],
  'messageBody in other scripts, empty, padded': ['text-unicode', 'text-empty', 'text-with-null-bytes'],
  'messageKeyword, previousPublishedMessageId': ['text-redelivered'],
  'raw message delivery': ['text-raw'],
  'originationNumber: short codes and names': ['from-short-code', 'from-a-name'],
  'opt-out words': ['stop', 'stop-in-a-sentence', 'stop-by-a-keyword', 'start', 'start-in-a-sentence', 'help'],
  malformed: ['without-sender', 'without-id', 'not-json'],
  'TEXT_QUEUED, TEXT_UNKNOWN': ['status-queued', 'status-unknown'],
  'TEXT_PENDING, TEXT_SENT, TEXT_SUCCESSFUL': ['status-pending', 'status-sent', 'status-successful'],
  TEXT_DELIVERED: ['status-delivered', 'status-redelivered', 'status-raw-time'],
  'TEXT_INVALID, TEXT_UNREACHABLE, TEXT_CARRIER_UNREACHABLE': [
    'status-invalid',
    'status-unreachable',
    'status-carrier-unreachable',
  ],
  'TEXT_INVALID_MESSAGE, TEXT_SPAM, TEXT_TTL_EXPIRED': ['status-invalid-message', 'status-spam', 'status-ttl-expired'],
  'TEXT_BLOCKED, TEXT_CARRIER_BLOCKED, TEXT_PROTECT_BLOCKED': [
    'status-blocked',
    'status-carrier-blocked',
    'status-protect-blocked',
  ],
  'messageStatus nobody has heard of': ['status-unknown-word'],
  'context: our key, and others': ['status-without-our-key', 'status-without-context'],
  'originationPhoneNumber: a pool, a sender id': ['status-from-a-pool', 'status-of-a-sender-id'],
  'MEDIA_… (MMS of somebody else)': ['status-of-mms'],
  'VOICE_… (calls)': ['status-of-a-call'],
  'RCS: messages of an agent that are no text': ['rcs-message'],
  'MMS that comes in': {
    leftOut: 'AWS takes no MMS from customers: "Two-way MMS is not supported".',
    link: `${GUIDE}/two-way-sms.html`,
  },
  'events over EventBridge, Firehose, CloudWatch': {
    leftOut: 'The same events by other ways; SNS is the one that also brings messages.',
    link: `${GUIDE}/configuration-sets-event-destinations.html`,
  },
}

/** Everything that can be given to SendTextMessage, and its siblings; fixtures in test/fixtures/sms-aws/send. */
export const OUTBOUND: Readonly<Record<string, Coverage>> = {
  'DestinationPhoneNumber, OriginationIdentity, MessageBody, Context': [
    'text',
    'text-from-a-short-code',
    'text-from-a-name',
    'text-from-a-pool',
  ],
  'ConfigurationSetName, MessageType, ProtectConfigurationId': ['text-with-a-configuration-set'],
  'an answer to a message': ['text-as-an-answer'],
  'SendMediaMessage (MMS)': {
    leftOut: 'It takes files from an S3 bucket of the account alone, never by an address; capabilities have no media.',
    link: 'https://docs.aws.amazon.com/pinpoint/latest/apireference_smsvoicev2/API_SendMediaMessage.html',
  },
  TimeToLive: {
    leftOut: 'Until when a message may be sent is decided before the request, as with every channel.',
    link: SEND,
  },
  'MaxPrice, DryRun, MessageFeedbackEnabled': {
    leftOut: 'They price, try or rate single messages, which no other channel knows.',
    link: SEND,
  },
  'Keyword, DestinationCountryParameters': {
    leftOut: 'Registrations of US short codes and of Indian sender ids are bound to the sender, not to a message.',
    link: SEND,
  },
  'SendVoiceMessage, SendRcsMessage': {
    leftOut: 'Other channels than SMS.',
    link: 'https://docs.aws.amazon.com/pinpoint/latest/apireference_smsvoicev2/API_Operations.html',
  },
}

/** Fields that reach no fact, and why nothing is lost. */
export const IGNORED: Readonly<Record<string, string>> = {
  'sns.MessageId': "SNS's id of this copy; the message has its own.",
  'sns.TopicArn': "Only the connection's topics may write to its queue.",
  'sns.Timestamp': 'Of an event the time stands in the event.',
  'sns.SignatureVersion': 'SQS takes messages from the topic alone, by its policy.',
  'sns.Signature': 'SQS takes messages from the topic alone, by its policy.',
  'sns.SigningCertURL': 'SQS takes messages from the topic alone, by its policy.',
  'sns.UnsubscribeURL': 'Nobody unsubscribes by it.',
  eventVersion: 'Of the event, not of the message.',
  eventType: 'TEXT_ or MEDIA_ and the status, which stands beside it.',
  isFinal: 'A state that can be the last one says so by itself.',
  mcc: 'The network of the recipient, by number; the carrier is named.',
  mnc: 'The network of the recipient, by number; the carrier is named.',
  messageRequestTimestamp: 'When we asked for the message to be sent.',
  messageEncoding: 'Follows from the text.',
  messageType: 'What we sent it as.',
  originationPhoneNumber: 'The sender, where the context names the account that sent.',
  'context.account': 'Of somebody else whose messages go through the same configuration set.',
}
