import type { ComponentChildren, JSX } from 'preact'
import { useEffect, useId, useMemo, useRef } from 'preact/hooks'
import { common } from '../texts/common.ts'
import { t } from '../texts/text.ts'
import { Icon } from './icons.tsx'
import { Notices, raiseNotices } from './notices.tsx'

/** A modal dialog for as long as it is rendered: the browser keeps the focus in it and gives it back. */
export const Dialog = ({
  title,
  onClose,
  children,
  wide = false,
}: {
  readonly title: string
  readonly onClose: () => void
  readonly children: ComponentChildren
  readonly wide?: boolean
}): JSX.Element => {
  const dialog = useRef<HTMLDialogElement>(null)
  const id = useId()
  const layer = useMemo(() => Symbol('dialog'), [])
  useEffect(() => raiseNotices(layer), [layer])
  useEffect(() => {
    const element = dialog.current
    element?.showModal()
    return () => element?.close()
  }, [])
  return (
    <dialog ref={dialog} class={wide ? 'dialog dialog-wide' : 'dialog'} aria-labelledby={id} onClose={onClose}>
      <header class="dialog-head">
        <h2 id={id}>{title}</h2>
        <button type="button" class="icon-button" aria-label={t(common.close)} onClick={() => dialog.current?.close()}>
          <Icon name="close" />
        </button>
      </header>
      <div class="dialog-body">{children}</div>
      <Notices layer={layer} />
    </dialog>
  )
}
