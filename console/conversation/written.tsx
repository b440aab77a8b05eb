import type { ComponentChildren, JSX } from 'preact'
import { isBlank } from '../state/blank.ts'
import { bubble } from '../texts/conversation.ts'
import { t } from '../texts/text.ts'
import { spansOf, type Span } from './words.ts'

/** A link that customers or providers name: it opens elsewhere, and tells nobody where it was. */
export const OutLink = ({
  href,
  children,
}: {
  readonly href: string
  readonly children: ComponentChildren
}): JSX.Element => (
  <a href={href} target="_blank" rel="noopener noreferrer nofollow">
    {children}
  </a>
)

const TAGS = { bold: 'strong', italic: 'em', strike: 's', code: 'code' } as const

const Piece = ({ text, href, style }: Span): JSX.Element => {
  if (href !== undefined) return <OutLink href={href}>{text}</OutLink>
  const Tag = style && TAGS[style]
  return Tag ? <Tag>{text}</Tag> : <>{text}</>
}

/** What somebody wrote, with its lines and links. */
export const Written = ({ text, marks = false }: { readonly text: string; readonly marks?: boolean }): JSX.Element => {
  if (text !== '' && isBlank(text)) return <p class="aside">{t(bubble.blank)}</p>
  return (
    <p class="written" dir="auto">
      {spansOf(text, { marks }).map((span, index) => (
        <Piece key={index} {...span} />
      ))}
    </p>
  )
}
