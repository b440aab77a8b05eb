import type { Coverage } from '../coverage.ts'

const DOCS = 'https://docs.x.com'
const OLD = 'https://developer.x.com/en/docs/x-api/v1/direct-messages'

const leftOut = (why: string, link: string): Coverage => ({ leftOut: why, link })

/** Everything a webhook of X may carry; fixtures in test/fixtures/x. */
export const INBOUND: Readonly<Record<string, Coverage>> = {
  'dm.received: text': ['dm-text', 'dm-text-later', 'dm-linked', 'dm-of-two'],
  'dm.received: media': ['dm-image', 'dm-image-alone', 'dm-gif', 'dm-video', 'dm-video-without-file'],
  'dm.received: quick_reply_response': ['dm-quick-reply', 'dm-quick-reply-unnamed'],
  'dm.received: location': ['dm-location', 'dm-place'],
  'dm.received: initiated_via': ['dm-from-post', 'dm-from-welcome-message'],
  'dm.received: groups': ['dm-group', 'dm-group-echo'],
  'dm.received: several, broken ones among them': ['dm-batch', 'dm-malformed-sibling', 'dm-no-list'],
  'dm.received: what cannot be expressed': ['dm-empty', 'dm-attachment-from-the-future'],
  'dm.sent': ['dm-echo', 'dm-echo-quick-replies', 'dm-echo-buttons'],
  'dm.read': ['dm-read', 'dm-read-by-the-shop', 'dm-read-of-nothing'],
  'dm.indicate_typing': ['dm-typing'],
  'post.mention.create': ['mention', 'mention-wrapped', 'mention-long', 'mention-edited', 'mention-without-author'],
  'post.mention.create: answers, quotes, reposts': ['mention-in-reply', 'mention-with-quote', 'mention-repeated'],
  'post.mention.create: media': ['mention-with-image', 'mention-with-video'],
  'post.create': ['post-to-all', 'post-in-answer'],
  'post.delete': ['post-deleted', 'post-deleted-by-customer', 'post-deleted-without-id'],
  'chat.received, chat.sent': ['chat-received', 'chat-sent', 'chat-received-unfiltered', 'chat-group'],
  'chat.conversation_join and others': ['chat-joined'],
  'oauth.revoke': ['revoked'],
  'follow, like, mute, block, profile, spaces, news': ['followed', 'liked', 'blocked', 'profile-changed'],
  'events nobody has heard of': [
    'event-from-the-future',
    'event-without-payload',
    'event-that-is-none',
    'delivery-of-nothing',
  ],
  'Account Activity: direct_message_events': ['aaa-dm', 'aaa-dm-echo'],
  'Account Activity: direct_message_indicate_typing_events': ['aaa-dm-typing'],
  'Account Activity: direct_message_mark_read_events': ['aaa-dm-read'],
  'Account Activity: tweet_create_events': [
    'aaa-mention',
    'aaa-mention-truncated',
    'aaa-mention-by-blocked',
    'aaa-mention-dated',
    'aaa-reply',
    'aaa-quote',
    'aaa-repeated',
    'aaa-post-in-answer',
  ],
  'Account Activity: tweet_delete_events': ['aaa-post-deleted'],
  'Account Activity: user_event': ['aaa-revoked', 'aaa-user-event-from-the-future'],
  'Account Activity: favorite, follow, block, mute events': ['aaa-followed', 'aaa-liked'],
  'Account Activity: replay_job_status': ['aaa-replayed'],
  'Account Activity: lists nobody has heard of': ['aaa-list-from-the-future', 'aaa-without-events'],
  'deletion of direct messages': leftOut(
    'X does not tell it: who deletes a direct message deletes it for themselves.',
    `${DOCS}/x-api/direct-messages/manage/introduction`,
  ),
  'words of encrypted chats': leftOut(
    'They are encrypted between devices, under a PIN of the account’s owner. What arrives says that something was said.',
    `${DOCS}/xchat/introduction`,
  ),
  'ParticipantsJoin, ParticipantsLeave': leftOut(
    'Listed for groups alone, and told by no webhook. The list is read for messages that were missed.',
    `${DOCS}/x-api/direct-messages/lookup/introduction`,
  ),
}

/** Everything that can be sent; fixtures in test/fixtures/x/send. */
export const OUTBOUND: Readonly<Record<string, Coverage>> = {
  'direct message: text': ['text'],
  'direct message: media by its id': ['image-by-id', 'image-with-text'],
  'direct message: media by link, uploaded': ['image-by-link', 'gif-by-link', 'video-by-link'],
  'direct message to a group': ['to-a-group'],
  'post in answer to a mention': ['public-answer', 'public-answer-to-a-reply'],
  'quick replies, buttons': leftOut(
    'Version 2 takes text and attachments and nothing else. Options become numbered text.',
    `${DOCS}/x-api/direct-messages/manage/introduction`,
  ),
  'welcome messages, custom profiles': leftOut('They exist in version 1.1 alone.', `${OLD}/welcome-messages/overview`),
  'typing, read': leftOut(
    'Version 2 has neither for direct messages.',
    `${DOCS}/x-api/direct-messages/manage/introduction`,
  ),
  'posts of the shop’s own, posts with media or polls': leftOut(
    'A post to all is no conversation. Public answers are words.',
    `${DOCS}/x-api/posts/manage-tweets/introduction`,
  ),
  'new groups': leftOut('A conversation is with one customer.', `${DOCS}/x-api/direct-messages/manage/integrate`),
  'deletion of own messages': leftOut(
    'Parley has no way to take a message back.',
    `${DOCS}/x-api/direct-messages/manage/introduction`,
  ),
  'encrypted messages': leftOut(
    'They take a key that is bound to a person’s PIN, and a library of X’s to encrypt with.',
    `${DOCS}/xchat/introduction`,
  ),
}

/** Content of the schema that X does not bring, with the reason. */
export const NEVER_INBOUND: Readonly<Record<string, string>> = {
  cards: 'Direct messages have no cards.',
  contacts: 'X shares people as links to their profile.',
  template: 'X has none.',
  reaction: 'X tells no webhook of them.',
  order: 'X sells nothing.',
  form_response: 'X has no forms.',
  story: 'X has no stories.',
}

/** Values that reach no fact, by their place in the list or payload, and why nothing is lost. */
export const IGNORED: Readonly<Record<string, string>> = {
  'data.tag': 'The shop’s own name for the subscription.',
  'data.event_uuid': 'The id of a delivery whose event has an id of its own.',
  'data.event_type': 'A direct message says the same whichever kind of event brings it.',
  'message_create.target.recipient_id': 'The account itself, which the delivery names.',
  'target.recipient_id': 'The account itself, which the delivery names.',
  'message_create.sender_id': 'The account itself, in a group that its own message goes to.',
  dm_conversation_id: 'Of two people it is made of their ids.',
  'message_create.message_data.entities.urls.expanded_url': 'A link to a file of the message, which is there itself.',
  'message_create.message_data.attachment.type': 'What is attached says what it is.',
  'message_create.message_data.attachment.media.id': 'Beyond 2^53; `id_str` is the same.',
  'message_create.message_data.attachment.media.url': 'A short link that stands for the file.',
  'message_create.message_data.attachment.media.expanded_url': 'A page that shows the file.',
  'message_create.message_data.attachment.media.media_url_https': 'A still of what moves.',
  'message_create.message_data.attachment.media.video_info.variants.bitrate':
    'The largest is taken, whatever its number.',
  'message_create.message_data.attachment.media.video_info.variants.content_type': 'Of versions that are not taken.',
  'message_create.message_data.attachment.media.video_info.variants.url': 'Of versions that are not taken.',
  'message_create.message_data.attachment.location.shared_place.place.bounding_box.coordinates':
    'The other corners of a place: one tells where it is.',
  'message_create.message_data.quick_reply_response.type': 'There is one kind that has a payload.',
  'media.variants.bit_rate': 'The largest is taken, whatever its number.',
  'media.variants.content_type': 'Of versions that are not taken.',
  'media.variants.url': 'Of versions that are not taken.',
  'attachments.media_keys': 'A file that did not come along.',
  'entities.urls.expanded_url': 'A link to a file of the post, which is there itself.',
  'entities.urls.media_key': 'That it is there marks the link of a file.',
  text: 'The beginning of a long post; or words of the shop’s own to all, and of a repeated post.',
  conversation_id: 'Of posts that are no conversation.',
  edit_history_tweet_ids: 'The versions of a post that is shown by itself, or is no message.',
  id: 'Of an encrypted event, which is known by its delivery.',
  encoded_event: 'Encrypted.',
  conversation_token: 'It opens the conversation to whoever has it.',
  sender_id: 'Of a message of the shop, which is the account itself.',
  user_has_blocked: 'False is what is taken for granted.',
  'tweet_create_events.id': 'Beyond 2^53; `id_str` is the same.',
  'tweet_create_events.text': 'The beginning of a long post, or the words of a repeated one.',
  'tweet_create_events.truncated': 'The whole text is there.',
  'tweet_create_events.user.name': 'The shop’s own, or that of somebody who repeats a post.',
  'tweet_create_events.user.screen_name': 'That of somebody who repeats a post.',
  'tweet_create_events.user.profile_image_url_https': 'That of somebody who repeats a post.',
  'tweet_create_events.extended_tweet.extended_entities.media.expanded_url': 'A page that shows the file.',
}
