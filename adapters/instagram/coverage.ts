import type { Coverage } from '../coverage.ts'
import {
  SHARED_ASKED,
  SHARED_IGNORED,
  SHARED_INBOUND,
  SHARED_NEVER_INBOUND,
  SHARED_OUTBOUND,
} from '../_messaging/coverage.ts'

const DOCS = 'https://developers.facebook.com/documentation/business-messaging/instagram-messaging'

/** Everything a webhook of an Instagram account may carry; fixtures in test/fixtures/instagram. */
export const INBOUND: Readonly<Record<string, Coverage>> = {
  ...SHARED_INBOUND,
  'messages: like_heart': ['like-heart'],
  'messages: ig_post and share': ['post', 'share'],
  'messages: story_mention': ['story-mention', 'story-mention-broken'],
  'messages: ig_story': ['story-shared'],
  'messages: reply_to.story': ['story-reply'],
  'messages: what Instagram withholds': ['unsupported-attachment', 'ephemeral'],
  'messages: is_self': ['to-oneself'],
  messaging_seen: ['seen', 'seen-of-nothing'],
  comments: ['comment', 'comment-instagram-login'],
  mentions: ['mention'],
}

/** Everything the send endpoint takes; fixtures in test/fixtures/instagram/send. */
export const OUTBOUND: Readonly<Record<string, Coverage>> = {
  ...SHARED_OUTBOUND,
  'like_heart and MEDIA_SHARE': {
    leftOut: 'A heart goes as an emoji; a post of the account is shared by its link.',
    link: `${DOCS}/features/send-message`,
  },
  'several images in one message': {
    leftOut: 'Each file is a message of its own, with an id and receipts of its own.',
    link: `${DOCS}/features/send-message`,
  },
  'quick replies for phone number and email': {
    leftOut: 'Instagram has ended them.',
    link: `${DOCS}/features/quick-replies`,
  },
  'private replies to comments': {
    leftOut: 'A comment is no conversation, and is told as news of the account.',
    link: `${DOCS}/features/private-replies`,
  },
}

/** What is asked beside sends. */
export const ASKED = SHARED_ASKED

/** Content of the schema that Instagram does not bring as a message, with the reason. */
export const NEVER_INBOUND: Readonly<Record<string, string>> = {
  ...SHARED_NEVER_INBOUND,
  location: 'Instagram does not pass places on.',
  form_response: 'Instagram has no forms or appointments in messages.',
}

const STORY = 'Media of stories may not be kept.'

/** Values that reach no fact, and why nothing is lost. */
export const IGNORED: Readonly<Record<string, string>> = {
  ...SHARED_IGNORED,
  'story-mention: message.attachments.payload.url': STORY,
  'story-mention-broken: message.attachments.payload.url': STORY,
  'story-shared: message.attachments.payload.story_media_url': STORY,
  'message.reply_to.story.url': STORY,
}
