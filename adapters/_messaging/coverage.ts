import type { Asked, Coverage } from '../coverage.ts'

const DOCS = 'https://developers.facebook.com/documentation/business-messaging'

/** What webhooks of both channels carry; each has its fixtures in test/fixtures/<channel>. */
export const SHARED_INBOUND: Readonly<Record<string, Coverage>> = {
  'messages: text': ['text'],
  'messages: image': ['image', 'two-images', 'image-without-url'],
  'messages: audio': ['audio'],
  'messages: video': ['video'],
  'messages: file': ['file'],
  'messages: reel': ['reel'],
  'messages: product template': ['product-template'],
  'messages: quick_reply': ['quick-reply'],
  'messages: reply_to': ['reply'],
  'messages: referral': ['advert-referral', 'product-referral'],
  'messages: is_deleted': ['deleted'],
  'messages: is_unsupported': ['unsupported'],
  'messages: without content, or new': [
    'message-without-content',
    'attachment-from-the-future',
    'template-from-the-future',
  ],
  'messages: without id or sender': ['message-without-id', 'message-without-sender'],
  'echoes: of other apps': [
    'echo-text',
    'echo-unmarked',
    'echo-image',
    'echo-deleted',
    'echo-button-template',
    'echo-generic-template',
  ],
  'echoes: of ours': ['echo-of-ours'],
  messaging_postbacks: ['postback', 'postback-without-id', 'postback-with-referral'],
  messaging_referrals: ['referral'],
  'message_reactions and their removal': [
    'reaction',
    'reaction-other',
    'reaction-without-emoji',
    'reaction-removed',
    'reaction-set-again',
    'reaction-without-target',
  ],
  message_edits: ['edit', 'edit-without-count', 'edit-without-target'],
  standby: ['standby-text', 'standby-postback'],
  messaging_handovers: ['handover-pass', 'handover-take', 'handover-request'],
  'events nobody has heard of': ['event-from-the-future', 'event-without-content'],
  batches: ['batch'],
  'redelivery with another time': ['duplicate-later-time'],
  'the test event of the dashboard, and its samples': ['dashboard-test-event', 'field-without-entry'],
  malformed: [
    'malformed-sibling',
    'no-events',
    'no-entries',
    'other-object',
    'messaging-is-no-list',
    'change-without-value',
  ],
}

/** What the send endpoint of both channels takes; each has its fixtures in test/fixtures/<channel>/send. */
export const SHARED_OUTBOUND: Readonly<Record<string, Coverage>> = {
  text: ['text'],
  'messaging_type and the tag HUMAN_AGENT': ['text-within-24-hours', 'text-by-a-person-after-24-hours'],
  reply_to: ['quoted-reply'],
  image: ['image-by-link', 'image-by-id'],
  audio: ['audio-by-link'],
  video: ['video-by-link'],
  file: ['document-by-link'],
  'button template': ['buttons', 'buttons-with-header-and-footer', 'link-buttons'],
  quick_replies: ['quick-replies'],
  'reaction and its removal': ['reaction', 'reaction-with-another-emoji', 'reaction-removed'],
  'generic template': ['cards', 'card-without-buttons'],
  'media, product, receipt and coupon template': {
    leftOut: 'They name objects of Facebook (a post, a catalogue, an order) that the schema does not know.',
    link: `${DOCS}/messenger-platform/send-messages/templates`,
  },
  'media upload': {
    leftOut:
      'Files go by link, or by the id of an upload made elsewhere; what the shop uploads to Parley has a link of its own.',
    link: `${DOCS}/messenger-platform/reference/attachment-upload-api`,
  },
}

/** What is asked beside sends, with the verb it is asked by. Tests in test/channels/messaging-verbs.test.ts. */
export const SHARED_ASKED: Asked = {
  'sender actions: typing_on and mark_seen': 'act',
  'sender action: typing_off': {
    leftOut: 'Typing ends with the message, or by itself after 20 seconds.',
    link: `${DOCS}/messenger-platform/send-messages/sender-actions`,
  },
  'user profile (name and picture)': 'profile',
  'files at their link': 'media',
  'files by their message, once the link has ended': {
    leftOut:
      'The attachments of a message can be read again with Messenger alone, in an order of their own; links live for days, and files are fetched within seconds.',
    link: 'https://developers.facebook.com/docs/graph-api/reference/message/attachments',
  },
}

/** Content of the schema that neither channel brings as a message, with the reason. */
export const SHARED_NEVER_INBOUND: Readonly<Record<string, string>> = {
  reaction: 'Reactions are facts about their message.',
  contacts: 'Neither app has contacts to share.',
  order: 'Orders are made on the shop’s own page; products come as where the customer came from.',
  template: 'Templates are messages of the shop, and are read by what they show.',
}

const OURS = 'Our own Page or account, which the entry names.'
const RAW = 'Kept whole as the raw slice of what cannot be read.'
const FIRST = 'The first product stands for all of them; the others are named.'

/**
 * Values of an event that reach no fact: their path without positions, and why nothing is lost. A fixture in front
 * narrows it to that one.
 */
export const SHARED_IGNORED: Readonly<Record<string, string>> = {
  'recipient.id': OURS,
  'sender.id': OURS,
  'message.is_echo': 'The sender tells it as well.',
  'attachment-from-the-future: message.attachments.payload.angle': RAW,
  'message.attachments.payload.buttons.type': 'Told by the link that some buttons have.',
  'message.attachments.payload.elements.buttons.type': 'Told by the link that some buttons have.',
  'message.attachments.payload.elements.default_action.type': 'The link says it.',
  'message.attachments.payload.product.elements.id': FIRST,
  'message.attachments.payload.product.elements.image_url': FIRST,
  'reaction.action': 'Everything but the removal sets one.',
  'reaction.reaction': 'The emoji says it more exactly.',
}
