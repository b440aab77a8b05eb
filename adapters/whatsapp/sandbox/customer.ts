import * as z from 'zod'
import { compact } from '../../../core/compact.ts'
import type { Json } from '../../json.ts'
import { valueOf, type Line, type WireChange } from './wire.ts'

/** Who acts, on which number, and in which context. */
const common = {
  /** Our number (`phone_number_id`) that is written to; the first one when left out. */
  account: z.string().optional(),
  /** The customer's number, with or without `+`. Left out together with `userId`, a default customer acts. */
  from: z
    .string()
    .regex(/^\+?\d{5,15}$/)
    .optional(),
  /** Business-scoped user id. Without `from`: a customer who hides the number behind a username. */
  userId: z.string().optional(),
  parentUserId: z.string().optional(),
  name: z.string().default('Nadia Brandt'),
  username: z.string().optional(),
  /** Id of the group that is written in. */
  group: z.string().optional(),
  /** Id (wamid) of the message that is answered. */
  replyTo: z.string().optional(),
  forwarded: z.enum(['once', 'many']).optional(),
  /** The product that is asked about. */
  product: z.object({ catalogId: z.string(), productId: z.string() }).optional(),
  /** The advert or post the customer came from, as Meta writes it. */
  referral: z.record(z.string(), z.unknown()).optional(),
}

const file = {
  caption: z.string().optional(),
  filename: z.string().optional(),
  contentType: z.string().optional(),
  animated: z.boolean().optional(),
  /** The file itself; a few bytes when left out. */
  data: z.base64().optional(),
}
const picked = { id: z.string().min(1), title: z.string().min(1) }
const target = { target: z.string().min(1) }
const act = <T extends string, S extends z.ZodRawShape>(type: T, shape: S) =>
  z.strictObject({ type: z.literal(type), ...common, ...shape })

/** What a customer can do in the sandbox. */
export const Action = z.discriminatedUnion('type', [
  act('text', { text: z.string() }),
  act('image', file),
  act('audio', file),
  act('voice', file),
  act('video', file),
  act('document', file),
  act('sticker', file),
  act('location', {
    latitude: z.number(),
    longitude: z.number(),
    placeName: z.string().optional(),
    address: z.string().optional(),
    url: z.string().optional(),
  }),
  /** Contacts as Meta writes them. */
  act('contacts', { contacts: z.array(z.record(z.string(), z.unknown())).min(1) }),
  act('button_reply', picked),
  act('list_reply', { ...picked, description: z.string().optional() }),
  /** A quick reply of a template. */
  act('template_reply', { payload: z.string(), text: z.string() }),
  act('flow_reply', { answers: z.record(z.string(), z.unknown()), flow: z.string().default('flow') }),
  act('order', {
    catalogId: z.string(),
    text: z.string().default(''),
    items: z
      .array(
        z.object({ productId: z.string(), quantity: z.number(), price: z.number(), currency: z.string().length(3) }),
      )
      .min(1),
  }),
  /** `emoji` null takes the reaction back. */
  act('reaction', { ...target, emoji: z.string().nullable() }),
  act('edit', { ...target, text: z.string() }),
  act('revoke', target),
  /** The customer has a new number, and with it a new user id. */
  act('number_change', { to: z.string().regex(/^\+?\d{5,15}$/), newUserId: z.string().optional() }),
  act('user_id_change', { newUserId: z.string() }),
  act('unsupported', { kind: z.string().optional() }),
  act('request_welcome', {}),
  /** The customer stops or resumes marketing messages in WhatsApp's own switch. */
  act('marketing', { value: z.enum(['stop', 'resume']) }),
  /** Any `value` of a change, as it is. */
  act('raw', { value: z.record(z.string(), z.unknown()), field: z.string().default('messages') }),
])
export type Action = z.infer<typeof Action>

type Of<T extends Action['type']> = Extract<Action, { type: T }>
export type FileAction = Of<'image' | 'audio' | 'voice' | 'video' | 'document' | 'sticker'>

const FILES = {
  image: 'image/jpeg',
  audio: 'audio/mpeg',
  voice: 'audio/ogg; codecs=opus',
  video: 'video/mp4',
  document: 'application/pdf',
  sticker: 'image/webp',
} as const

export const isFile = (action: Action): action is FileAction => Object.hasOwn(FILES, action.type)
export const contentTypeOf = (action: FileAction): string => action.contentType ?? FILES[action.type]

/** A file as the sandbox keeps it for the gateway to fetch. */
export interface StoredFile {
  readonly id: string
  readonly contentType: string
  readonly sha256: string
}

export const digits = (phone: string): string => phone.replace(/^\+/, '')

const media = (action: FileAction, stored: StoredFile): Json => {
  const type = action.type === 'voice' ? 'audio' : action.type
  const { id, contentType, sha256 } = stored
  const object = compact({
    caption: action.caption,
    filename: action.filename,
    mime_type: contentType,
    sha256,
    id,
    voice: type === 'audio' ? action.type === 'voice' : undefined,
    animated: type === 'sticker' ? (action.animated ?? false) : undefined,
  })
  return { type, [type]: object }
}

const reply = (type: string, object: Json): Json => ({ type: 'interactive', interactive: { type, [type]: object } })

const UNSUPPORTED = {
  code: 131_051,
  title: 'Message type unknown',
  message: 'Message type unknown',
  error_data: { details: 'Message type is currently not supported.' },
}

const orderOf = ({ catalogId, text, items }: Of<'order'>): Json => ({
  catalog_id: catalogId,
  text,
  product_items: items.map(({ productId, quantity, price, currency }) => ({
    product_retailer_id: productId,
    quantity,
    item_price: price,
    currency,
  })),
})

const changeOf = (action: Of<'number_change' | 'user_id_change'>): Json => {
  const { name, from, userId, newUserId } = action
  const to = action.type === 'number_change' ? digits(action.to) : undefined
  const [before, after] = to === undefined ? [userId, newUserId] : [from && digits(from), to]
  return compact({
    body: `User ${name} changed from ${before ?? 'unknown'} to ${after ?? 'unknown'}`,
    type: to === undefined ? 'user_changed_user_id' : 'user_changed_number',
    wa_id: to,
    user_id: newUserId,
    previous_user_id: userId,
  })
}

type Said = Exclude<Action, FileAction | Of<'marketing' | 'raw'>>

const changed = (action: Of<'number_change' | 'user_id_change'>): Json => ({ type: 'system', system: changeOf(action) })

/** The type of a message and its object, for each thing that can be said or happen. */
const SAID: { readonly [T in Said['type']]: (action: Of<T>) => Json } = {
  text: ({ text }) => ({ type: 'text', text: { body: text } }),
  location: ({ latitude, longitude, placeName, address, url }) => ({
    type: 'location',
    location: compact({ latitude, longitude, name: placeName, address, url }),
  }),
  contacts: ({ contacts }) => ({ type: 'contacts', contacts }),
  button_reply: ({ id, title }) => reply('button_reply', { id, title }),
  list_reply: ({ id, title, description }) => reply('list_reply', compact({ id, title, description })),
  template_reply: ({ payload, text }) => ({ type: 'button', button: { payload, text } }),
  flow_reply: ({ flow, answers }) =>
    reply('nfm_reply', { name: flow, body: 'Sent', response_json: JSON.stringify(answers) }),
  order: (action) => ({ type: 'order', order: orderOf(action) }),
  reaction: ({ target, emoji }) => ({ type: 'reaction', reaction: { message_id: target, emoji: emoji ?? '' } }),
  edit: ({ target, text }) => ({
    type: 'edit',
    edit: { original_message_id: target, message: { type: 'text', text: { body: text } } },
  }),
  revoke: ({ target }) => ({ type: 'revoke', revoke: { original_message_id: target } }),
  number_change: changed,
  user_id_change: changed,
  unsupported: ({ kind }) => ({
    type: 'unsupported',
    errors: [UNSUPPORTED],
    ...(kind === undefined ? {} : { unsupported: { type: kind } }),
  }),
  request_welcome: () => ({ type: 'request_welcome' }),
}

const said = (action: Said): Json => (SAID[action.type] as (action: Said) => Json)(action)

const contextOf = ({ replyTo, forwarded, product }: Action, ownNumber: string): Json | undefined => {
  if (forwarded !== undefined) return { [forwarded === 'many' ? 'frequently_forwarded' : 'forwarded']: true }
  if (replyTo === undefined) return undefined
  return compact({
    from: ownNumber,
    id: replyTo,
    referred_product: product && { catalog_id: product.catalogId, product_retailer_id: product.productId },
  })
}

/** What the sandbox adds to an action to make it a webhook. */
export interface Wire {
  readonly id: string
  /** Seconds since epoch. */
  readonly timestamp: number
  readonly line: Line
  readonly file?: StoredFile
}

const contactOf = (action: Action): Json => {
  const profile = compact({ name: action.name, username: action.username })
  const waId = action.from && digits(action.from)
  return compact({ profile, wa_id: waId, user_id: action.userId, parent_user_id: action.parentUserId })
}

/** The change a customer's action makes, as Meta writes it. */
export const changeFor = (action: Action, wire: Wire): WireChange => {
  if (action.type === 'raw') return { field: action.field, value: action.value }
  const { id, timestamp, line, file: stored } = wire
  const from = action.from && digits(action.from)
  if (action.type === 'marketing') {
    const detail = `User requested to ${action.value} marketing messages`
    const wanted = { wa_id: from, user_id: action.userId, detail, category: 'marketing_messages' }
    const preference = compact({ ...wanted, value: action.value, timestamp })
    const value = valueOf(line, { contacts: [contactOf(action)], user_preferences: [preference] })
    return { field: 'user_preferences', value }
  }
  const message = compact({
    context: contextOf(action, line.number),
    from,
    from_user_id: action.userId,
    from_parent_user_id: action.parentUserId,
    group_id: action.group,
    id,
    timestamp: String(timestamp),
    referral: action.referral,
    ...(isFile(action) ? (stored ? media(action, stored) : {}) : said(action)),
  })
  // System messages come without contacts.
  const system = action.type === 'number_change' || action.type === 'user_id_change'
  const contacts = system ? {} : { contacts: [contactOf(action)] }
  return { field: 'messages', value: valueOf(line, { ...contacts, messages: [message] }) }
}
