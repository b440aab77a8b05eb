import { compact } from '../../core/compact.ts'
import { failure } from '../../core/failures.ts'
import type { Failure } from '../../core/schema/failure.ts'
import type { Card, ChoiceOption, OutboundMedia, PartContent } from '../../core/schema/message.ts'
import type { OutboundPart } from '../adapter.ts'
import { writeKey } from '../meta-key.ts'
import type { Json } from '../json.ts'
import type { Platform } from './platform.ts'

/** The body of a send, or why there is none. */
export type Rendered = { readonly body: Json } | { readonly refused: Failure }

type Part<T extends PartContent['type']> = Extract<PartContent, { type: T }>

/** More options than this are quick replies, which disappear when one is picked; up to this many stay as buttons. */
const MOST_BUTTONS = 3
const MOST_QUICK_REPLIES = 13

const button = ({ kind, id, title, url }: ChoiceOption): Json =>
  kind === 'url' ? { type: 'web_url', url, title } : { type: 'postback', title, payload: id }

const quickReply = ({ id, title }: ChoiceOption): Json => ({ content_type: 'text', title, payload: id })

const cannotBeButton = ({ kind, url }: ChoiceOption): boolean =>
  kind === 'location' || (kind === 'url' && url === undefined)

/** Buttons open a link or are answered by a postback; quick replies are answered by a message. */
const choice = ({ text, choice: { header, footer, sections } }: Part<'choice'>): Json | undefined => {
  const options = sections.flatMap((section) => section.options)
  const words = [header, text, footer].filter((line) => line !== undefined && line !== '').join('\n\n')
  if (options.some(cannotBeButton)) return undefined
  if (options.length <= MOST_BUTTONS) {
    const payload = { template_type: 'button', text: words, buttons: options.map(button) }
    return { attachment: { type: 'template', payload } }
  }
  if (options.length > MOST_QUICK_REPLIES || options.some(({ kind }) => kind === 'url')) return undefined
  return { text: words, quick_replies: options.map(quickReply) }
}

const MOST_CARDS = 10

const card = ({ title, subtitle, imageUrl, url, buttons }: Card): Json =>
  compact({
    title,
    subtitle,
    image_url: imageUrl,
    default_action: url === undefined ? undefined : { type: 'web_url', url },
    buttons: buttons.length === 0 ? undefined : buttons.map(button),
  })

/** Cards side by side; what is picked comes back as a postback. */
const cards = ({ cards: given }: Part<'cards'>): Json | undefined => {
  const options = given.flatMap(({ buttons }) => buttons)
  const tooMany = given.length > MOST_CARDS || given.some(({ buttons }) => buttons.length > MOST_BUTTONS)
  if (tooMany || options.some(cannotBeButton)) return undefined
  return { attachment: { type: 'template', payload: { template_type: 'generic', elements: given.map(card) } } }
}

const ATTACHMENTS: Partial<Readonly<Record<OutboundMedia['kind'], string>>> = {
  image: 'image',
  audio: 'audio',
  video: 'video',
  document: 'file',
}

/** One file; it has no caption. An upload is sent again by its attachment id. */
const media = ({ media: files, text }: Part<'media'>): Json | undefined => {
  const [file, ...others] = files
  const type = file && ATTACHMENTS[file.kind]
  const caption = text ?? file?.caption ?? ''
  if (type === undefined || others.length > 0 || caption !== '') return undefined
  return { attachment: { type, payload: compact({ url: file?.url, attachment_id: file?.providerMediaId }) } }
}

const message = (content: PartContent): Json | undefined => {
  switch (content.type) {
    case 'text':
      return { text: content.text }
    case 'media':
      return media(content)
    case 'choice':
      return choice(content)
    case 'cards':
      return cards(content)
    case 'template':
    case 'location':
    case 'contacts':
    case 'reaction':
    case 'mail':
      return undefined
  }
}

/** Instagram knows its heart by name. https://developers.facebook.com/documentation/business-messaging/instagram-messaging/features/send-message */
const reactionWord = ({ channel }: Platform, emoji: string): string =>
  channel === 'instagram' && /^\u2764\ufe0f?$/.test(emoji) ? 'love' : emoji

/** A reaction is a sender action, and so has no place for our key. */
const reaction = (platform: Platform, { target, emoji }: Part<'reaction'>): Json =>
  emoji === null
    ? { sender_action: 'unreact', payload: { message_id: target } }
    : { sender_action: 'react', payload: { message_id: target, reaction: reactionWord(platform, emoji) } }

const HOUR = 3_600_000
/** Meta counts from its own time of the customer's message, which is a little earlier than ours. */
const MARGIN_MS = 60_000
const STANDARD_MS = 24 * HOUR - MARGIN_MS

/**
 * How a message is declared: an answer within 24 hours, a person's answer within 7 days. Meta allows the tag to people
 * alone, so that what a program wrote is refused here.
 * https://developers.facebook.com/documentation/business-messaging/messenger-platform/send-messages/#messaging_types
 */
const declared = (platform: Platform, part: OutboundPart, now: number): Json | undefined => {
  const late = part.lastInboundAt !== undefined && now - part.lastInboundAt >= STANDARD_MS
  if (!late) return platform.channel === 'messenger' ? { messaging_type: 'RESPONSE' } : {}
  return part.author === 'bot' ? undefined : { messaging_type: 'MESSAGE_TAG', tag: 'HUMAN_AGENT' }
}

const refused = (code: Parameters<typeof failure>[0], why: string): Rendered => ({ refused: failure(code, why) })

/** The request body of one part. Pure; refuses what the platform has no message for before it is asked. */
export const render = (platform: Platform, part: OutboundPart, now: number): Rendered => {
  const { address, content, key, replyTo } = part
  const id = address.peers.find(({ type }) => type === platform.peer)?.value
  if (id === undefined) return refused('recipient_unreachable', `no ${platform.peer}`)
  const recipient = { id }
  if (content.type === 'reaction') return { body: { recipient, ...reaction(platform, content) } }
  const said = message(content)
  if (said === undefined) return refused('content_unsupported', `${platform.name} has no such ${content.type}`)
  const type = declared(platform, part, now)
  if (type === undefined) return refused('window_closed', 'only a person may answer after 24 hours')
  const quoted = replyTo === undefined ? {} : { reply_to: { mid: replyTo } }
  return { body: { recipient, ...type, message: { ...said, metadata: writeKey(key) }, ...quoted } }
}
