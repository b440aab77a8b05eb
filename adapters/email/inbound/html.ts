import sanitizeHtml from 'sanitize-html'

const MAX_CHARACTERS = 2 * 1024 * 1024
/** The parser takes quadratic time for elements that are opened and never closed: with 10,000 of them, half a second. */
const MAX_TAGS = 10_000

/** HTML that is longer, or has more tags, is not shown; the mail is kept as it came. */
export const isShowable = (html: string): boolean => {
  if (html.length > MAX_CHARACTERS) return false
  let tags = 0
  for (let at = html.indexOf('<'); at >= 0 && tags <= MAX_TAGS; at = html.indexOf('<', at + 1)) tags++
  return tags <= MAX_TAGS
}

/** The words of HTML that is not to be shown: its beginning without tags, however it is built. In linear time. */
export const wordsOfHtml = (html: string): string =>
  html
    .slice(0, MAX_CHARACTERS)
    .replaceAll(/<[^<>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()

const MAX_NESTING = 100

const UNSEEN = [
  'script',
  'style',
  'title',
  'template',
  'noscript',
  'iframe',
  'noembed',
  'noframes',
  'xmp',
  'object',
  'svg',
  'math',
]
const BLOCKS = [
  'p',
  'div',
  'br',
  'hr',
  'li',
  'tr',
  'table',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'blockquote',
  'pre',
  'ul',
  'ol',
]
const INLINE = [
  'a',
  'b',
  'i',
  'u',
  's',
  'em',
  'strong',
  'small',
  'big',
  'sub',
  'sup',
  'code',
  'tt',
  'font',
  'span',
  'del',
  'ins',
  'abbr',
  'cite',
  'q',
]
const TABLE = [
  'tbody',
  'thead',
  'tfoot',
  'td',
  'th',
  'caption',
  'col',
  'colgroup',
  'center',
  'dl',
  'dt',
  'dd',
  'address',
  'img',
]

const isPixel = (size: string | undefined): boolean => size !== undefined && /^\s*[01](?:px)?\s*$/i.test(size)

/**
 * HTML for display beside other content. Without scripts, styles, forms, frames and anything that loads by itself, except
 * images: those of the mail itself (`cid:`, with the attachment's `contentId`) and those on https, which whoever shows
 * them should fetch only when asked, since their address tells the sender that the mail was read. Images of one pixel, which
 * serve no other purpose, are gone. Links open elsewhere and give nothing away.
 */
export const displayHtml = (html: string): string =>
  sanitizeHtml(html, {
    allowedTags: [...BLOCKS, ...INLINE, ...TABLE],
    nonTextTags: [...UNSEEN, 'textarea', 'option'],
    nestingLimit: MAX_NESTING,
    allowedAttributes: {
      '*': ['dir', 'lang', 'title', 'align', 'valign', 'bgcolor'],
      a: ['href', 'rel', 'target'],
      img: ['src', 'alt', 'width', 'height', 'referrerpolicy'],
      font: ['color', 'size', 'face'],
      table: ['border', 'cellpadding', 'cellspacing', 'width'],
      td: ['colspan', 'rowspan', 'width', 'height'],
      th: ['colspan', 'rowspan', 'width', 'height'],
      ol: ['start', 'type'],
    },
    allowedSchemes: ['http', 'https', 'mailto', 'tel'],
    allowedSchemesByTag: { img: ['https', 'cid'] },
    allowProtocolRelative: false,
    transformTags: {
      a: (tagName, attribs) => ({
        tagName,
        attribs: { ...attribs, rel: 'noopener noreferrer nofollow', target: '_blank' },
      }),
      img: (tagName, attribs) => ({ tagName, attribs: { ...attribs, referrerpolicy: 'no-referrer' } }),
    },
    exclusiveFilter: ({ tag, attribs }) =>
      tag === 'img' && (attribs['src'] === undefined || isPixel(attribs['width']) || isPixel(attribs['height'])),
  })

const ENTITIES: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&amp;': '&' }

/** What an HTML mail says, for those who read text alone: lines where blocks are, addresses of links after their words. */
export const textOfHtml = (html: string): string => {
  const skeleton = sanitizeHtml(html.replaceAll(/\s+/g, ' '), {
    allowedTags: [...BLOCKS, 'a', 'td', 'th'],
    nonTextTags: [...UNSEEN, 'textarea', 'option'],
    nestingLimit: MAX_NESTING,
    allowedAttributes: { a: ['href'] },
    allowedSchemes: ['http', 'https', 'mailto', 'tel'],
    allowProtocolRelative: false,
  })
  return skeleton
    .replaceAll(/<a href="([^"]*)">([^<]*)<\/a>/g, (_, href: string, words: string) =>
      href.replace(/^(?:mailto|tel):/, '') === words.trim() || words.trim() === ''
        ? words || href
        : `${words} (${href})`,
    )
    .replaceAll(/<li>/g, '\n- ')
    .replaceAll(/<(?:td|th)>/g, ' ')
    .replaceAll(/<\/(?:p|h[1-6]|blockquote|pre|table|ul|ol)>/g, '\n\n')
    .replaceAll(/<(?:br|hr) \/>|<\/?(?:div|tr|p)>/g, '\n')
    .replaceAll(/<[^<>]*>/g, '')
    .replaceAll(/&(?:lt|gt|quot|amp);/g, (entity) => ENTITIES[entity] ?? entity)
    .split('\n')
    .map((line) => line.replaceAll(/[^\S\n]+/g, ' ').trim())
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim()
}
