import type { Asked, Coverage } from '../coverage.ts'

const DOCS = 'https://developers.facebook.com/documentation/business-messaging/whatsapp'

/** Everything a WhatsApp webhook may carry; fixtures in test/fixtures/whatsapp. */
export const INBOUND: Readonly<Record<string, Coverage>> = {
  'messages: text': ['text'],
  'messages: image': ['image', 'image-with-url', 'image-without-file'],
  'messages: audio and voice': ['audio', 'voice-message', 'voice-type'],
  'messages: video': ['video'],
  'messages: document': ['document', 'document-with-caption'],
  'messages: sticker': ['sticker'],
  'messages: location': ['location', 'location-without-type'],
  'messages: contacts': ['contacts-shared', 'contact-request'],
  'messages: button': ['template-quick-reply', 'template-quick-reply-without-context'],
  'messages: interactive button_reply': ['button-reply'],
  'messages: interactive list_reply': ['list-reply'],
  'messages: interactive nfm_reply': ['flow-reply', 'flow-reply-unreadable'],
  'messages: interactive call_permission_reply': ['call-permission-accepted', 'call-permission-rejected'],
  'messages: interactive without its object': ['interactive-without-content', 'interactive-from-the-future'],
  'messages: order': ['order'],
  'messages: reaction and its removal': [
    'reaction',
    'reaction-removed-empty',
    'reaction-removed-absent',
    'reaction-without-target',
  ],
  'messages: edit': ['edit-text', 'edit-image'],
  'messages: revoke': ['revoke'],
  'messages: system': [
    'number-changed',
    'number-changed-legacy',
    'number-changed-named-by-the-new-id',
    'user-id-changed',
    'user-id-changed-from-the-new-one',
    'security-code-changed',
    'system-other',
  ],
  'messages: unsupported and unknown': [
    'unsupported-poll',
    'unsupported-without-type',
    'type-unknown',
    'type-from-the-future',
  ],
  'messages: request_welcome': ['request-welcome'],
  'messages: context (reply, forward, product)': ['quoted-reply', 'forwarded', 'forwarded-many', 'product-inquiry'],
  'messages: referral': ['advert-referral', 'post-referral-video'],
  'messages: group_id': ['group-text', 'group-reaction'],
  'contacts: user ids, usernames, no number': [
    'text-with-user-ids',
    'username-only',
    'username-only-empty-number',
    'two-customers',
    'contact-of-somebody-else',
  ],
  'errors without messages': ['errors-alone'],
  'statuses: sent, delivered, read with pricing': ['status-sent-delivered-read', 'status-conversation'],
  'statuses: played': ['status-played'],
  'statuses: deleted': ['status-deleted'],
  'statuses: failed': ['status-failed', 'status-failed-without-error'],
  'statuses: without a number': ['status-username-only'],
  'statuses: of a group': ['status-group'],
  'statuses: biz_opaque_callback_data of others': ['status-foreign-key'],
  'statuses: other words and kinds': ['status-unknown-word', 'status-of-a-payment'],
  smb_message_echoes: [
    'echo-text',
    'echo-image',
    'echo-buttons',
    'echo-list',
    'echo-link',
    'echo-template',
    'echo-reaction',
    'echo-edit',
    'echo-revoke',
  ],
  user_preferences: ['marketing-stopped', 'marketing-resumed', 'marketing-signup', 'preference-from-the-future'],
  user_id_update: ['user-id-update'],
  message_template_status_update: ['template-approved', 'template-approved-again', 'template-rejected'],
  message_template_quality_update: ['template-quality', 'big-integer-ids'],
  template_category_update: ['template-category'],
  message_template_components_update: ['template-components'],
  account_update: [
    'account-violation',
    'account-restricted',
    'account-disabled',
    'account-reinstated',
    'account-deleted',
    'partner-removed',
  ],
  account_alerts: ['account-alert'],
  account_review_update: ['account-review'],
  phone_number_quality_update: ['number-quality'],
  phone_number_name_update: ['number-name'],
  business_capability_update: ['capability'],
  security: ['security'],
  calls: ['call-connect', 'call-terminate', 'call-status'],
  group_lifecycle_update: ['group-created', 'group-create-failed'],
  group_participants_update: ['group-joined'],
  group_settings_update: ['group-settings'],
  group_status_update: ['group-suspended'],
  history: ['history', 'history-declined'],
  standby: ['standby'],
  messaging_handovers: ['handover'],
  'fields nobody has heard of': ['field-from-the-future'],
  batches: ['batch-two-messages', 'batch-two-changes', 'batch-two-entries'],
  'redelivery with other times and peers': ['duplicate-later-time'],
  'times in milliseconds': ['time-in-milliseconds'],
  'the test event of the dashboard': ['dashboard-test-event'],
  malformed: ['malformed-sibling', 'message-without-account', 'change-without-content', 'no-entries', 'other-object'],
}

/** Everything the send endpoint takes; fixtures in test/fixtures/whatsapp/send. */
export const OUTBOUND: Readonly<Record<string, Coverage>> = {
  text: ['text', 'text-with-preview', 'text-to-a-user-id', 'text-to-a-group'],
  'context (quoted reply)': ['quoted-reply'],
  image: ['image-by-link', 'image-by-id'],
  'audio and voice': ['audio-by-link', 'voice-message-by-id'],
  video: ['video-by-link'],
  document: ['document-by-link', 'document-by-id'],
  sticker: ['sticker-by-id'],
  'interactive button': ['buttons'],
  'interactive list': ['list', 'list-without-button'],
  'interactive cta_url': ['link-button'],
  'interactive location_request_message': ['location-request', 'location-request-with-header'],
  location: ['location'],
  contacts: ['contacts', 'contact-with-one-name'],
  template: ['template-without-parameters', 'template-with-parameters', 'template-with-media-header'],
  'reaction and its removal': ['reaction', 'reaction-removed'],
  'interactive product, product_list, catalog_message': {
    leftOut: 'Offers name items of a Meta catalogue, and the schema knows no catalogue. Orders that come in are read.',
    link: 'https://developers.facebook.com/docs/whatsapp/guides/commerce-guides/share-products-with-customers',
  },
  'interactive flow': {
    leftOut: 'A form is designed and published in WhatsApp Manager first. It can be sent as a button of a template.',
    link: `${DOCS}/flows/guides/sendingaflow/`,
  },
  'interactive request_contact_info, address_message, call_permission_request': {
    leftOut: 'No other channel has them, and a question in words does the same. The answers that come in are read.',
    link: `${DOCS}/business-scoped-user-ids/`,
  },
  'media upload': {
    leftOut: 'Files go by link, or by the id of an upload made elsewhere.',
    link: `${DOCS}/business-phone-numbers/media/`,
  },
}

/** What is asked beside sends, with the verb it is asked by. */
export const ASKED: Asked = {
  'read mark and typing indicator': 'act',
  'files by their id': 'media',
  'profile of a customer': {
    leftOut: 'The name comes with every message; there is no request for it, and no picture.',
    link: `${DOCS}/webhooks/reference/messages/`,
  },
}

/** Content of the schema that WhatsApp does not bring as a message, with the reason. */
export const NEVER_INBOUND: Readonly<Record<string, string>> = {
  reaction: 'Reactions are facts about their message.',
  cards: 'WhatsApp has no cards; products of a catalogue are orders, or where a message came from.',
  story: 'WhatsApp tells businesses nothing about stories.',
}

const ONCE = 'Told by the object beside it, by which the message is read.'
const OURS = 'Our own number, which the account is.'
const RAW = 'Kept whole as the raw slice of what cannot be read.'

/**
 * Values of a message that reach no fact: their path without positions, and why nothing is lost. A fixture in front
 * narrows it to that one.
 */
export const IGNORED: Readonly<Record<string, string>> = {
  'call-permission-accepted: messages.context.from': OURS,
  'call-permission-rejected: messages.context.from': OURS,
  'user-id-changed-from-the-new-one: messages.from_user_id':
    'The new user id, where a change of user id names it a second time.',
  'type-from-the-future: messages.hologram.angle': RAW,
  'security-code-changed: messages.identity.acknowledged': 'Whether the app showed the change; nothing depends on it.',
  'security-code-changed: messages.identity.created_timestamp':
    'The time of the change; the fact has the time of the message.',
  'security-code-changed: messages.identity.hash':
    'A fingerprint of the key, for businesses that refuse to send to a changed one.',
  'messages.interactive.type': ONCE,
  'interactive-from-the-future: messages.interactive.wave_reply.id': RAW,
  'unsupported-poll: messages.type': 'The kind of an unsupported message is told by its object.',
  'message_echoes.from': OURS,
  'message_echoes.interactive.action.buttons.type': 'All buttons of a message reply.',
  'message_echoes.interactive.action.name': ONCE,
  'message_echoes.interactive.header.type': 'Only headers of text have text.',
  'message_echoes.interactive.type': ONCE,
  'message_echoes.template.components.parameters.type': ONCE,
  'status-foreign-key: statuses.biz_opaque_callback_data':
    'Put there by another sender on the same number, for itself.',
}
