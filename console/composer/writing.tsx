import type { JSX, RefObject } from 'preact'
import { useLayoutEffect } from 'preact/hooks'
import { isSending } from './habits.ts'

/** The words. It grows with them, as far as the style lets it. */
export const Writing = ({
  field,
  id,
  label,
  hint,
  described,
  value,
  readOnly,
  onChange,
  onSend,
  onFiles,
}: {
  readonly field: RefObject<HTMLTextAreaElement | null>
  readonly id: string
  readonly label: string
  readonly hint: string
  readonly described: string
  readonly value: string
  readonly readOnly: boolean
  readonly onChange: (text: string) => void
  readonly onSend: () => void
  readonly onFiles: (files: readonly File[]) => void
}): JSX.Element => {
  useLayoutEffect(() => {
    const { current } = field
    if (!current) return
    current.style.blockSize = 'auto'
    current.style.blockSize = `${current.scrollHeight + 2}px`
  }, [field, value])
  return (
    <>
      <label class="sr-only" for={id}>
        {label}
      </label>
      <textarea
        ref={field}
        id={id}
        class="composer-text"
        // Empty, it is written as the page is; then as its words are.
        dir={value === '' ? undefined : 'auto'}
        rows={1}
        maxLength={65_536}
        placeholder={hint}
        aria-describedby={described}
        value={value}
        readOnly={readOnly}
        onInput={({ currentTarget }) => onChange(currentTarget.value)}
        onKeyDown={(event) => {
          if (!isSending(event)) return
          event.preventDefault()
          onSend()
        }}
        onPaste={(event) => {
          const files = [...(event.clipboardData?.files ?? [])]
          if (files.length === 0) return
          event.preventDefault()
          onFiles(files)
        }}
      />
    </>
  )
}

/** Puts something in where the caret is, in place of what is selected; answers the whole text. */
export const insertAt = (field: HTMLTextAreaElement | null, text: string, added: string): string => {
  const start = field?.selectionStart ?? text.length
  const end = field?.selectionEnd ?? start
  requestAnimationFrame(() => {
    field?.focus()
    field?.setSelectionRange(start + added.length, start + added.length)
  })
  return text.slice(0, start) + added + text.slice(end)
}
