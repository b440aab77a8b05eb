/** A piece of what somebody wrote. */
export interface Span {
  readonly text: string
  readonly href?: string
  readonly style?: Style
}
export type Style = 'bold' | 'italic' | 'strike' | 'code'

/** Addresses of pages and mailboxes. Marks that turn the direction of writing end one: with them it could look like another. */
const LINK =
  /(?:https?:\/\/|www\.)[^\s<>"\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]+|[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+/giu
const CLOSING: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' }
const TRAILING = /[.,;:!?'"»”’،؛؟…*_~]$/u

const count = (text: string, letter: string): number => text.split(letter).length - 1

/** Without the marks that end the sentence around it, and the bracket that was opened before it. */
const trimmed = (found: string): string => {
  let link = found
  for (;;) {
    const last = link.at(-1) ?? ''
    const open = CLOSING[last]
    const loose = open !== undefined && count(link, last) > count(link, open)
    if (!loose && !TRAILING.test(link)) return link
    link = link.slice(0, -1)
  }
}

const SAFE = /^(?:https?|mailto|tel):$/

/** The address if a browser may be led there; undefined for any other kind of address. */
export const safeHref = (address: string | undefined): string | undefined => {
  const url = address === undefined ? null : URL.parse(address)
  return url !== null && SAFE.test(url.protocol) ? url.href : undefined
}

const hrefOf = (link: string): string | undefined => {
  if (/^https?:/i.test(link)) return safeHref(link)
  return safeHref(/^www\./i.test(link) ? `https://${link}` : `mailto:${link}`)
}

const linked = (text: string): readonly Span[] => {
  const spans: Span[] = []
  let from = 0
  for (const { index, 0: found } of text.matchAll(LINK)) {
    const link = trimmed(found)
    const href = hrefOf(link)
    if (href === undefined) continue
    if (index > from) spans.push({ text: text.slice(from, index) })
    spans.push({ text: link, href })
    from = index + link.length
  }
  return from < text.length ? [...spans, { text: text.slice(from) }] : spans
}

const STYLES: Readonly<Record<string, Style>> = { '*': 'bold', _: 'italic', '~': 'strike', '`': 'code' }
/** As WhatsApp reads them: at the edges of words, within a line; code over several. */
const STYLED = /```([\s\S]+?)```|(?<![\p{L}\p{N}*_~`])([*_~`])(?=\S)([^\n]*?\S)\2(?![\p{L}\p{N}*_~`])/gu

const styled = ({ text, href }: Span): readonly Span[] => {
  if (href !== undefined) return [{ text, href }]
  const spans: Span[] = []
  let from = 0
  for (const { index, 0: whole, 1: code, 2: sign = '`', 3: words = '' } of text.matchAll(STYLED)) {
    if (index > from) spans.push({ text: text.slice(from, index) })
    spans.push({ text: code ?? words, style: STYLES[sign] ?? 'code' })
    from = index + whole.length
  }
  return from < text.length ? [...spans, { text: text.slice(from) }] : spans
}

/** What was written, with its links; `marks`: with WhatsApp's signs for bold and the like. */
export const spansOf = (text: string, { marks = false }: { readonly marks?: boolean } = {}): readonly Span[] =>
  marks ? linked(text).flatMap(styled) : linked(text)
