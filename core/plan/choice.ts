import type { Capabilities, TextLimit } from '../capabilities.ts'
import { compact } from '../compact.ts'
import type { Degradation, OutboundMessage } from '../schema/message.ts'
import { formOf, optionsOf, type Form } from './choice-form.ts'
import { degraded, draft, inOrder, refuse, type Draft, type Refusal } from './draft.ts'
import { numberedText, type Choice } from './numbered.ts'
import { fits, isBlank, lines, textParts, visible, visiblePieces } from './text.ts'

const NONE: TextLimit = { max: 0, unit: 'characters' }

const moved = (place: 'header' | 'footer', text: string, stays: boolean): Degradation[] =>
  stays || text === '' ? [] : [degraded(`/content/${place}`, `choice.${place}_in_body`, 'partial')]

interface Framed {
  readonly body: string
  /** Header and footer that keep their own place. */
  readonly frame: { readonly header?: string; readonly footer?: string }
  readonly degradations: readonly Degradation[]
}

/**
 * Header and footer in their own places where they fit, else as first and last paragraph of the body. A header also
 * moves when the body has to be cut, or its beginning would be read before it, and when there is no other body.
 */
const framed = (choice: Choice, text: string, limits: NonNullable<Capabilities['choiceText']>): Framed => {
  const header = visible(choice.header)
  const footer = visible(choice.footer)
  const footerStays = fits(footer, limits.footer) && lines([header, text]) !== ''
  const below = lines([text, footerStays ? '' : footer], '\n\n')
  const headerStays = fits(header, limits.header) && below !== '' && fits(below, limits.body)
  return {
    body: lines([headerStays ? '' : header, below], '\n\n'),
    frame: compact({
      header: headerStays && header !== '' ? header : undefined,
      footer: footerStays && footer !== '' ? footer : undefined,
    }),
    degradations: [...moved('header', header, headerStays), ...moved('footer', footer, footerStays)],
  }
}

/**
 * Where the channel does not state limits for a choice's texts, the body is a text like any other and there is no place
 * for a header or footer. There is none in a request for a location either
 * (https://developers.facebook.com/docs/whatsapp/cloud-api/messages/location-request-messages).
 */
const limitsFor = (choice: Choice, { choiceText, text }: Capabilities): NonNullable<Capabilities['choiceText']> => {
  const body = choiceText?.body ?? text
  const isLocation = optionsOf(choice).some(({ kind }) => kind === 'location')
  return choiceText === undefined || isLocation ? { body, header: NONE, footer: NONE } : choiceText
}

/** The channel's own form. Of a body that is too long, all but the end goes before it as text. */
const nativeParts = (
  { choice, degradations }: Form,
  { body, frame, degradations: reframed }: Framed,
  message: OutboundMessage,
  capabilities: Capabilities,
): Draft | Refusal => {
  const { header: _header, footer: _footer, ...bare } = choice
  const pieces = visiblePieces(body, limitsFor(choice, capabilities).body)
  const text = pieces.pop() ?? ''
  const lead = textParts(pieces.join(''), '/text', message, capabilities)
  const cut = pieces.length > 0 ? [degraded('/text', 'choice.body_split', 'partial')] : []
  return inOrder([
    draft([], [...degradations, ...reframed, ...cut]),
    lead,
    draft([{ type: 'choice', text, choice: { ...bare, ...frame } }]),
  ])
}

/** Pointer to the first link of which `test` holds. */
const firstLink = (choice: Choice, test: (url: string) => boolean): string | undefined => {
  for (const [section, { options }] of choice.sections.entries()) {
    const option = options.findIndex(({ kind, url = '' }) => kind === 'url' && test(url))
    if (option >= 0) return `/content/sections/${section}/options/${option}/url`
  }
  return undefined
}

/** Everything in words. A request for a location is told apart: it is answered with a place, not with a number. */
const asText = (choice: Choice, message: OutboundMessage, capabilities: Capabilities): Draft | Refusal => {
  const tooLong = firstLink(choice, (url) => !fits(url, capabilities.text))
  if (tooLong !== undefined) return refuse('content_too_large', tooLong, 'the link is too long')
  const options = optionsOf(choice)
  const { text, numbered } = numberedText(choice, message.text, capabilities.text)
  const asksPlace = options.length === 1 && options[0]?.kind === 'location'
  const path = fits(message.text, capabilities.text) ? '/content' : '/text'
  return {
    ...inOrder([
      draft([], [degraded('/content', asksPlace ? 'location_request.as_text' : 'choice.as_text', 'fallback')]),
      textParts(text, path, message, capabilities),
    ]),
    ...(numbered.length > 0 ? { numbered: [...numbered] } : {}),
  }
}

/**
 * A choice with the message's text as its body: in the channel's own form where every option fits it and something is
 * there to be its body, else as numbered text.
 */
export const choiceParts = (choice: Choice, message: OutboundMessage, capabilities: Capabilities): Draft | Refusal => {
  const missing = firstLink(choice, isBlank)
  if (missing !== undefined) return refuse('content_unsupported', missing, 'a link needs its url')
  const form = formOf(choice, capabilities)
  if (form === undefined) return asText(choice, message, capabilities)
  const [option] = optionsOf(choice)
  // The title of a location request is shown nowhere; it stands in for a missing body.
  const text = isBlank(message.text) && option?.kind === 'location' ? option.title : message.text
  const framing = framed(choice, text, limitsFor(choice, capabilities))
  return isBlank(framing.body)
    ? asText(choice, message, capabilities)
    : nativeParts(form, framing, message, capabilities)
}
