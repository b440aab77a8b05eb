import type { JSX } from 'preact'
import type { ListedConversation } from '../../client/index.ts'
import { composer, outbox } from '../texts/composer.ts'
import { fullTime } from '../texts/format.ts'
import { t, tn } from '../texts/text.ts'
import { Icon } from '../ui/icons.tsx'
import { forget, sendNow, slowIntentsOf, type Sent } from './outbox.ts'
import { fieldsOf, wordsOf } from './refusal-line.tsx'

const saidIn = ({ body: { text = '', attachments = [], content } }: Sent): string => {
  const named = content?.type === 'template' ? t(outbox.template, { name: content.name }) : ''
  const files = attachments.length === 0 ? '' : tn(outbox.files, attachments.length)
  return [text, named, files].filter((one) => one !== '').join(' · ') || t(composer.noWords)
}

const stateOf = (intent: Sent, isFirst: boolean): string => {
  if (intent.state === 'stale') return t(outbox.stale, { time: fullTime(intent.at) })
  if (intent.state === 'refused' && intent.refusal) return t(outbox.refused, { reason: wordsOf(intent.refusal) })
  if (!isFirst) return t(outbox.behind)
  return t(intent.tries === 0 ? outbox.sending : outbox.waiting)
}

/** What was sent from here and is not known to have arrived. `onEdit` takes what was refused back to be written anew. */
export const OutboxList = ({
  conversation,
  onEdit,
}: {
  readonly conversation: ListedConversation
  readonly onEdit: (intent: Sent) => void
}): JSX.Element | null => {
  const intents = slowIntentsOf(conversation.id)
  if (intents.length === 0) return null
  const first = intents.find(({ state }) => state !== 'refused')
  return (
    <ul class="composer-outbox" aria-label={t(outbox.title)}>
      {intents.map((intent) => (
        <li key={intent.key} data-state={intent.state} data-kind={intent.kind}>
          <Icon name={intent.state === 'waiting' ? 'clock' : 'warning'} size={16} />
          <div class="composer-outbox-words">
            <p class="composer-quoted" dir="auto">
              {saidIn(intent)}
            </p>
            <p class="small">{stateOf(intent, intent === first)}</p>
            {intent.state === 'refused' && intent.refusal && fieldsOf(intent.refusal).length > 0 && (
              <p class="small" dir="auto">
                {fieldsOf(intent.refusal).join(' ')}
              </p>
            )}
          </div>
          {intent.state === 'refused' && intent.draft && (
            <button type="button" class="link-button" onClick={() => onEdit(intent)}>
              {t(outbox.edit)}
            </button>
          )}
          {intent.state === 'stale' && (
            <button type="button" class="link-button" onClick={() => sendNow(intent.key)}>
              {t(outbox.sendNow)}
            </button>
          )}
          {(intent.tries > 0 || intent.state === 'stale') && (
            <button type="button" class="link-button" onClick={() => forget(intent.key)}>
              {t(outbox.discard)}
            </button>
          )}
        </li>
      ))}
    </ul>
  )
}
