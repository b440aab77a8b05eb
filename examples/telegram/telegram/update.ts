import * as z from 'zod'

/** What is read of the Bot API's objects. What is optional and wrong is as good as absent. https://core.telegram.org/bots/api#available-types */
const Id = z.number().int()
const optional = <T extends z.ZodType>(type: T) => type.optional().catch(undefined)
const word = optional(z.string().min(1))

export const User = z.object({ id: Id, first_name: word, last_name: word, username: word, language_code: word })
export type User = z.infer<typeof User>

const Chat = z.object({ id: Id, type: z.string() })
export type Chat = z.infer<typeof Chat>

/** Loose: which kind of content a message has is the name of a field. */
export const Message = z.looseObject({
  message_id: Id,
  date: Id,
  chat: Chat,
  from: optional(User),
  caption: word,
  reply_to_message: optional(z.object({ message_id: Id })),
  forward_origin: z.unknown().optional(),
})
export type Message = z.infer<typeof Message>

const Keyboard = z.object({
  inline_keyboard: z.array(z.array(z.object({ text: z.string(), callback_data: z.string().optional() }))),
})
export const CallbackQuery = z.object({
  id: z.string().min(1),
  from: User,
  data: z.string().min(1),
  message: z.object({ message_id: Id, chat: Chat, reply_markup: optional(Keyboard) }),
})

const ReactionType = z.object({ type: z.string(), emoji: word })
export const MessageReaction = z.object({
  chat: Chat,
  message_id: Id,
  user: optional(User),
  date: Id,
  new_reaction: z.array(ReactionType),
})

export const ChatMemberUpdated = z.object({
  chat: Chat,
  from: User,
  date: Id,
  new_chat_member: z.object({ status: z.string().min(1) }),
})

export const Update = z.looseObject({ update_id: Id })
export type Update = z.infer<typeof Update>

export const File = z.object({
  file_id: z.string().min(1),
  mime_type: word,
  file_name: word,
  file_size: optional(Id.min(0)),
})
export const Sticker = z.object({
  file_id: z.string().min(1),
  emoji: word,
  is_animated: z.boolean().catch(false),
  is_video: z.boolean().catch(false),
  file_size: optional(Id.min(0)),
})
export const Photo = z.array(File).min(1)
export const Location = z.object({ latitude: z.number(), longitude: z.number() })
export const Venue = z.object({ location: Location, title: word, address: word })
export const Contact = z.object({ phone_number: z.string().min(1), first_name: z.string().min(1), last_name: word })
