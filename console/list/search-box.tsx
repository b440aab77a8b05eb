import type { JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { search as texts } from '../texts/list.ts'
import { t } from '../texts/text.ts'
import { Icon } from '../ui/icons.tsx'

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))

/** Where a name or an address is typed; `/` leads to it. */
export const SearchBox = ({
  value,
  onType,
  onSubmit,
}: {
  readonly value: string
  readonly onType: (value: string) => void
  readonly onSubmit: () => void
}): JSX.Element => {
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
      if (isTyping(event.target) || document.querySelector('dialog[open]')) return
      event.preventDefault()
      input.current?.focus()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
  return (
    <form
      role="search"
      class="list-search"
      onSubmit={(event) => {
        event.preventDefault()
        onSubmit()
      }}
    >
      <Icon name="search" size={16} />
      <input
        ref={input}
        class="input"
        type="search"
        value={value}
        dir="auto"
        autocomplete="off"
        spellcheck={false}
        enterkeyhint="search"
        placeholder={t(texts.hint)}
        aria-label={t(texts.label)}
        aria-keyshortcuts="/"
        onInput={({ currentTarget }) => onType(currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && value !== '') onType('')
          if (event.key !== 'ArrowDown') return
          event.preventDefault()
          document.querySelector<HTMLElement>('.inbox-list a.row')?.focus()
        }}
      />
      {value !== '' && (
        <button
          type="button"
          class="icon-button"
          aria-label={t(texts.clear)}
          onClick={() => {
            onType('')
            input.current?.focus()
          }}
        >
          <Icon name="close" size={16} />
        </button>
      )}
    </form>
  )
}
