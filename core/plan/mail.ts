import type { Capabilities, TextLimit } from '../capabilities.ts'
import { compact } from '../compact.ts'
import type { OutboundMedia, OutboundMessage } from '../schema/message.ts'
import { measure } from '../text/measure.ts'
import { asHtml, plainText } from '../text/plain.ts'
import { contentParts } from './content.ts'
import { degraded, draft, inOrder, refuse, type Draft, type Refusal, type Rule } from './draft.ts'
import { admit, bare } from './media.ts'
import { isBlank, lines } from './text.ts'

type MailLimits = NonNullable<Capabilities['mail']>

const UNLIMITED: TextLimit = { max: Number.MAX_SAFE_INTEGER, unit: 'characters' }

/** A mail has words where other channels have forms of their own: whatever else the channel could do is left out. */
const inWords = ({ templates, reactions, ...rest }: Capabilities): Capabilities => ({
  text: UNLIMITED,
  media: rest.media,
  mediaPerPart: rest.mediaPerPart,
  locationRequest: false,
  location: false,
  templates,
  reactions,
  replyTo: rest.replyTo,
  formatting: rest.formatting,
  receipts: rest.receipts,
})

/** Content as words and links alone; templates and reactions, which have none, are refused as elsewhere. */
const contentWords = (message: OutboundMessage, capabilities: Capabilities): Draft | Refusal => {
  const { content } = message
  if (content === undefined) return draft([])
  if (content.type === 'template' || content.type === 'reaction')
    return refuse('content_unsupported', '/content', `a mail has no ${content.type}s`)
  return contentParts(content, message, { ...inWords(capabilities), media: {} })
}

const wordsOf = ({ parts }: Draft): string =>
  lines(
    parts.map((part) => (part.type === 'text' ? part.text : '')),
    '\n\n',
  )

/** The page with more words at its end, as a paragraph of their own. */
const withWords = (html: string, words: string): string => (words === '' ? html : `${html}\n<p>${asHtml(words)}</p>`)

interface Files {
  readonly ok: true
  readonly media: readonly OutboundMedia[]
  /** Captions, and the links of files that the channel does not take. */
  readonly words: string
  readonly links: Draft
}

const filesOf = ({ attachments }: OutboundMessage, capabilities: Capabilities): Files | Refusal => {
  const media: OutboundMedia[] = []
  const words: string[] = []
  const links: Draft[] = []
  for (const [index, given] of attachments.entries()) {
    const path = `/attachments/${index}`
    // What a provider holds cannot be put into a mail; what was uploaded here gets a link before it is.
    if (given.url === undefined && given.media === undefined)
      return refuse('media_rejected', path, 'a mail takes files by their url or as uploads')
    const item = admit(given, path, inWords(capabilities))
    if ('ok' in item) return item
    if (item.type === 'file') media.push(bare(item.media))
    else links.push(draft([], [degraded(path, 'media.as_link', 'fallback')]))
    words.push(lines([given.caption, item.type === 'link' ? item.url : '']))
  }
  return { ok: true, media, words: lines(words), links: inOrder(links) as Draft }
}

/** Bytes of a file as it is written into a mail: base64 in lines of 76 characters (RFC 2045 §6.8). */
const inBase64 = (bytes: number): number => Math.ceil(bytes / 57) * 78

const bytesOf = (text: string, html: string, media: readonly OutboundMedia[]): number =>
  measure(text, 'bytes') + measure(html, 'bytes') + media.reduce((sum, { size = 0 }) => sum + inBase64(size), 0)

/** Words as they are stored, in the message and again in its plan: an item of the store has 400 KB. */
const MAX_STORED = 170_000
const stored = (words: string): number => measure(JSON.stringify(words), 'bytes')

const RECIPIENTS = ['to', 'cc', 'bcc'] as const

/** What is over a limit; sizes nobody stated are left for the adapter to count. */
const excess = (
  message: OutboundMessage,
  text: string,
  html: string,
  media: readonly OutboundMedia[],
  limits: MailLimits,
): Refusal | undefined => {
  const counts = { to: message.to?.length ?? 1, cc: message.cc?.length ?? 0, bcc: message.bcc?.length ?? 0 }
  const longest = RECIPIENTS.toSorted((a, b) => counts[b] - counts[a])[0]
  if (counts.to + counts.cc + counts.bcc > limits.recipients)
    return refuse('content_too_large', `/${longest}`, `at most ${limits.recipients} recipients`)
  const words = html === '' ? '/text' : '/html'
  if (stored(text) + stored(html) > MAX_STORED)
    return refuse('content_too_large', words, 'text and page are too long; attach a file')
  if (bytesOf(text, html, media) > limits.maxBytes)
    return refuse('content_too_large', media.length > 0 ? '/attachments' : words, 'the mail is too large')
  return undefined
}

/**
 * The whole message as one mail: words, page and all files in one request. Text is always there: where none was given it
 * is made of the page. Content that is no words on a mail (choices, places, contacts) follows the text as words, and the
 * page too where there is one.
 */
export const mailParts = (
  message: OutboundMessage,
  capabilities: Capabilities,
  limits: MailLimits,
): Draft | Refusal => {
  const page = message.html ?? ''
  const said = isBlank(message.text) ? plainText(page) : message.text
  const inText = contentWords({ ...message, text: said }, capabilities)
  const inPage = contentWords({ ...message, text: '' }, capabilities)
  const files = filesOf(message, capabilities)
  if (!inText.ok) return inText
  if (!inPage.ok) return inPage
  if (!files.ok) return files
  // A choice has the text for its body.
  const text = lines([message.content?.type === 'choice' ? '' : said, wordsOf(inText), files.words], '\n\n')
  const html = isBlank(page) ? undefined : withWords(page, lines([wordsOf(inPage), files.words], '\n\n'))
  if (text === '' && files.media.length === 0) return draft([])
  const over = excess(message, text, html ?? '', files.media, limits)
  if (over !== undefined) return over
  const { subject, to, cc, bcc } = message
  return {
    ...inOrder([
      draft([], [...inText.degradations, ...files.links.degradations]),
      draft([{ type: 'mail', text, ...compact({ html, subject, to, cc, bcc }), media: [...files.media] }]),
    ]),
    ...compact({ numbered: inText.numbered }),
  }
}

const DROPPED = ['subject', 'to', 'cc', 'bcc'] as const satisfies readonly (keyof OutboundMessage)[]

/** A message for a channel that is no mail: without what only a mail has, and in words where it was a page alone. */
export const withoutMail = (
  message: OutboundMessage,
): { readonly message: OutboundMessage; readonly degradations: Draft['degradations'] } => {
  const { html, subject: _subject, to: _to, cc: _cc, bcc: _bcc, ...rest } = message
  const dropped = DROPPED.filter((field) => message[field] !== undefined).map((field) =>
    degraded(`/${field}`, `${field}.dropped` satisfies Rule, 'dropped'),
  )
  if (html === undefined) return { message: rest, degradations: dropped }
  const asText = isBlank(message.text) && !isBlank(html)
  return {
    message: asText ? { ...rest, text: plainText(html) } : rest,
    degradations: [
      ...dropped,
      asText ? degraded('/html', 'html.as_text', 'fallback') : degraded('/html', 'html.dropped', 'dropped'),
    ],
  }
}
