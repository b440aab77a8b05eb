import { compact } from '../../core/compact.ts'
import { failure } from '../../core/failures.ts'
import type { Failure } from '../../core/schema/failure.ts'
import type { Address } from '../../core/schema/identity.ts'
import type { ChoiceOption, OutboundMedia, PartContent, SharedContact } from '../../core/schema/message.ts'
import type { OutboundPart } from '../adapter.ts'
import type { Json } from '../json.ts'
import { writeKey } from './own-key.ts'
import { renderTemplate } from './render-template.ts'

/** The body of a send, or why there is none. */
export type Rendered = { readonly body: Json } | { readonly refused: Failure }

type Part<T extends PartContent['type']> = Extract<PartContent, { type: T }>

/** A message by its type and the object of that type; undefined where WhatsApp has no such message. */
type Typed = { readonly type: string } & Json

const media = ({ media: files, text }: Part<'media'>): Typed | undefined => {
  const [file, ...others] = files
  if (file === undefined || others.length > 0) return undefined
  const captionless = file.kind === 'audio' || file.kind === 'sticker'
  const caption = text ?? file.caption
  if (captionless && caption !== undefined && caption !== '') return undefined
  return { type: file.kind, [file.kind]: mediaObject(file, captionless ? undefined : caption) }
}

const mediaObject = (file: OutboundMedia, caption: string | undefined): Json =>
  compact({
    id: file.providerMediaId,
    link: file.url,
    caption: caption === '' ? undefined : caption,
    filename: file.kind === 'document' ? file.filename : undefined,
    voice: file.kind === 'audio' && file.voice === true ? true : undefined,
  })

const button = ({ id, title }: ChoiceOption): Json => ({ type: 'reply', reply: { id, title } })
const listRow = ({ id, title, description }: ChoiceOption): Json => compact({ id, title, description })

type Action = { readonly type: string; readonly action: Json }

const listAction = ({ choice }: Part<'choice'>): Action => ({
  type: 'list',
  action: {
    button: choice.button ?? 'Options',
    sections: choice.sections.map(({ title, options }) => compact({ title, rows: options.map(listRow) })),
  },
})

/** Buttons that answer, one that opens a link, or one that asks for the place: WhatsApp does not mix them. */
const action = (part: Part<'choice'>): Action | undefined => {
  const options = part.choice.sections.flatMap((section) => section.options)
  const [first, ...others] = options
  if (options.every(({ kind }) => kind === 'reply'))
    return part.choice.style === 'list'
      ? listAction(part)
      : { type: 'button', action: { buttons: options.map(button) } }
  if (first === undefined || others.length > 0) return undefined
  if (first.kind === 'location') return { type: 'location_request_message', action: { name: 'send_location' } }
  if (first.url === undefined) return undefined
  return { type: 'cta_url', action: { name: 'cta_url', parameters: { display_text: first.title, url: first.url } } }
}

const choice = (part: Part<'choice'>): Typed | undefined => {
  const found = action(part)
  if (found === undefined) return undefined
  const { header, footer } = part.choice
  // A request for the place has a body and nothing else.
  if (found.type === 'location_request_message') {
    const words = [header, part.text, footer].filter((line) => line !== undefined).join('\n\n')
    return { type: 'interactive', interactive: { ...found, body: { text: words } } }
  }
  const interactive = compact({
    ...found,
    header: header === undefined ? undefined : { type: 'text', text: header },
    body: { text: part.text },
    footer: footer === undefined ? undefined : { text: footer },
  })
  return { type: 'interactive', interactive }
}

const some = <T>(items: readonly T[]): readonly T[] | undefined => (items.length === 0 ? undefined : items)

/** Beside the formatted name WhatsApp asks for one of its parts. */
const contact = ({ name, birthday, phones, emails, urls, addresses, org }: SharedContact): Json => {
  const parts = compact({
    first_name: name.first,
    middle_name: name.middle,
    last_name: name.last,
    prefix: name.prefix,
    suffix: name.suffix,
  })
  return compact({
    name: {
      formatted_name: name.formatted,
      ...(Object.keys(parts).length === 0 ? { first_name: name.formatted } : parts),
    },
    birthday,
    phones: some(phones.map(({ phone, type, waId }) => compact({ phone, type, wa_id: waId }))),
    emails: some(emails),
    urls: some(urls),
    addresses: some(addresses.map(({ countryCode, ...rest }) => compact({ ...rest, country_code: countryCode }))),
    org,
  })
}

const typed = (content: PartContent): Typed | undefined => {
  switch (content.type) {
    case 'text':
      return { type: 'text', text: { body: content.text, preview_url: content.linkPreview ?? false } }
    case 'media':
      return media(content)
    case 'choice':
      return choice(content)
    case 'template':
      return { type: 'template', template: renderTemplate(content) }
    case 'location': {
      const { latitude, longitude, name, address } = content
      return { type: 'location', location: compact({ latitude, longitude, name, address }) }
    }
    case 'contacts':
      return { type: 'contacts', contacts: content.contacts.map(contact) }
    case 'reaction':
      return { type: 'reaction', reaction: { message_id: content.target, emoji: content.emoji ?? '' } }
    case 'cards':
    case 'mail':
      return undefined
  }
}

/**
 * Whom to send to: the group, else the number, else the user id (`recipient`; with both, `to` would win anyway). The
 * number keeps its `+`: without it WhatsApp puts the sender's country code in front.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/phone-numbers#whatsapp-user-phone-number-formats
 */
const recipient = ({ peers, thread }: Address): Json | undefined => {
  if (thread?.type === 'wa_group') return { recipient_type: 'group', to: thread.value }
  const value = (type: string): string | undefined => peers.find((peer) => peer.type === type)?.value
  const to = value('phone')
  if (to !== undefined) return { recipient_type: 'individual', to }
  const user = value('wa_bsuid') ?? value('wa_parent_bsuid')
  return user === undefined ? undefined : { recipient_type: 'individual', recipient: user }
}

/** The request body of one part. Pure; refuses what WhatsApp has no message for before it is asked. */
export const render = ({ address, content, key, replyTo }: OutboundPart): Rendered => {
  const to = recipient(address)
  if (to === undefined) return { refused: failure('recipient_unreachable', 'no number, user id or group') }
  const message = typed(content)
  if (message === undefined) return { refused: failure('content_unsupported', `WhatsApp has no such ${content.type}`) }
  // A reaction names its message itself.
  const context = replyTo === undefined || content.type === 'reaction' ? {} : { context: { message_id: replyTo } }
  return {
    body: { messaging_product: 'whatsapp', ...to, ...context, ...message, biz_opaque_callback_data: writeKey(key) },
  }
}
