import { safeHref } from './words.ts'

/** A mail's HTML as a document of its own, and how many of its pictures were left out. */
export interface MailPage {
  readonly html: string
  readonly blocked: number
}

/** The gateway lets none of these through; if one ever came, it is gone here. */
const UNWANTED =
  'script, style, link, meta, base, iframe, frame, frameset, object, embed, applet, form, input, button, select, textarea, svg, math, template, audio, video, source, noscript, dialog'

const KEPT_ATTRIBUTES: ReadonlySet<string> = new Set(
  'dir lang title align valign bgcolor href src alt width height color size face border cellpadding cellspacing colspan rowspan start type'.split(
    ' ',
  ),
)

const withoutOtherAttributes = (element: Element): void => {
  for (const name of element.getAttributeNames()) if (!KEPT_ATTRIBUTES.has(name)) element.removeAttribute(name)
}

const settleLink = (link: Element): void => {
  const href = safeHref(link.getAttribute('href') ?? undefined)
  if (href === undefined) return link.removeAttribute('href')
  link.setAttribute('href', href)
  // Its words may be another address than the one it leads to.
  link.setAttribute('title', href)
  link.setAttribute('target', '_blank')
  link.setAttribute('rel', 'noopener noreferrer nofollow')
}

/** Pictures of the mail itself are shown; of others only their words, so that nobody learns who reads. */
const settlePicture = (picture: Element, fileOf: (contentId: string) => string | undefined): boolean => {
  const source = picture.getAttribute('src') ?? ''
  const file = source.startsWith('cid:') ? fileOf(source.slice(4)) : undefined
  if (file === undefined) {
    picture.replaceWith(picture.getAttribute('alt') ?? '')
    return false
  }
  picture.setAttribute('src', file)
  picture.setAttribute('style', 'max-width: 100%; height: auto')
  if (!picture.hasAttribute('alt')) picture.setAttribute('alt', '')
  return true
}

/** A browser's own indent leaves no room for the words of a long exchange, in which each mail quotes the one before. */
const QUOTED = 'margin: 8px 0; padding-inline-start: 10px; border-inline-start: 2px solid #c9d3d1'
const QUOTED_DEEP = 'margin: 0'
const DEEP = Array.from({ length: 6 }, () => 'blockquote').join(' ')

const settleQuotes = (page: Document): void => {
  for (const quote of page.querySelectorAll('blockquote'))
    quote.setAttribute('style', quote.matches(DEEP) ? QUOTED_DEEP : QUOTED)
}

const STYLE =
  'display: flow-root; margin: 0; padding: 12px; background: #fff; color: #14211f; font: 15px/1.45 system-ui, sans-serif; overflow-wrap: anywhere'

const ownDocument = (title: string): Document => {
  const page = document.implementation.createHTMLDocument(title)
  page.documentElement.lang = document.documentElement.lang
  page.body.setAttribute('style', STYLE)
  page.body.dir = 'auto'
  return page
}

/** Makes a page of a mail for a frame without scripts. The HTML is read without being run or loaded. */
export const mailPage = (
  html: string,
  { title, fileOf }: { readonly title: string; readonly fileOf: (contentId: string) => string | undefined },
): MailPage => {
  const mail = new DOMParser().parseFromString(html, 'text/html')
  for (const element of mail.querySelectorAll(UNWANTED)) element.remove()
  for (const element of mail.body.querySelectorAll('*')) withoutOtherAttributes(element)
  for (const link of mail.querySelectorAll('a[href], area[href]')) settleLink(link)
  settleQuotes(mail)
  const pictures = [...mail.querySelectorAll('img')].map((picture) => settlePicture(picture, fileOf))
  const page = ownDocument(title)
  page.body.append(...page.adoptNode(mail.body).childNodes)
  return {
    html: `<!doctype html>${page.documentElement.outerHTML}`,
    blocked: pictures.filter((shown) => !shown).length,
  }
}
