import { type Attachment, compact, type MediaKind, type MessageBody } from 'parley/adapter'
import { Contact, File, Location, type Message, Photo, Sticker, Venue } from './update.ts'

type Said = Pick<MessageBody, 'text' | 'attachments' | 'content'>
type Reader = (value: unknown, caption: string | undefined) => Said | undefined

const file =
  (kind: MediaKind, more: Partial<Attachment> = {}): Reader =>
  (value, caption) => {
    const read = File.safeParse(value)
    if (!read.success) return undefined
    const { file_id: id, mime_type: contentType, file_name: filename, file_size: size } = read.data
    const label = more.voice ? 'voice message' : (filename ?? kind)
    const attachment = compact({
      id: '0',
      kind,
      state: 'pending' as const,
      contentType,
      filename,
      size,
      caption,
      remote: { id },
    })
    return { text: caption ?? `[${label}]`, attachments: [{ ...attachment, ...more }] }
  }

/** The same picture in several sizes, the largest last. */
const photo: Reader = (value, caption) => {
  const read = Photo.safeParse(value)
  return read.success ? file('image', { contentType: 'image/jpeg' })(read.data.at(-1), caption) : undefined
}

/** What moves is a video or Telegram's own format, a gzipped animation. https://core.telegram.org/stickers */
const stickerType = (animated: boolean, video: boolean): string => {
  if (animated) return 'application/x-tgsticker'
  return video ? 'video/webm' : 'image/webp'
}

const sticker: Reader = (value) => {
  const read = Sticker.safeParse(value)
  if (!read.success) return undefined
  const { emoji, is_animated: animated, is_video: video } = read.data
  const said = file('sticker', { contentType: stickerType(animated, video), animated: animated || video })(
    value,
    undefined,
  )
  return said && { ...said, text: emoji ?? '[sticker]' }
}

const location: Reader = (value) => {
  const read = Location.safeParse(value)
  if (!read.success) return undefined
  const { latitude, longitude } = read.data
  return { text: `Location: ${latitude}, ${longitude}`, attachments: [], content: { type: 'location', ...read.data } }
}

const venue: Reader = (value) => {
  const read = Venue.safeParse(value)
  if (!read.success) return undefined
  const { location: place, title: name, address } = read.data
  const words = [name, address].filter((part) => part !== undefined).join(', ')
  const content = { type: 'location' as const, ...place, ...compact({ name, address }) }
  return { text: `Location: ${words || `${place.latitude}, ${place.longitude}`}`, attachments: [], content }
}

const contact: Reader = (value) => {
  const read = Contact.safeParse(value)
  if (!read.success) return undefined
  const { phone_number: phone, first_name: first, last_name: last } = read.data
  const name = { formatted: [first, last].filter((part) => part !== undefined).join(' '), ...compact({ first, last }) }
  const shared = { name, phones: [{ phone }], emails: [], urls: [], addresses: [] }
  return { text: `Contact: ${name.formatted}`, attachments: [], content: { type: 'contacts', contacts: [shared] } }
}

const text: Reader = (value) =>
  typeof value === 'string' && value !== '' ? { text: value, attachments: [] } : undefined

/** By the field that has it. An animation is stated as a document too, a venue as a location: they come first. */
const READERS: Readonly<Record<string, Reader>> = {
  text,
  photo,
  animation: file('video', { animated: true }),
  video: file('video'),
  video_note: file('video', { contentType: 'video/mp4' }),
  voice: file('audio', { voice: true }),
  audio: file('audio'),
  sticker,
  document: file('document'),
  venue,
  location,
  contact,
}

/** Fields that say who, where and when, and how what was said is to be shown. */
const ENVELOPE = new Set(
  (
    'message_id message_thread_id from sender_chat sender_boost_count sender_business_bot business_connection_id date ' +
    'chat forward_origin is_topic_message is_automatic_forward reply_to_message external_reply quote reply_to_story ' +
    'via_bot edit_date has_protected_content is_from_offline media_group_id author_signature entities caption ' +
    'caption_entities show_caption_above_media has_media_spoiler link_preview_options effect_id reply_markup'
  ).split(' '),
)

const unsupported = (message: Message): Said => {
  const kind = Object.keys(message).find((field) => !ENVELOPE.has(field)) ?? 'nothing'
  const reason = 'This adapter has no place for it.'
  return { text: `[unsupported: ${kind}]`, attachments: [], content: { type: 'unsupported', kind, reason } }
}

/** What a message says; something of it is always readable. */
export const bodyOf = (message: Message): MessageBody => {
  const { chat, caption, reply_to_message: quoted, forward_origin: forwarded } = message
  const found = Object.entries(READERS).flatMap(([field, read]) => read(message[field], caption) ?? [])
  return {
    ...(found[0] ?? unsupported(message)),
    ...(quoted && { replyTo: { providerId: `${chat.id}:${quoted.message_id}` } }),
    ...(forwarded !== undefined && { forwarded: 'once' as const }),
  }
}
