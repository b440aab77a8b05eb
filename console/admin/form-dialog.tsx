import type { ComponentChildren, JSX } from 'preact'
import { useState } from 'preact/hooks'
import { common } from '../texts/common.ts'
import { t } from '../texts/text.ts'
import { Dialog } from '../ui/dialog.tsx'
import { detailOf } from '../ui/notices.tsx'

/** A form in a dialog. What was refused is said above its buttons, and what was typed stays. */
export const FormDialog = ({
  title,
  submit,
  onSubmit,
  onClose,
  children,
}: {
  readonly title: string
  /** What the button says. */
  readonly submit: string
  readonly onSubmit: () => Promise<unknown>
  readonly onClose: () => void
  readonly children: ComponentChildren
}): JSX.Element => {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState('')
  const send = async (event: Event): Promise<void> => {
    event.preventDefault()
    setBusy(true)
    setProblem('')
    try {
      await onSubmit()
    } catch (error) {
      setProblem(detailOf(error))
    }
    setBusy(false)
  }
  return (
    <Dialog title={title} onClose={onClose}>
      <form class="admin-form" onSubmit={(event) => void send(event)}>
        {children}
        <p role="alert" class="field-error lines">
          {problem}
        </p>
        <div class="dialog-actions">
          <button type="button" class="button" onClick={onClose}>
            {t(common.cancel)}
          </button>
          <button type="submit" class="button button-primary" disabled={busy}>
            {submit}
          </button>
        </div>
      </form>
    </Dialog>
  )
}
