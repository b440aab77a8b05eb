import * as z from 'zod'
import { compact } from '../../../core/compact.ts'
import type { Json } from '../../json.ts'
import type { Platform } from '../platform.ts'

/** Whom the customer writes to, who they are, and in which context. */
const common = {
  /** Our Page or Instagram account; the first one when left out. */
  account: z.string().optional(),
  /** The customer's id (PSID or IGSID). */
  from: z.string().regex(/^\d+$/).default('5550142201000001'),
  /** What the customer is called; the sandbox tells it to whom asks, from then on. */
  name: z.string().min(1).optional(),
  /** Id (mid) of the message that is answered. */
  replyTo: z.string().optional(),
  /** The advert, link or product the customer came from, as Meta writes it. */
  referral: z.record(z.string(), z.unknown()).optional(),
  /** True when another app controls the conversation: it is told to us as `standby`. */
  standby: z.boolean().default(false),
}

const file = {
  contentType: z.string().optional(),
  filename: z.string().optional(),
  /** The file itself; a few bytes when left out. */
  data: z.base64().optional(),
}
const picked = { payload: z.string().min(1), title: z.string().min(1) }
const target = { target: z.string().min(1) }
const act = <T extends string, S extends z.ZodRawShape>(type: T, shape: S) =>
  z.object({ type: z.literal(type), ...common, ...shape })

/** What a customer, or the shop in Meta's own apps, can do in the sandbox. */
export const Action = z.discriminatedUnion('type', [
  act('text', { text: z.string() }),
  act('image', file),
  act('audio', file),
  act('video', file),
  act('file', file),
  act('sticker', file),
  act('reel', { ...file, title: z.string().optional() }),
  act('post', { ...file, title: z.string().optional() }),
  act('location', { latitude: z.number(), longitude: z.number(), title: z.string().optional() }),
  act('story_mention', {}),
  act('story_reply', { text: z.string(), storyId: z.string().default('17900000000000001') }),
  act('quick_reply', picked),
  /** A button of a template, a menu entry or an icebreaker. */
  act('postback', picked),
  /** `emoji` null takes the reaction back. */
  act('reaction', { ...target, emoji: z.string().nullable() }),
  act('edit', { ...target, text: z.string(), count: z.number().int().min(1).default(1) }),
  act('delete', target),
  /** Everything is read (Messenger), or the message that is named (Instagram). */
  act('read', { target: z.string().optional() }),
  act('referral', { ref: z.string() }),
  act('unsupported', {}),
  /** The shop writes from Meta's own inbox. */
  act('echo', { text: z.string() }),
  /** Another app takes the conversation over. */
  act('handover', { app: z.string().default('26390203743090') }),
  /** Any event, as it is. */
  act('raw', { event: z.record(z.string(), z.unknown()) }),
])
export type Action = z.infer<typeof Action>

type Of<T extends Action['type']> = Extract<Action, { type: T }>
type FileAction = Of<'image' | 'audio' | 'video' | 'file' | 'sticker' | 'reel' | 'post'>

const FILES = {
  image: 'image/jpeg',
  audio: 'audio/mp4',
  video: 'video/mp4',
  file: 'application/pdf',
  sticker: 'image/png',
  reel: 'video/mp4',
  post: 'image/jpeg',
} as const

export const isFile = (action: Action): action is FileAction => Object.hasOwn(FILES, action.type)
export const contentTypeOf = (action: FileAction): string => action.contentType ?? FILES[action.type]

/** What the sandbox adds to an action to make it an event. */
export interface Wire {
  readonly platform: Platform
  readonly account: string
  readonly mid: string
  /** Ms since epoch. */
  readonly timestamp: number
  /** Where the file of the action lies. */
  readonly url?: string
}

/** The words of Instagram's publications differ. */
const attachmentType = (type: FileAction['type'], { channel }: Platform): string =>
  channel === 'instagram' && (type === 'reel' || type === 'post') ? `ig_${type}` : type

const attachment = (action: FileAction, { platform, url }: Wire): Json => {
  const title = 'title' in action ? action.title : action.filename
  const stickerId = action.type === 'sticker' ? '842000000000001' : undefined
  return { type: attachmentType(action.type, platform), payload: compact({ url, title, sticker_id: stickerId }) }
}

type Message = Exclude<
  Action,
  FileAction | Of<'postback' | 'reaction' | 'edit' | 'read' | 'referral' | 'handover' | 'raw'>
>

const CDN = 'https://lookaside.fbsbx.com'

/** What a message says, for each thing that is said. */
const SAID: { readonly [T in Message['type']]: (action: Of<T>) => Json } = {
  text: ({ text }) => ({ text }),
  location: ({ latitude, longitude, title }) => ({
    attachments: [compact({ type: 'location', title, payload: { coordinates: { lat: latitude, long: longitude } } })],
  }),
  story_mention: () => ({ attachments: [{ type: 'story_mention', payload: { url: `${CDN}/story` } }] }),
  story_reply: ({ text, storyId }) => ({ text, reply_to: { story: { id: storyId, url: `${CDN}/story` } } }),
  quick_reply: ({ title, payload }) => ({ text: title, quick_reply: { payload } }),
  delete: () => ({ is_deleted: true }),
  unsupported: () => ({ is_unsupported: true }),
  echo: ({ text }) => ({ is_echo: true, app_id: 26390203743090, text }),
}

const said = (action: Message | FileAction, wire: Wire): Json => {
  const mid = action.type === 'delete' ? action.target : wire.mid
  const { replyTo, referral } = action
  const words = isFile(action)
    ? { attachments: [attachment(action, wire)] }
    : (SAID[action.type] as (action: Message) => Json)(action)
  const quoted = replyTo === undefined ? undefined : { mid: replyTo }
  return { message: compact({ mid, reply_to: quoted, ...words, referral }) }
}

const reaction = ({ target: mid, emoji }: Of<'reaction'>): Json =>
  emoji === null ? { mid, action: 'unreact' } : { mid, action: 'react', reaction: 'other', emoji }

const seen = ({ target: mid }: Of<'read'>, { platform, timestamp }: Wire): Json =>
  platform.channel === 'instagram' ? compact({ mid }) : { watermark: timestamp }

type Happening = Exclude<Action, Message | FileAction>

/** What happens beside messages. */
const HAPPENED: { readonly [T in Happening['type']]: (action: Of<T>, wire: Wire) => Json } = {
  postback: ({ title, payload, referral, standby }, { mid }) => ({
    // A standby app is told what was picked, and no more.
    postback: standby ? { title } : compact({ mid, title, payload, referral }),
  }),
  reaction: (action) => ({ reaction: reaction(action) }),
  edit: ({ target: mid, text, count }) => ({ message_edit: { mid, text, num_edit: count } }),
  read: (action, wire) => ({ read: seen(action, wire) }),
  referral: ({ ref, referral }) => ({ referral: { ref, source: 'SHORTLINK', type: 'OPEN_THREAD', ...referral } }),
  handover: ({ app }) => ({
    take_thread_control: { previous_owner_app_id: null, new_owner_app_id: app, metadata: '' },
  }),
  raw: ({ event }) => event,
}

const isHappening = (action: Action): action is Happening => Object.hasOwn(HAPPENED, action.type)

const happened = (action: Action, wire: Wire): Json =>
  isHappening(action)
    ? (HAPPENED[action.type] as (action: Happening, wire: Wire) => Json)(action, wire)
    : said(action, wire)

/** The event that an action makes, as Meta writes it. */
export const eventFor = (action: Action, wire: Wire): Json => {
  const sides = [{ id: action.from }, { id: wire.account }]
  const [sender, recipient] = action.type === 'echo' ? sides.reverse() : sides
  return { sender, recipient, timestamp: wire.timestamp, ...happened(action, wire) }
}
