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
const BRACKETS = [
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
] as const
const TRAILING = /[.,;:!?'"»”’،؛؟…*_~]/u

const count = (text: string, letter: string): number => text.split(letter).length - 1

/** Without the marks that end the sentence around it, and the brackets that were opened before it. In linear time. */
const trimmed = (found: string): string => {
  const loose = new Map(
    BRACKETS.map(([open, close]): [string, number] => [close, count(found, close) - count(found, open)]),
  )
  let end = found.length
  for (; end > 0; end--) {
    const last = found.charAt(end - 1)
    const more = loose.get(last) ?? 0
    if (more > 0) loose.set(last, more - 1)
    else if (!TRAILING.test(last)) break
  }
  return found.slice(0, end)
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
/**
 * As WhatsApp reads them: at the edges of words, within a line; code over several. What is longer than anybody emphasises is
 * not looked through again for each sign in it.
 */
const STYLED = /```([\s\S]+?)```|(?<![\p{L}\p{N}*_~`])([*_~`])(?=\S)([^\n]{0,1000}?\S)\2(?![\p{L}\p{N}*_~`])/gu

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
