import { compact } from '../../core/compact.ts'
import type { Card, ChoiceOption, MessageBody } from '../../core/schema/message.ts'
import { entry, record, records, text, type Json } from '../json.ts'
import { fileOf, type Piece } from './piece.ts'

type Choice = Extract<NonNullable<MessageBody['content']>, { type: 'choice' }>

const optionsOf = (buttons: unknown): ChoiceOption[] =>
  records(buttons).flatMap((button) => {
    const title = text(button['title'])
    if (title === undefined) return []
    const url = text(button['url'])
    const id = text(button['payload']) ?? title
    return [compact({ kind: url === undefined ? ('reply' as const) : ('url' as const), id, title, url })]
  })

const choice = (sections: Choice['sections']): Choice | undefined =>
  sections.length === 0 ? undefined : { type: 'choice', style: 'buttons', sections }

const lines = (words: readonly (string | undefined)[], separator: string): string =>
  words.filter((word) => word !== undefined).join(separator)

const buttons = (payload: Json): Piece | undefined => {
  const options = optionsOf(payload['buttons'])
  const body = text(payload['text']) ?? options.map(({ title }) => title).join(', ')
  return body === '' ? undefined : compact({ text: body, content: choice(options.length === 0 ? [] : [{ options }]) })
}

const cardOf = (element: Json): Card[] => {
  const title = text(element['title']) ?? text(element['subtitle'])
  if (title === undefined) return []
  const subtitle = text(element['title']) === undefined ? undefined : text(element['subtitle'])
  const url = text(record(element['default_action'])['url'])
  return [
    compact({ title, subtitle, imageUrl: text(element['image_url']), url, buttons: optionsOf(element['buttons']) }),
  ]
}

const cards = (payload: Json): Piece | undefined => {
  const found = records(payload['elements']).flatMap(cardOf)
  if (found.length === 0) return undefined
  const words = found.map(({ title, subtitle }) => lines([title, subtitle], ' – '))
  return { text: words.join('\n'), content: { type: 'cards', cards: found } }
}

const media = (payload: Json): Piece | undefined => {
  const [element] = records(payload['elements'])
  if (element === undefined) return undefined
  const kind = element['media_type'] === 'video' ? ('video' as const) : ('image' as const)
  return { text: `[${kind}]`, file: fileOf(kind, element) }
}

/** Products of the shop's catalogue: the first one as where the customer comes from, all of them in words. */
const products = (payload: Json): Piece | undefined => {
  const elements = records(record(payload['product'])['elements'])
  const [first] = elements
  const words = elements.map((product) =>
    lines([text(product['title']) ?? text(product['retailer_id']), text(product['subtitle'])], ' – '),
  )
  const ids = elements.flatMap((product) => text(product['retailer_id']) ?? text(product['id']) ?? [])
  const [productId] = ids
  if (first === undefined || productId === undefined) return undefined
  return {
    text: `Product: ${words.join(', ')}`,
    referral: compact({
      source: 'product',
      sourceId: text(first['id']),
      headline: text(first['title']),
      body: text(first['subtitle']),
      mediaUrl: text(first['image_url']),
      product: { productId },
    }),
    ...(ids.length > 1 ? { extra: { products: ids.join(', ') } } : {}),
  }
}

const READERS: Readonly<Record<string, (payload: Json) => Piece | undefined>> = {
  button: buttons,
  generic: cards,
  media,
  product: products,
}

/** A structured message: one the shop sent (an echo), or products the customer asks about. */
export const templateOf = (attachment: Json, payload: Json): Piece => {
  const type = text(payload['template_type']) ?? (payload['product'] === undefined ? 'unknown' : 'product')
  const found = entry(READERS, type)?.(payload)
  if (found !== undefined) return found
  const title = text(attachment['title']) ?? text(payload['title']) ?? text(payload['text'])
  return { text: title ?? `[template: ${type}]`, extra: { template: type } }
}
