import { type ChoiceOption, compact, type Failure, failure, type OutboundPart, type PartContent } from 'parley/adapter'

/** One method of the Bot API with its parameters, or why there is none. */
export type Rendered =
  | { readonly method: string; readonly params: Readonly<Record<string, unknown>> }
  | { readonly refused: Failure }

type Part<T extends PartContent['type']> = Extract<PartContent, { type: T }>
type Method = Extract<Rendered, { readonly method: string }>

/** A group is a thread of its own; with one person the chat has the person's id. */
export const chatOf = ({ peers, thread }: OutboundPart['address']): string | undefined =>
  thread?.type === 'telegram_chat' ? thread.value : peers.find(({ type }) => type === 'telegram_user')?.value

const button = ({ kind, id, title, url }: ChoiceOption) =>
  kind === 'url' ? { text: title, url } : { text: title, callback_data: id }

const choice = ({ text, choice: { header, footer, sections } }: Part<'choice'>): Method | undefined => {
  const options = sections.flatMap((section) => section.options)
  if (options.some(({ kind, url }) => kind === 'location' || (kind === 'url' && url === undefined))) return undefined
  const words = [header, text, footer].filter((part) => part !== undefined && part !== '').join('\n\n')
  const keyboard = options.map((option) => [button(option)])
  return { method: 'sendMessage', params: { text: words, reply_markup: { inline_keyboard: keyboard } } }
}

const METHODS = { image: 'Photo', video: 'Video', audio: 'Audio', document: 'Document', sticker: 'Sticker' } as const

/** A file is named by its link, or by the id Telegram gave it. */
const media = ({ media: files, text }: Part<'media'>): Method | undefined => {
  const [file, ...others] = files
  if (file === undefined || others.length > 0) return undefined
  const caption = text ?? file.caption
  if (file.kind === 'sticker' && caption !== undefined && caption !== '') return undefined
  const type = file.kind === 'audio' && file.voice ? 'Voice' : METHODS[file.kind]
  return {
    method: `send${type}`,
    params: compact({
      [type.toLowerCase()]: file.url ?? file.providerMediaId,
      caption: caption === '' ? undefined : caption,
    }),
  }
}

/** A venue needs a name and an address. */
const location = ({ latitude, longitude, name, address }: Part<'location'>): Method =>
  name !== undefined && address !== undefined
    ? { method: 'sendVenue', params: { latitude, longitude, title: name, address } }
    : { method: 'sendLocation', params: { latitude, longitude } }

const contact = ({ contacts: [shared, ...others] }: Part<'contacts'>): Method | undefined => {
  const phone = shared?.phones[0]?.phone
  if (shared === undefined || phone === undefined || others.length > 0) return undefined
  const { first = shared.name.formatted, last } = shared.name
  return { method: 'sendContact', params: compact({ phone_number: phone, first_name: first, last_name: last }) }
}

const text = ({ text: words, linkPreview }: Part<'text'>): Method => {
  const preview = linkPreview === false ? { link_preview_options: { is_disabled: true } } : {}
  return { method: 'sendMessage', params: { text: words, ...preview } }
}

/** By content: what is not here Telegram has no message for, or nobody has thought of yet. */
const WRITERS: { readonly [T in PartContent['type']]?: (content: Part<T>) => Method | undefined } = {
  text,
  choice,
  media,
  location,
  contacts: contact,
}

const methodFor = (content: PartContent): Method | undefined =>
  (WRITERS[content.type] as ((content: PartContent) => Method | undefined) | undefined)?.(content)

/** The quoted message may have been deleted since: then the answer stands alone. */
const quoting = (providerId: string | undefined) => {
  const id = Number(providerId?.split(':').at(-1))
  return Number.isInteger(id) ? { reply_parameters: { message_id: id, allow_sending_without_reply: true } } : {}
}

/** The request of one part. Pure; refuses what Telegram has no message for before it is asked. */
export const render = ({ address, content, replyTo }: OutboundPart): Rendered => {
  const chat = chatOf(address)
  if (chat === undefined) return { refused: failure('recipient_unreachable', 'no chat of Telegram') }
  const found = methodFor(content)
  if (found === undefined) return { refused: failure('content_unsupported', `Telegram has no such ${content.type}`) }
  return { method: found.method, params: { chat_id: chat, ...found.params, ...quoting(replyTo) } }
}
