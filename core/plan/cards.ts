import type { Capabilities } from '../capabilities.ts'
import type { Card, OutboundContent, OutboundMessage } from '../schema/message.ts'
import { degraded, draft, inOrder, refuse, type Draft, type Refusal } from './draft.ts'
import { attachmentParts } from './media.ts'
import { numberedText } from './numbered.ts'
import { fits, isBlank, lines } from './text.ts'

type Cards = Extract<OutboundContent, { type: 'cards' }>
type Limits = NonNullable<Capabilities['cards']>

const wellButtoned = ({ buttons }: Card, { max, title, id }: Limits['buttons']): boolean =>
  buttons.length <= max &&
  buttons.every((button) => !isBlank(button.title) && fits(button.title, title) && fits(button.id, id)) &&
  buttons.every(({ description }) => description === undefined)

/**
 * A title alone is no card to Meta.
 * https://developers.facebook.com/documentation/business-messaging/messenger-platform/reference/templates/generic
 */
const saysMore = ({ subtitle, imageUrl, url, buttons }: Card): boolean =>
  !isBlank(subtitle) || imageUrl !== undefined || url !== undefined || buttons.length > 0

const isNative = (card: Card, limits: Limits): boolean =>
  !isBlank(card.title) &&
  fits(card.title, limits.title) &&
  (card.subtitle === undefined || (!isBlank(card.subtitle) && fits(card.subtitle, limits.subtitle))) &&
  saysMore(card) &&
  wellButtoned(card, limits.buttons)

const nativeParts = ({ cards }: Cards, { max }: Limits): Draft => {
  const chunks = Array.from({ length: Math.ceil(cards.length / max) }, (_, index) => ({
    type: 'cards' as const,
    cards: cards.slice(index * max, (index + 1) * max),
  }))
  return draft(chunks, chunks.length > 1 ? [degraded('/content', 'cards.split', 'partial')] : [])
}

/** The first link that is too long for a text; a cut through one would break it. */
const longLink = ({ url, buttons }: Card, path: string, { text }: Capabilities): string | undefined => {
  if (url !== undefined && !fits(url, text)) return `${path}/url`
  const button = buttons.findIndex((option) => option.kind === 'url' && !fits(option.url ?? '', text))
  return button < 0 ? undefined : `${path}/buttons/${button}/url`
}

/** Where in the message something lies that was planned as if it were an attachment. */
const inCard = (pointer: string, path: string): string =>
  /^\/attachments\/0(?:\/url)?$/.test(pointer) ? `${path}/imageUrl` : path

/** The picture, with the words as its caption where it takes one. */
const pictured = (
  imageUrl: string | undefined,
  words: string,
  path: string,
  message: OutboundMessage,
  capabilities: Capabilities,
): Draft | Refusal => {
  const attachments = imageUrl === undefined ? [] : [{ kind: 'image' as const, url: imageUrl }]
  const planned = attachmentParts({ ...message, attachments }, words, capabilities)
  if (!planned.ok) return { ...planned, path: inCard(planned.path, path) }
  const degradations = planned.degradations.map((change) => ({ ...change, path: inCard(change.path, path) }))
  return { ...planned, degradations }
}

/** A picture with words for each card; the numbers of their buttons go on from one card to the next. */
const asText = ({ cards }: Cards, message: OutboundMessage, capabilities: Capabilities): Draft | Refusal => {
  const steps: (Draft | Refusal)[] = [draft([], [degraded('/content', 'cards.as_text', 'fallback')])]
  const all: { readonly id: string; readonly title: string }[] = []
  for (const [index, { title, subtitle, imageUrl, url, buttons }] of cards.entries()) {
    const path = `/content/cards/${index}`
    const long = longLink({ title, url, buttons }, path, capabilities)
    if (long !== undefined) return refuse('content_too_large', long, 'the link is too long')
    const body = lines([title, subtitle, url])
    const choice = { type: 'choice' as const, style: 'buttons' as const, sections: [{ options: buttons }] }
    const { text, numbered } = numberedText(choice, body, capabilities.text, all.length)
    all.push(...numbered)
    steps.push(pictured(imageUrl, text, path, message, capabilities))
  }
  const found = inOrder(steps)
  return found.ok && all.length > 0 ? { ...found, numbered: all } : found
}

/** Cards in the channel's own form where all of them fit it, else each as a picture with words. */
export const cardsParts = (content: Cards, message: OutboundMessage, capabilities: Capabilities): Draft | Refusal => {
  const { cards: limits } = capabilities
  return limits !== undefined && content.cards.every((card) => isNative(card, limits))
    ? nativeParts(content, limits)
    : asText(content, message, capabilities)
}
