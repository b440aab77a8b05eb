import type { ComponentChildren, JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'

/**
 * A button that opens a small panel beside it: a disclosure by `details`, closed by Escape, by a press elsewhere, and by any
 * button in it that is marked with `data-closes`.
 */
export const Menu = ({
  label,
  children,
  button,
  align = 'start',
  class: className = '',
}: {
  /** What the button is called; also seen where `button` is left out. */
  readonly label: string
  readonly button?: ComponentChildren
  readonly children: ComponentChildren
  readonly align?: 'start' | 'end'
  readonly class?: string
}): JSX.Element => {
  const details = useRef<HTMLDetailsElement>(null)
  useEffect(() => {
    const element = details.current
    const close = (refocus: boolean): void => {
      if (!element?.open) return
      element.open = false
      if (refocus) element.querySelector('summary')?.focus()
    }
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'Escape' && element?.open) {
        event.stopPropagation()
        close(true)
      }
    }
    const onPress = (event: Event): void => {
      if (event.target instanceof Node && !element?.contains(event.target)) close(false)
    }
    const onClick = (event: Event): void => {
      if (event.target instanceof Element && event.target.closest('[data-closes]')) close(true)
    }
    element?.addEventListener('keydown', onKey)
    element?.addEventListener('click', onClick)
    document.addEventListener('pointerdown', onPress)
    document.addEventListener('focusin', onPress)
    return () => {
      element?.removeEventListener('keydown', onKey)
      element?.removeEventListener('click', onClick)
      document.removeEventListener('pointerdown', onPress)
      document.removeEventListener('focusin', onPress)
    }
  }, [])
  return (
    <details ref={details} class={`menu ${className}`} data-align={align}>
      <summary aria-label={button === undefined ? undefined : label} title={button === undefined ? undefined : label}>
        {button ?? label}
      </summary>
      <div class="menu-panel">{children}</div>
    </details>
  )
}
