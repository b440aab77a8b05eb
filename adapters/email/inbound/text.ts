import EmailReplyParser from 'email-reply-parser'

/** Longest text kept in a fact, in UTF-8 bytes; what is longer is a file. */
export const MAX_TEXT_BYTES = 60 * 1024

/** Line ends as `\n`; without what no text has and no store takes: null bytes, other controls, half surrogates. */
export const cleanText = (text: string): string =>
  text
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/(?![\n\t])\p{Cc}|\ufeff/gu, '')
    .toWellFormed()

/** The beginning of a text that fits into so many bytes; no character is cut in two. */
export const beginning = (text: string, maxBytes: number): string => {
  if (text.length <= maxBytes / 3) return text
  const bytes = Buffer.from(text)
  if (bytes.byteLength <= maxBytes) return text
  return new TextDecoder().decode(bytes.subarray(0, maxBytes), { stream: true })
}

/**
 * Beyond these the parser's expressions take time that grows with the square or the cube of the text (measured: minutes),
 * and the text is left as it is: bytes, characters in a line, and lines that begin like a quotation's heading in one
 * of the languages whose expressions run over several lines.
 */
const MAX_PARSED = 64 * 1024
const MAX_LINE = 1000
const MAX_HEADINGS = 20
const HEADING = /^\s*(?:Op\s|W\sdniu\s|Dnia\s|在|[a-z]{3,4}\.\s)/

const isTame = (text: string): boolean => {
  if (text.length > MAX_PARSED) return false
  const lines = text.split('\n')
  return (
    lines.every((line) => line.length <= MAX_LINE) && lines.filter((line) => HEADING.test(line)).length <= MAX_HEADINGS
  )
}

/** Runs of empty lines as one: the parser takes quadratic time for them. */
const withoutGaps = (text: string): string =>
  text.replaceAll(/[^\S\n]+$/gm, (end) => (end === ' ' ? end : '')).replaceAll(/\n\s*\n/g, '\n\n')

/**
 * What was newly said: the text without what it quotes and without its signature. Undefined where that is everything,
 * or nothing, or where words stand below a quotation, which may be answers to it: then the whole text is the answer.
 */
export const replyTextOf = (text: string): string | undefined => {
  const whole = isTame(text) ? withoutGaps(text).trim() : ''
  if (whole === '') return undefined
  const fragments = new EmailReplyParser().read(whole).getFragments()
  const quoted = fragments.findIndex((fragment) => fragment.isQuoted())
  const below = quoted < 0 ? [] : fragments.slice(quoted)
  if (below.some((fragment) => !fragment.isHidden() && !fragment.isEmpty())) return undefined
  const said = fragments
    .filter((fragment) => !fragment.isHidden())
    .map((fragment) => fragment.getContent())
    .join('\n')
    .trim()
  // The parser joins lines it takes for a heading. What it changed is not what was said.
  return said === '' || said === whole || !whole.includes(said) ? undefined : said
}
