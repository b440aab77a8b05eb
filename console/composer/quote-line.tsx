import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import type { ListedConversation, Message } from '../../client/index.ts'
import { quoted } from '../state/quote.ts'
import { api } from '../state/session.ts'
import { composer } from '../texts/composer.ts'
import { degradations } from '../texts/degradations.ts'
import { t } from '../texts/text.ts'
import { Icon } from '../ui/icons.tsx'

const restore = async (conversation: string, message: string): Promise<void> => {
  try {
    const { data } = await api().GET('/v1/messages/{message}', { params: { path: { message } } })
    if (data) quoted.value = new Map([...quoted.peek(), [conversation, data]])
  } catch {
    // The draft still knows which one it answers.
  }
}

/** The message that a draft answers; after a reload it is read anew. */
export const useQuote = (conversation: string, id: string | null): Message | undefined => {
  const known = quoted.value.get(conversation)
  const found = known?.id === id ? known : undefined
  const missing = id !== null && found === undefined
  useEffect(() => {
    if (!missing) return
    void restore(conversation, id)
  }, [conversation, id, missing])
  return id === null ? undefined : found
}

const authorOf = ({ direction, author }: Message, { contact }: ListedConversation): string =>
  author.name ?? (direction === 'out' ? t(composer.theShop) : (contact.name ?? t(composer.theCustomer)))

export const QuoteLine = ({
  message,
  conversation,
  canQuote,
  onRemove,
}: {
  readonly message: Message
  readonly conversation: ListedConversation
  readonly canQuote: boolean
  readonly onRemove: () => void
}): JSX.Element => (
  <div class="composer-quote">
    <div>
      <strong dir="auto">{t(composer.answering, { name: authorOf(message, conversation) })}</strong>
      <p class="composer-quoted" dir="auto">
        {message.text || message.attachments[0]?.filename || t(composer.noWords)}
      </p>
      {!canQuote && <p class="composer-warning">{t(degradations['reply_to.dropped'])}</p>}
    </div>
    <button type="button" class="icon-button" aria-label={t(composer.unquote)} onClick={onRemove}>
      <Icon name="close" size={16} />
    </button>
  </div>
)
