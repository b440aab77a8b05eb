import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { dataOf, type ListedConversation } from '../../client/index.ts'
import { keepConversations } from '../state/conversations.ts'
import { api } from '../state/session.ts'
import { composer } from '../texts/composer.ts'
import { t } from '../texts/text.ts'
import { attempt } from '../ui/notices.tsx'

/** Whoever else answers here, and the way to take over from them: until then nothing of ours is sent. */
export const ControlLine = ({ conversation }: { readonly conversation: ListedConversation }): JSX.Element | null => {
  const [busy, setBusy] = useState(false)
  const { by, name } = conversation.control
  if (by === 'human') return null
  const takeOver = async (): Promise<void> => {
    setBusy(true)
    await attempt(async () => {
      const params = { path: { conversation: conversation.id } }
      keepConversations([
        dataOf(await api().POST('/v1/conversations/{conversation}/control', { params, body: { by: 'human' } })),
      ])
    })
    setBusy(false)
  }
  return (
    <p class="composer-line" data-kind="control">
      <span dir="auto">{t(composer.answersHere, { name: name ?? t(composer.aBot) })}</span>
      <button type="button" class="button" disabled={busy} onClick={() => void takeOver()}>
        {t(composer.takeOver)}
      </button>
    </p>
  )
}
