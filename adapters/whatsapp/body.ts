import { compact } from '../../core/compact.ts'
import type { MessageBody, Referral } from '../../core/schema/message.ts'
import { entry, isRecord, record, text, type Json } from '../json.ts'
import { contactsShared, locationOf, orderOf, textOf, unsupported, type Said } from './content.ts'
import { buttonOf, interactiveOf, templateOf } from './interactive.ts'
import { mediaOf } from './media.ts'

type ContentReader = (type: string, item: Json) => Said | undefined

const READERS: Readonly<Record<string, ContentReader>> = {
  text: textOf,
  image: mediaOf,
  audio: mediaOf,
  voice: mediaOf,
  video: mediaOf,
  document: mediaOf,
  sticker: mediaOf,
  location: locationOf,
  contacts: contactsShared,
  button: buttonOf,
  interactive: interactiveOf,
  order: orderOf,
  template: templateOf,
}

/** Kinds of messages that are said; what happens to other messages has its own facts. */
const SAID_TYPES = Object.keys(READERS)

/** The advert, post or product the customer came from. A video's picture is its thumbnail when it has no other. */
const referralOf = (item: Json): Referral | undefined => {
  const from = record(item['referral'])
  const referred = record(record(item['context'])['referred_product'])
  const productId = text(referred['product_retailer_id'])
  const product = productId === undefined ? undefined : compact({ catalogId: text(referred['catalog_id']), productId })
  if (Object.keys(from).length === 0 && product === undefined) return undefined
  const video = text(from['video_url'])
  const image = text(from['image_url'])
  return compact({
    source: text(from['source_type']) ?? (product === undefined ? 'unknown' : 'product'),
    sourceId: text(from['source_id']),
    url: text(from['source_url']),
    headline: text(from['headline']),
    body: text(from['body']),
    mediaType: text(from['media_type']),
    mediaUrl: video ?? image,
    thumbnailUrl: text(from['thumbnail_url']) ?? (video === undefined ? undefined : image),
    clickId: text(from['ctwa_clid']),
    welcomeText: text(record(from['welcome_message'])['text']),
    product,
  })
}

/** A forwarded message has a context without an id; an answer has one with. */
const contextOf = (item: Json): Pick<MessageBody, 'replyTo' | 'forwarded'> => {
  const context = record(item['context'])
  const providerId = text(context['id'])
  const often = context['frequently_forwarded'] === true
  return compact({
    replyTo: providerId === undefined ? undefined : compact({ providerId, from: text(context['from']) }),
    forwarded: often ? ('many' as const) : context['forwarded'] === true ? ('once' as const) : undefined,
  })
}

/** The type a message states, else the one whose object it carries; some senders leave `type` out. */
export const typeOf = (item: Json, others: readonly string[] = []): string =>
  text(item['type']) ??
  [...SAID_TYPES, ...others].find((type) => isRecord(item[type]) || Array.isArray(item[type])) ??
  'unknown'

/** What is said, with `unsupported` for what cannot be read. Undefined `said` would be lost, so there is none. */
export const bodyOf = (item: Json, errors: readonly unknown[]): MessageBody => {
  const type = typeOf(item)
  const inner = text(record(item['interactive'])['type'])
  const word = type === 'interactive' && inner !== undefined ? `interactive.${inner}` : type
  const said = entry(READERS, type)?.(type, item) ?? unsupported(word, item, errors)
  return compact({
    text: said.text,
    attachments: said.attachments ?? [],
    content: said.content,
    ...contextOf(item),
    referral: referralOf(item),
    extra: said.extra,
  })
}
