import type { ComponentChildren, JSX, RefObject } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { common } from '../texts/common.ts'
import { t } from '../texts/text.ts'
import { detailOf } from '../ui/notices.tsx'
import type { Read } from './use-read.ts'

/** A part of the details, which can be folded. */
export const Fold = ({
  title,
  open = false,
  children,
}: {
  readonly title: string
  readonly open?: boolean
  readonly children: ComponentChildren
}): JSX.Element => (
  <details class="fold" open={open}>
    <summary>
      <h3>{title}</h3>
    </summary>
    <div class="fold-body">{children}</div>
  </details>
)

/** What stands in place of something that is being read, or could not be. */
export const Waiting = ({ of }: { readonly of: Read<unknown> }): JSX.Element =>
  of.failure.value === undefined ? (
    <p class="muted small">{t(common.loading)}</p>
  ) : (
    <p class="small">
      {detailOf(of.failure.value)}{' '}
      <button type="button" class="link-button" onClick={of.again}>
        {t(common.retry)}
      </button>
    </p>
  )

/** For a form that opens in place: the writing goes on in its first field. */
export const useFirstField = (): RefObject<HTMLFormElement | null> => {
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => form.current?.querySelector('input')?.focus(), [])
  return form
}
