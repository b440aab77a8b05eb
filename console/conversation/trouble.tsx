import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { dataOf, type Message } from '../../client/index.ts'
import { setDraft } from '../state/drafts.ts'
import { api } from '../state/session.ts'
import { keepEntries } from '../state/timelines.ts'
import { common } from '../texts/common.ts'
import { trouble as texts } from '../texts/conversation.ts'
import { t } from '../texts/text.ts'
import { Dialog } from '../ui/dialog.tsx'
import { attempt } from '../ui/notices.tsx'
import { troubleOf, type Failure, type Trouble } from './trouble.ts'
import { safeHref } from './words.ts'
import { OutLink } from './written.tsx'

interface Of {
  readonly message: Message
}

const pathOf = ({ id }: Message) => ({ params: { path: { message: id } } })

const resolve = (message: Message, outcome: 'sent' | 'resend'): Promise<boolean> =>
  attempt(async () => {
    const answer = await api().POST('/v1/messages/{message}/resolve', { ...pathOf(message), body: { outcome } })
    keepEntries(message.conversation, [dataOf(answer)])
  })

const cancel = (message: Message): Promise<boolean> =>
  attempt(async () => {
    const answer = await api().POST('/v1/messages/{message}/cancel', pathOf(message))
    keepEntries(message.conversation, [dataOf(answer)])
  })

/** Sending twice cannot be undone: whoever does it is told first. */
const ResendDialog = ({ message, onClose }: Of & { readonly onClose: () => void }): JSX.Element => (
  <Dialog title={t(texts.resendTitle)} onClose={onClose}>
    <p>{t(texts.resendWarning)}</p>
    <div class="dialog-actions">
      <button type="button" class="button" onClick={onClose}>
        {t(common.cancel)}
      </button>
      <button
        type="button"
        class="button button-primary"
        onClick={() => {
          onClose()
          void resolve(message, 'resend')
        }}
      >
        {t(texts.resend)}
      </button>
    </div>
  </Dialog>
)

const Resolve = ({ message }: Of): JSX.Element => {
  const asking = useSignal(false)
  return (
    <>
      <button type="button" class="button button-small" onClick={() => void resolve(message, 'sent')}>
        {t(texts.arrived)}
      </button>
      <button type="button" class="button button-small" onClick={() => (asking.value = true)}>
        {t(texts.resend)}
      </button>
      {asking.value && <ResendDialog message={message} onClose={() => (asking.value = false)} />}
    </>
  )
}

const writeAgain = ({ conversation, text }: Message): void => {
  setDraft(conversation, { mode: 'reply', text })
  document.querySelector<HTMLElement>('.composer textarea')?.focus()
}

const Action = ({ kind, message }: Of & { readonly kind: Trouble['actions'][number] }): JSX.Element => {
  if (kind === 'resolve') return <Resolve message={message} />
  const [label, run] =
    kind === 'cancel' ? [t(texts.cancel), () => void cancel(message)] : [t(texts.again), () => writeAgain(message)]
  return (
    <button type="button" class="button button-small" onClick={run}>
      {label}
    </button>
  )
}

/** For whoever has to ask the provider about it. */
export const ProviderWords = ({ failure }: { readonly failure: Failure }): JSX.Element | null => {
  const { provider } = failure
  if (provider === undefined) return null
  const href = safeHref(provider.href)
  return (
    <details class="provider-words">
      <summary>{t(texts.details)}</summary>
      <p>
        <code dir="ltr">{[provider.code, provider.subcode].filter(Boolean).join('.')}</code>{' '}
        <span dir="auto">{provider.detail}</span>
      </p>
      {href && <OutLink href={href}>{t(texts.help)}</OutLink>}
    </details>
  )
}

/** What happened to a message that did not simply go, and what can be done. */
export const TroubleLine = ({ message }: Of): JSX.Element | null => {
  const found = troubleOf(message)
  if (found === null) return null
  const { kind, what, todo, parts, actions } = found
  const failure = message.failure ?? message.parts.find((part) => part.failure !== null)?.failure
  return (
    <div class="trouble" data-kind={kind}>
      <p>
        {parts && <>{t(texts.parts, { ...parts })} </>}
        <strong>{t(what)}</strong> {todo && t(todo)}
      </p>
      {failure && <ProviderWords failure={failure} />}
      <div class="trouble-actions">
        {actions.map((action) => (
          <Action key={action} kind={action} message={message} />
        ))}
      </div>
    </div>
  )
}
