import type { Coverage } from '../coverage.ts'
import {
  SHARED_ASKED,
  SHARED_IGNORED,
  SHARED_INBOUND,
  SHARED_NEVER_INBOUND,
  SHARED_OUTBOUND,
} from '../_messaging/coverage.ts'

const DOCS = 'https://developers.facebook.com/documentation/business-messaging/messenger-platform'

/** Everything a webhook of a Page may carry; fixtures in test/fixtures/messenger. */
export const INBOUND: Readonly<Record<string, Coverage>> = {
  ...SHARED_INBOUND,
  'messages: sticker': ['sticker', 'sticker-as-image', 'sticker-twin'],
  'messages: location': ['location', 'location-without-place'],
  'messages: fallback': ['fallback-link', 'fallback-alone', 'fallback-empty'],
  'messages: appointment_booking': ['appointment'],
  'messages: post': ['share'],
  'messages: commands, tags, nlp': ['commands', 'customer-chat', 'nlp'],
  'messages: lead summary': ['lead-summary'],
  'messaging_referrals: completed lead': ['lead'],
  'echoes: media template': ['echo-media-template', 'echo-media-template-empty', 'big-integer-ids'],
  message_deliveries: ['delivery', 'delivery-watermark-alone', 'delivery-of-nothing'],
  message_reads: ['read', 'read-by-the-shop', 'read-of-nothing'],
  messaging_optins: ['optin-checkbox', 'optin-marketing', 'optin-marketing-stopped'],
  messaging_account_linking: ['account-linked', 'account-unlinked'],
  'messaging_handovers: app_roles': ['app-roles'],
  messaging_policy_enforcement: ['policy-warning', 'policy-block', 'policy-unblock'],
  messaging_game_plays: ['game-play'],
  message_request: ['message-request'],
  inbox_labels: ['inbox-label'],
  'feed and other fields of the Page': ['comment'],
  'events of the account nobody has heard of': ['event-of-the-account'],
}

/** Everything the Send API takes; fixtures in test/fixtures/messenger/send. */
export const OUTBOUND: Readonly<Record<string, Coverage>> = {
  ...SHARED_OUTBOUND,
  sticker: {
    leftOut: 'Stickers are Facebook’s own, by number. A picture of the shop’s goes as an image.',
    link: `${DOCS}/send-messages`,
  },
  'utility templates': {
    leftOut: 'They are designed and approved in the Page’s settings, and open to some countries and apps only.',
    link: `${DOCS}/send-messages/utility-messages`,
  },
  'marketing notifications': {
    leftOut:
      'They need a token of the customer’s opt-in as the recipient, not the customer; opt-ins that come in are read.',
    link: `${DOCS}/send-messages/marketing-messages`,
  },
  'private replies to comments, personas': {
    leftOut: 'A comment is no conversation, and a message has the shop as its author.',
    link: `${DOCS}/send-messages/personas`,
  },
}

/** What is asked beside sends. */
export const ASKED = SHARED_ASKED

/** Content of the schema that Messenger does not bring as a message, with the reason. */
export const NEVER_INBOUND: Readonly<Record<string, string>> = {
  ...SHARED_NEVER_INBOUND,
  story: 'Messenger tells Pages nothing about stories.',
}

/** Values that reach no fact, and why nothing is lost. */
export const IGNORED: Readonly<Record<string, string>> = {
  ...SHARED_IGNORED,
  'big-integer-ids: message.app_id': 'Changed by one, it is the same number to JavaScript.',
  'location-without-place: message.attachments.payload.coordinates.lat': 'Half a place is none; kept as the raw slice.',
  'message.seq': 'A number in the conversation that Meta does not give any more.',
  'message.nlp.entities.greetings.confidence': 'Guesses of Facebook’s language model, which it has ended.',
  'message.nlp.entities.greetings.value': 'Guesses of Facebook’s language model, which it has ended.',
  'reaction-removed: reaction.emoji': 'A person has one reaction to a message, so that its removal needs no name.',
}
