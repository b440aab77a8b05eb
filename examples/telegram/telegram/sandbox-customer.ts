import * as z from 'zod'

const common = {
  /** The bot that is written to, by its id; the first one when left out. */
  account: z.string().optional(),
  /** The person's id. */
  from: z.number().int().positive().default(5_550_142_201),
  name: z.string().min(1).default('Nadia'),
  /** Provider id of the message that is answered. */
  replyTo: z.string().optional(),
}
const file = {
  caption: z.string().optional(),
  filename: z.string().optional(),
  contentType: z.string().optional(),
  /** The file itself; a few bytes when left out. */
  data: z.base64().optional(),
}
const target = { target: z.string().regex(/^-?\d+:\d+$/, 'give the provider id of a message') }
const act = <T extends string, S extends z.ZodRawShape>(type: T, shape: S) =>
  z.strictObject({ type: z.literal(type), ...common, ...shape })

/** What a person can do in the sandbox, in a private chat with the bot. */
export const Action = z.discriminatedUnion('type', [
  act('text', { text: z.string().min(1).max(4096) }),
  act('photo', file),
  act('voice', file),
  act('document', file),
  act('sticker', { ...file, emoji: z.string().optional() }),
  act('location', { latitude: z.number(), longitude: z.number() }),
  act('contact', { phone: z.string().min(1) }),
  /** A button of a message is tapped. */
  act('button', { ...target, data: z.string().min(1), title: z.string().min(1) }),
  /** `emoji` null takes the reaction back. */
  act('reaction', { ...target, emoji: z.string().nullable() }),
  act('edit', { ...target, text: z.string().min(1) }),
  act('block', {}),
  act('unblock', {}),
])
export type Action = z.infer<typeof Action>

type FileAction = Extract<Action, { type: 'photo' | 'voice' | 'document' | 'sticker' }>

export interface StoredFile {
  readonly id: string
  readonly contentType: string
  readonly bytes: Uint8Array<ArrayBuffer>
}

const TYPES = { photo: 'image/jpeg', voice: 'audio/ogg', document: 'application/pdf', sticker: 'image/webp' } as const
const isFile = (action: Action): action is FileAction => Object.hasOwn(TYPES, action.type)

/** The file of an action, as the Bot API keeps it. */
export const fileOf = (action: Action, id: string): StoredFile | undefined => {
  if (!isFile(action)) return undefined
  const bytes = action.data === undefined ? Buffer.from(`a ${action.type}`) : Buffer.from(action.data, 'base64')
  return { id, contentType: action.contentType ?? TYPES[action.type], bytes: Uint8Array.from(bytes) }
}

/** What the sandbox adds to an action to make it an update. */
export interface Wire {
  readonly update: number
  readonly message: number
  /** Seconds since epoch. */
  readonly date: number
  readonly file?: StoredFile
}

const mediaOf = (action: FileAction, { id, contentType, bytes }: StoredFile): object => {
  const kept = { file_id: id, file_unique_id: `unique-${id}`, file_size: bytes.length }
  const caption = action.caption === undefined ? {} : { caption: action.caption }
  switch (action.type) {
    case 'photo':
      return { photo: [{ ...kept, width: 1, height: 1 }], ...caption }
    case 'voice':
      return { voice: { ...kept, duration: 1, mime_type: contentType }, ...caption }
    case 'document':
      return { document: { ...kept, file_name: action.filename ?? 'file.pdf', mime_type: contentType }, ...caption }
    case 'sticker':
      return { sticker: { ...kept, type: 'regular', is_animated: false, is_video: false, emoji: action.emoji ?? '👍' } }
  }
}

/** What makes a message of its own. */
type Said = Exclude<Action, { type: 'button' | 'reaction' | 'edit' | 'block' | 'unblock' }>

const contentOf = (action: Said, stored: StoredFile | undefined): object => {
  if (isFile(action)) return stored === undefined ? {} : mediaOf(action, stored)
  if (action.type === 'location') return { location: { latitude: action.latitude, longitude: action.longitude } }
  if (action.type === 'contact') return { contact: { phone_number: action.phone, first_name: action.name } }
  return { text: action.text }
}

/** A message's own number within its chat. */
const numberOf = (providerId: string): number => Number(providerId.split(':').at(-1))

/** An update, and the id of what was said or happened. */
export interface Happened {
  readonly update: object
  readonly providerId: string
}

const happened = ({ update: id }: Wire, kind: string, value: object, providerId = `update:${id}`): Happened => ({
  update: { update_id: id, [kind]: value },
  providerId,
})

const sides = ({ from: id, name }: Action) => ({
  chat: { id, type: 'private', first_name: name },
  from: { id, is_bot: false, first_name: name, language_code: 'en' },
})

const NO_MESSAGE: readonly string[] = ['button', 'reaction', 'block', 'unblock', 'edit']
const isMessage = (action: Action): action is Said => !NO_MESSAGE.includes(action.type)

const messageFor = (action: Said, wire: Wire): Happened => {
  const { message, date, file: stored } = wire
  const { chat, from } = sides(action)
  const quoted = action.replyTo && { reply_to_message: { message_id: numberOf(action.replyTo), date, chat } }
  const said = { message_id: message, from, chat, date, ...quoted, ...contentOf(action, stored) }
  return happened(wire, 'message', said, `${chat.id}:${message}`)
}

const membership = (status: string) => ({ user: { id: 0, is_bot: true, first_name: 'Bot' }, status })

/** The update an action makes, as Telegram writes it. */
export const updateFor = (action: Action, wire: Wire): Happened => {
  if (isMessage(action)) return messageFor(action, wire)
  const { message, date } = wire
  const { chat, from } = sides(action)
  switch (action.type) {
    case 'button': {
      const keyboard = [[{ text: action.title, callback_data: action.data }]]
      const offered = { message_id: numberOf(action.target), date, chat, reply_markup: { inline_keyboard: keyboard } }
      const query = { id: String(message), from, chat_instance: '1', message: offered, data: action.data }
      return happened(wire, 'callback_query', query, `callback:${message}`)
    }
    case 'reaction': {
      const now = action.emoji === null ? [] : [{ type: 'emoji', emoji: action.emoji }]
      const of = { chat, message_id: numberOf(action.target), user: from, date, old_reaction: [], new_reaction: now }
      return happened(wire, 'message_reaction', of)
    }
    case 'edit': {
      const words = { message_id: numberOf(action.target), from, chat, date, edit_date: date, text: action.text }
      return happened(wire, 'edited_message', words)
    }
    case 'block':
    case 'unblock': {
      const [before, after] = action.type === 'block' ? ['member', 'kicked'] : ['kicked', 'member']
      const change = { old_chat_member: membership(before), new_chat_member: membership(after) }
      return happened(wire, 'my_chat_member', { chat, from, date, ...change })
    }
  }
}
