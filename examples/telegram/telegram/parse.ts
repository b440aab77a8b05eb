import { createHash } from 'node:crypto'
import { type Alias, compact, type Delivery, type InboundFact, type Profile, readJson, storable } from 'parley/adapter'
import type * as z from 'zod'
import { bodyOf } from './content.ts'
import { CallbackQuery, type Chat, ChatMemberUpdated, Message, MessageReaction, Update, type User } from './update.ts'

/** An update names nobody who receives it: the bot is the one whose webhook was called. */
interface Read {
  readonly bot: string
  readonly update: Update
  /** The body as it came, for what cannot be read. */
  readonly raw: string
}

const PRIVATE = 'private'

/** In a private chat the chat is the person; elsewhere the chat is the thread, and whoever speaks is one of many. */
const addressed = ({ id, type }: Chat, user: User | undefined): { peers: Alias[]; thread?: Alias } => {
  const person = type === PRIVATE ? id : user?.id
  const peers = person === undefined ? [] : [{ type: 'telegram_user', value: String(person) }]
  return type === PRIVATE ? { peers } : { peers, thread: { type: 'telegram_chat', value: String(id) } }
}

const profileOf = (user: User | undefined): Profile | undefined => {
  if (user === undefined) return undefined
  const name = [user.first_name, user.last_name].filter((part) => part !== undefined).join(' ')
  return compact({ name: name === '' ? undefined : name, username: user.username, locale: user.language_code })
}

const from = ({ bot }: Read, date: number | undefined) => ({
  scope: bot,
  account: bot,
  at: date === undefined ? null : date * 1000,
})

const messageId = (chat: Chat, id: number): string => `${chat.id}:${id}`
/** Edits, reactions and the rest have no id but that of the update, which is the same when it comes again. */
const updateId = ({ update }: Read): string => `update:${update.update_id}`

const customer = (user: User | undefined) => {
  const profile = profileOf(user)
  return { author: compact({ kind: 'customer' as const, name: profile?.name }), ...(profile && { profile }) }
}

const said = (read: Read, message: Message): InboundFact => {
  const body = bodyOf(message)
  return {
    ...from(read, message.date),
    kind: 'message',
    id: messageId(message.chat, message.message_id),
    direction: 'in',
    ...customer(message.from),
    ...addressed(message.chat, message.from),
    body,
    ...(body.content?.type === 'unsupported' && { raw: read.raw }),
  }
}

const edited = (read: Read, message: Message): InboundFact => ({
  ...from(read, message.date),
  kind: 'edit',
  id: updateId(read),
  target: messageId(message.chat, message.message_id),
  direction: 'in',
  ...addressed(message.chat, message.from),
  body: bodyOf(message),
})

/** A button is known by what we gave it. Telegram states no time. */
const tapped = (read: Read, { id, from: user, data, message }: z.infer<typeof CallbackQuery>): InboundFact => {
  const buttons = message.reply_markup?.inline_keyboard.flat() ?? []
  const title = buttons.find((button) => button.callback_data === data)?.text ?? data
  const of = messageId(message.chat, message.message_id)
  return {
    ...from(read, undefined),
    kind: 'message',
    id: `callback:${id}`,
    direction: 'in',
    ...customer(user),
    ...addressed(message.chat, user),
    body: {
      text: title,
      attachments: [],
      content: { type: 'selection', id: data, title, of },
      replyTo: { providerId: of },
    },
  }
}

/** Without a reaction any more, it was taken back. An emoji of somebody's own making has no character. */
const reacted = (
  read: Read,
  { chat, message_id: id, user, date, new_reaction: now }: z.infer<typeof MessageReaction>,
): InboundFact => ({
  ...from(read, date),
  kind: 'reaction',
  id: updateId(read),
  target: messageId(chat, id),
  direction: 'in',
  ...addressed(chat, user),
  emoji: now.length === 0 ? null : (now.find(({ emoji }) => emoji !== undefined)?.emoji ?? '[custom emoji]'),
})

/** Blocking the bot is how a person opts out here, and starting it again how they come back. */
const membership = (
  read: Read,
  { chat, from: user, date, new_chat_member: { status } }: z.infer<typeof ChatMemberUpdated>,
): InboundFact => {
  const base = { ...from(read, date), id: updateId(read), ...addressed(chat, user) }
  const blocked = status === 'kicked'
  const text = chat.type === PRIVATE && blocked ? 'The person blocked the bot.' : `The bot is now: ${status}.`
  const [peer] = base.peers
  if (chat.type !== PRIVATE || peer === undefined)
    return { ...base, kind: 'activity', event: `bot_${status}`, text, detail: { status } }
  const state = blocked ? ('revoked' as const) : ('granted' as const)
  return {
    ...base,
    kind: 'consent',
    peers: [peer],
    sender: read.bot,
    purpose: 'any',
    state,
    source: 'bot_membership',
    evidence: text,
  }
}

const reader =
  <T>(type: z.ZodType<T>, read: (of: Read, value: T) => InboundFact) =>
  (of: Read, value: unknown): InboundFact | undefined => {
    const { success, data } = type.safeParse(value)
    return success ? read(of, data) : undefined
  }

/** Kinds of update, by the field that has it. https://core.telegram.org/bots/api#update */
const READERS: Readonly<Record<string, (of: Read, value: unknown) => InboundFact | undefined>> = {
  message: reader(Message, said),
  edited_message: reader(Message, edited),
  callback_query: reader(CallbackQuery, tapped),
  message_reaction: reader(MessageReaction, reacted),
  my_chat_member: reader(ChatMemberUpdated, membership),
}

/** One update is one fact. What cannot be read is kept whole. */
export const parse = (bot: string, { body }: Delivery): InboundFact[] => {
  const raw = storable(Buffer.from(body).toString())
  const { success, data: update } = Update.safeParse(readJson(raw))
  const quarantine = (id: string, reason: string): InboundFact => ({
    kind: 'quarantine',
    scope: bot,
    account: bot,
    at: null,
    id,
    reason,
    raw,
  })
  if (!success) return [quarantine(createHash('sha256').update(body).digest('hex'), 'no update of the Bot API')]
  const read: Read = { bot, update, raw }
  for (const [field, facts] of Object.entries(READERS)) {
    const fact = facts(read, update[field])
    if (fact !== undefined) return [fact]
  }
  return [quarantine(updateId(read), 'no kind of update that is known, or not in its form')]
}
