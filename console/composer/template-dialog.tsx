import type { JSX } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { ListedConversation } from '../../client/index.ts'
import { common } from '../texts/common.ts'
import { templates as texts } from '../texts/composer.ts'
import { t, tn } from '../texts/text.ts'
import { Dialog } from '../ui/dialog.tsx'
import { detailOf } from '../ui/notices.tsx'
import { post } from './outbox.ts'
import { TemplateForm } from './template-form.tsx'
import { loadTemplates, searched, type MessageTemplate } from './template-list.ts'

type Loaded =
  | { readonly state: 'loading' }
  | { readonly state: 'ready'; readonly templates: readonly MessageTemplate[] }
  | { readonly state: 'failed'; readonly detail: string }

const useTemplates = (conversation: ListedConversation): Loaded & { readonly again: () => void } => {
  const [loaded, setLoaded] = useState<Loaded>({ state: 'loading' })
  const [round, setRound] = useState(0)
  const { channel, account } = conversation
  useEffect(() => {
    const leaving = new AbortController()
    setLoaded({ state: 'loading' })
    loadTemplates({ channel, account }, leaving.signal)
      .then((found) => setLoaded({ state: 'ready', templates: found }))
      .catch((error: unknown) => {
        if (!leaving.signal.aborted) setLoaded({ state: 'failed', detail: detailOf(error) })
      })
    return () => leaving.abort()
  }, [channel, account, round])
  return { ...loaded, again: () => setRound(round + 1) }
}

const Choice = ({
  templates,
  onChoose,
}: {
  readonly templates: readonly MessageTemplate[]
  readonly onChoose: (template: MessageTemplate) => void
}): JSX.Element => {
  const [words, setWords] = useState('')
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => field.current?.focus(), [])
  const found = searched(templates, words)
  return (
    <>
      <label class="field">
        <span>{t(texts.search)}</span>
        <input
          ref={field}
          class="input"
          type="search"
          value={words}
          onInput={({ currentTarget }) => setWords(currentTarget.value)}
        />
      </label>
      <p class="small muted" role="status">
        {found.length > 0 ? tn(texts.found, found.length) : t(templates.length === 0 ? texts.none : texts.noneFound)}
      </p>
      <ul class="template-list">
        {found.map((template) => (
          <li key={template.id}>
            <button type="button" onClick={() => onChoose(template)}>
              <strong dir="ltr">{template.name}</strong> <span class="pill">{template.language}</span>
              <span class="template-words" dir="auto">
                {template.preview}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </>
  )
}

/** Chooses a template, fills it in and sends it. */
export const TemplateDialog = ({
  conversation,
  onClose,
}: {
  readonly conversation: ListedConversation
  readonly onClose: () => void
}): JSX.Element => {
  const loaded = useTemplates(conversation)
  const [chosen, setChosen] = useState<MessageTemplate | null>(null)
  const send = ({ name, language }: MessageTemplate, variables: Readonly<Record<string, string>>): void => {
    const filled = Object.keys(variables).length === 0 ? {} : { variables }
    post(conversation, 'message', { content: { type: 'template', name, language, ...filled } })
    onClose()
  }
  return (
    <Dialog title={t(texts.choose)} onClose={onClose}>
      {loaded.state === 'loading' && <p role="status">{t(common.loading)}</p>}
      {loaded.state === 'failed' && (
        <p role="alert" class="field-error">
          {t(common.failed, { detail: loaded.detail })}{' '}
          <button type="button" class="link-button" onClick={loaded.again}>
            {t(common.retry)}
          </button>
        </p>
      )}
      {chosen !== null && (
        <TemplateForm
          key={chosen.id}
          template={chosen}
          onBack={() => setChosen(null)}
          onSend={(variables) => send(chosen, variables)}
        />
      )}
      {chosen === null && loaded.state === 'ready' && <Choice templates={loaded.templates} onChoose={setChosen} />}
    </Dialog>
  )
}
