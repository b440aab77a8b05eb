import type { JSX } from 'preact'
import type { Message } from '../../client/index.ts'
import { timelineOf } from '../state/timelines.ts'
import { bubble } from '../texts/conversation.ts'
import { t } from '../texts/text.ts'
import { authorName } from './author.ts'
import { quotedIn } from './items.ts'
import { writtenIn } from './said.ts'

const LENGTH = 120
const excerpt = (text: string): string => {
  const line = text.replaceAll(/\s+/gu, ' ').trim()
  // Cut between letters: half of a surrogate pair is none.
  return line.length > LENGTH ? `${line.slice(0, LENGTH).replace(/[\uD800-\uDBFF]$/u, '')}…` : line
}

export const entryId = (id: string): string => `entry-${id}`

/** Leads to an entry, and says by the focus which one it is. */
const showEntry = (id: string): void => {
  const element = document.getElementById(entryId(id))
  element?.scrollIntoView({ block: 'center' })
  element?.focus({ preventScroll: true })
}

/** What a message answers: its first words, which lead to it where it is here. */
export const Quote = ({ message }: { readonly message: Message }): JSX.Element | null => {
  const { replyTo, conversation } = message
  if (replyTo === undefined) return null
  const found = quotedIn(timelineOf(conversation).value.entries, replyTo)
  if (found === undefined || found.type !== 'message')
    return <p class="quote">{t(bubble.quote, { text: t(bubble.quoteMissing) })}</p>
  const words = excerpt(writtenIn(found) || found.attachments[0]?.filename || found.text) || t(bubble.quoteFile)
  return (
    <button type="button" class="quote" onClick={() => showEntry(found.id)}>
      <span class="sr-only">{t(bubble.quote, { text: '' })}</span>
      <bdi class="quote-author">{authorName(found)}</bdi>
      <span dir="auto">{words}</span>
    </button>
  )
}
