import type { JSX } from 'preact'
import type { Message } from '../../client/index.ts'
import { conversations } from '../state/conversations.ts'
import { authors, bubble } from '../texts/conversation.ts'
import { t } from '../texts/text.ts'
import { authorName } from './author.ts'

interface Reaction {
  readonly emoji: string
  readonly who: string
}

/** Reactions of the customer, and the shop's own one. */
const reactionsOf = (message: Message, own: Message | undefined): readonly Reaction[] => {
  const customer = conversations.value.get(message.conversation)?.contact.name ?? t(authors.customer)
  const emoji = own?.content?.type === 'reaction' ? own.content.emoji : null
  return [
    ...message.reactions.map((one) => ({ emoji: one.emoji, who: one.by === null ? t(bubble.us) : customer })),
    ...(own && emoji ? [{ emoji, who: authorName(own) }] : []),
  ]
}

export const Reactions = ({
  message,
  own,
}: {
  readonly message: Message
  readonly own: Message | undefined
}): JSX.Element | null => {
  const reactions = reactionsOf(message, own)
  if (reactions.length === 0) return null
  return (
    <ul class="reactions" aria-label={t(bubble.reactions)}>
      {reactions.map(({ emoji, who }, index) => (
        <li key={index} title={who}>
          {emoji}
          <span class="sr-only">{t(bubble.reactedBy, { emoji: '', who })}</span>
        </li>
      ))}
    </ul>
  )
}
