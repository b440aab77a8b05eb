import type { JSX } from 'preact'
import { useId } from 'preact/hooks'
import { setDraft, type Draft } from '../state/drafts.ts'
import { composer } from '../texts/composer.ts'
import { t } from '../texts/text.ts'

/** What only a mail has. */
export const MailFields = ({
  conversation,
  draft,
  subject,
}: {
  readonly conversation: string
  readonly draft: Draft
  /** What the mail is called where nothing else is given. */
  readonly subject: string | undefined
}): JSX.Element => {
  const id = useId()
  const field = (name: 'subject' | 'cc' | 'bcc', hint: string): JSX.Element => (
    <p class="composer-mail-field">
      <label for={`${id}-${name}`}>{t(composer[name])}</label>
      <input
        id={`${id}-${name}`}
        class="input"
        type="text"
        dir={name === 'subject' ? 'auto' : 'ltr'}
        maxLength={998}
        placeholder={hint}
        value={draft[name]}
        onInput={({ currentTarget }) => setDraft(conversation, { [name]: currentTarget.value })}
      />
    </p>
  )
  return (
    <div class="composer-mail">
      {field('subject', subject ?? t(composer.subjectHint))}
      <details open={draft.cc + draft.bcc !== ''}>
        <summary>{t(composer.copies)}</summary>
        {field('cc', t(composer.addressHint))}
        {field('bcc', t(composer.addressHint))}
      </details>
    </div>
  )
}
