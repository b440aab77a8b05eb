/** Elements whose content is not shown. */
const HIDDEN = new Set(['script', 'style', 'title', 'template', 'noscript'])
/** What begins a line, with the empty lines before it. */
const BREAKS: Readonly<Record<string, number>> = {
  br: 1,
  div: 1,
  tr: 1,
  li: 1,
  hr: 1,
  section: 1,
  article: 1,
  header: 1,
  footer: 1,
  p: 2,
  ul: 2,
  ol: 2,
  table: 2,
  blockquote: 2,
  pre: 2,
  h1: 2,
  h2: 2,
  h3: 2,
  h4: 2,
  h5: 2,
  h6: 2,
}
const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' }

const character = (code: number): string => (code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '\u{fffd}')

const unescaped = (text: string): string =>
  text.replace(
    /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(amp|lt|gt|quot|apos|nbsp));/gi,
    (_, decimal?: string, hex?: string, name = '') => {
      if (decimal !== undefined) return character(Number(decimal))
      return hex === undefined ? (NAMED[name.toLowerCase()] ?? '') : character(Number.parseInt(hex, 16))
    },
  )

/** Where a tag begins, and not a word like `a < b`. */
const TAG = /^(\/?)([a-z][a-z0-9]*)/i
const HREF = /\shref\s{0,8}=\s{0,8}(?:"([^"]*)"|'([^']*)')/i

const ALT = /\salt\s{0,8}=\s{0,8}(?:"([^"]*)"|'([^']*)')/i

/** What stands for a picture: its words, nothing where they are said to be none. */
const picture = (tag: string): string => {
  const [found, double, single] = ALT.exec(tag) ?? []
  return found === undefined ? '[image]' : unescaped(double ?? single ?? '').trim()
}

const lowered = (text: string): string => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())

interface Piece {
  /** The words before the tag. */
  readonly words: string
  readonly closing: boolean
  /** Name of the tag, empty at the end and for a comment. */
  readonly name: string
  readonly tag: string
}

/** Where a tag or comment ends that begins at `open`; the end of the page where it does not end. */
const endOf = (html: string, open: number): number => {
  const mark = html.startsWith('<!--', open) ? '-->' : '>'
  const found = html.indexOf(mark, open)
  return found < 0 ? html.length : found + mark.length
}

/** Where something is shown again after this tag. */
const shownAfter = (lower: string, at: number, { closing, name }: Piece): number => {
  if (closing || !HIDDEN.has(name)) return at
  const close = lower.indexOf(`</${name}`, at)
  return close < 0 ? lower.length : close
}

/** Words and tags in turn. Each character is passed once, so that the time grows with the length alone. */
function* pieces(html: string): Generator<Piece> {
  const lower = lowered(html)
  let from = 0
  let open = html.indexOf('<')
  while (open >= 0) {
    const [, slash = '', name = ''] = TAG.exec(html.slice(open + 1, open + 20)) ?? []
    let next = open + 1
    if (name !== '' || html.startsWith('<!', open)) {
      const end = endOf(html, open)
      const piece: Piece = {
        words: html.slice(from, open),
        closing: slash !== '',
        name: name.toLowerCase(),
        tag: html.slice(open, end),
      }
      yield piece
      from = shownAfter(lower, end, piece)
      next = from
    }
    open = html.indexOf('<', next)
  }
  yield { words: html.slice(from), closing: false, name: '', tag: '' }
}

/** Where a link leads, unless its own words say so. */
const target = (href: string, words: string): string =>
  href === '' || href.startsWith('#') || words.trim() === href ? '' : ` <${href}>`

const hrefOf = (tag: string): string => {
  const [, double, single] = HREF.exec(tag) ?? []
  return unescaped(double ?? single ?? '').trim()
}

/** What stands in the place of a tag that is no link. */
const inPlaceOf = ({ name, closing, tag }: Piece): string => {
  if (name === 'img') return picture(tag)
  if (name === 'td' || name === 'th') return ' '
  return '\n'.repeat(BREAKS[name] ?? 0) + (name === 'li' && !closing ? '- ' : '')
}

/** Lines without white space at their ends and with one empty line between paragraphs. */
const tidied = (text: string): string => {
  const lines: string[] = []
  for (const line of text.split('\n').map((line) => line.replace(/[ \t]+/g, ' ').trim()))
    if (line !== '' || (lines.length > 0 && lines.at(-1) !== '')) lines.push(line)
  return lines.join('\n').trim()
}

/**
 * The words of an HTML page as plain text: lines and paragraphs kept, links written out, list items marked. For a mail
 * that was given no text of its own. Linear in the length of the page.
 */
export const plainText = (html: string): string => {
  const out: string[] = []
  let link: { readonly href: string; readonly from: number } | undefined
  for (const piece of pieces(html)) {
    out.push(unescaped(piece.words.replace(/\s+/g, ' ')), inPlaceOf(piece))
    if (piece.name !== 'a') continue
    if (piece.closing && link !== undefined) out.push(target(link.href, out.slice(link.from).join('')))
    link = piece.closing ? undefined : { href: hrefOf(piece.tag), from: out.length }
  }
  return tidied(out.join(''))
}

/** Text as HTML shows it: nothing in it is markup, and lines stay lines. */
export const asHtml = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\n', '<br>\n')
