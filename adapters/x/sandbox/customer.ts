import * as z from 'zod'
import { compact } from '../../../core/compact.ts'
import type { Json } from '../../json.ts'
import type { Told } from './wire.ts'

const Id = z.string().regex(/^\d{1,19}$/)
const common = {
  /** Our X user; the first one when left out. */
  account: z.string().optional(),
  /** The customer's X user id. */
  from: Id.default('1500000000000000077'),
  /** What the customer is called from now on. */
  name: z.string().min(1).max(50).optional(),
}
const file = {
  text: z.string().default(''),
  contentType: z.string().optional(),
  /** The file itself; a few bytes when left out. */
  data: z.base64().optional(),
}
const act = <T extends string, S extends z.ZodRawShape>(type: T, shape: S) =>
  z.object({ type: z.literal(type), ...common, ...shape })

/** What a customer, or the shop in X's own app, can do in the sandbox. */
export const Action = z.discriminatedUnion('type', [
  act('text', { text: z.string().min(1) }),
  act('image', file),
  act('gif', file),
  act('video', file),
  /** Picks one of the quick replies that the shop offered from elsewhere. */
  act('quick_reply', { title: z.string().min(1), payload: z.string().min(1) }),
  /** A public post that names the shop; with `conversation`, below the post of that id. */
  act('mention', { text: z.string().min(1), conversation: Id.optional() }),
  /** All was read up to a message: the one that is named, or the latest. */
  act('read', { target: Id.optional() }),
  act('typing', {}),
  /** Writes from an app that encrypts: only that it was said arrives. */
  act('encrypted', {}),
  /** Takes a public post back. */
  act('delete', { target: Id }),
  /** The shop writes from X's own app. */
  act('echo', { text: z.string().min(1) }),
  /** The shop takes back what it allowed the app. */
  act('revoke', {}),
  /** A message that X tells no webhook: it is found in the list alone. */
  act('unheard', { text: z.string().min(1) }),
  /** X takes the webhook for broken, and delivers nothing until it is checked again. */
  act('invalidate', {}),
  /** Any event, as it is. */
  act('raw', { event: z.string().min(1), payload: z.record(z.string(), z.unknown()) }),
])
export type Action = z.infer<typeof Action>
type Of<T extends Action['type']> = Extract<Action, { type: T }>
export type FileAction = Of<'image' | 'gif' | 'video'>

export const FILES = {
  image: { contentType: 'image/jpeg', type: 'photo', extension: 'jpg' },
  gif: { contentType: 'video/mp4', type: 'animated_gif', extension: 'mp4' },
  video: { contentType: 'video/mp4', type: 'video', extension: 'mp4' },
} as const

export const isFile = (action: Action): action is FileAction => Object.hasOwn(FILES, action.type)

/** A direct message as the sandbox keeps it. */
export interface Message {
  readonly id: string
  readonly sender: string
  readonly recipient: string
  readonly text: string
  readonly at: number
  /** The file with it, as v1.1 describes it. */
  readonly media?: Json
  readonly picked?: string
}

/** Somebody as v1.1 and v2 both know them; v2 wraps them in `data` within direct messages. */
export const userOf = (id: string, name = `Person ${id.slice(-4)}`): Json => ({
  id,
  name,
  username: `person_${id.slice(-4)}`,
  profile_image_url: `https://pbs.twimg.com/profile_images/${id}/picture_normal.jpg`,
})

/** Somebody by their id. */
export type Who = (id: string) => Json

const MEDIA_LINK = 'https://t.co/parleymedia'

/** A file of a direct message: pictures lie where only the account may look, videos anywhere. */
export const mediaOf = (action: FileAction, message: string, id: string): Json => {
  const { type, extension, contentType } = FILES[action.type]
  const name = `${id}.${extension}`
  const still = `https://ton.twitter.com/1.1/ton/data/dm/${message}/${id}/${name}`
  const moving = `https://video.twimg.com/dm_${action.type}/${message}/${id}/${name}`
  return {
    id: Number(id),
    id_str: id,
    media_url_https: still,
    url: MEDIA_LINK,
    expanded_url: `https://twitter.com/messages/media/${message}`,
    type,
    ...(type === 'photo'
      ? {}
      : { video_info: { variants: [{ bitrate: 832_000, content_type: contentType, url: moving }] } }),
  }
}

/** A direct message as the webhook tells it. Copies name another time. */
export const messageEvent = (message: Message, account: string, who: Who, at: number): Told => {
  const { id, sender, recipient, media, picked } = message
  const urls = media === undefined ? [] : [{ url: MEDIA_LINK, expanded_url: media['expanded_url'] }]
  const data = compact({
    text: [message.text, ...(media === undefined ? [] : [MEDIA_LINK])].filter((words) => words !== '').join(' '),
    entities: { hashtags: [], symbols: [], user_mentions: [], urls },
    attachment: media === undefined ? undefined : { type: 'media', media },
    quick_reply_response: picked === undefined ? undefined : { type: 'options', metadata: picked },
  })
  const create = { target: { recipient_id: recipient }, sender_id: sender, message_data: data }
  const event = { type: 'message_create', id, created_timestamp: String(at), message_create: create }
  const users = Object.fromEntries([sender, recipient].map((person) => [person, { data: who(person) }]))
  return {
    type: sender === account ? 'dm.sent' : 'dm.received',
    payload: { direct_message_events: [event], users },
  }
}

export const readEvent = (reader: string, account: string, target: string, who: Who, at: number): Told => ({
  type: 'dm.read',
  payload: {
    direct_message_mark_read_events: [
      {
        created_timestamp: String(at),
        sender_id: reader,
        target: { recipient_id: account },
        last_read_event_id: target,
      },
    ],
    users: { [reader]: { data: who(reader) } },
  },
})

const encrypted = (from: string, account: string, id: string, at: number): Told => ({
  type: 'chat.received',
  payload: {
    id,
    created_at_msec: String(at),
    sender_id: from,
    conversation_id: `${from}:${account}`,
    conversation_key_version: '1',
    encoded_event: Buffer.from('only its two ends can read this').toString('base64'),
  },
})

const mention = (
  { from, text, conversation }: Of<'mention'>,
  account: string,
  id: string,
  who: Who,
  at: number,
): Told => ({
  type: 'post.mention.create',
  payload: {
    id,
    author_id: from,
    conversation_id: conversation ?? id,
    created_at: new Date(at).toISOString(),
    text,
    edit_history_tweet_ids: [id],
    ...(conversation === undefined
      ? {}
      : { in_reply_to_user_id: account, referenced_tweets: [{ type: 'replied_to', id: conversation }] }),
  },
  includes: { users: [who(from), who(account)] },
})

type Plain = Exclude<Action, FileAction | Of<'text' | 'quick_reply' | 'echo' | 'unheard' | 'read' | 'invalidate'>>

/** What happens that is no direct message. */
export const eventFor = (action: Plain, account: string, id: string, who: Who, at: number): Told => {
  switch (action.type) {
    case 'mention':
      return mention(action, account, id, who, at)
    case 'encrypted':
      return encrypted(action.from, account, id, at)
    case 'typing': {
      const typing = { created_timestamp: String(at), sender_id: action.from, target: { recipient_id: account } }
      return { type: 'dm.indicate_typing', payload: { direct_message_indicate_typing_events: [typing] } }
    }
    case 'delete':
      return { type: 'post.delete', payload: { id: action.target, author_id: action.from } }
    case 'revoke': {
      const payload = { date_time: new Date(at).toISOString(), user_id: account, app_id: '29800001' }
      return { type: 'oauth.revoke', payload, unfiltered: true }
    }
    case 'raw':
      return { type: action.event, payload: action.payload }
  }
}
