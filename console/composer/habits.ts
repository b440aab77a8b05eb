import { signal } from '@preact/signals'

const KEPT_AS = 'parley.enterSends'

/** Whether Enter sends, as this person likes it; on a touch screen it never does. */
export const enterSends = signal(localStorage.getItem(KEPT_AS) === 'yes')

export const setEnterSends = (sends: boolean): void => {
  localStorage.setItem(KEPT_AS, sends ? 'yes' : 'no')
  enterSends.value = sends
}

export const isTouch = matchMedia('(pointer: coarse)').matches

interface Pressed {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly shiftKey: boolean
  readonly altKey: boolean
  /** A word is being put together, as in Japanese: Enter ends that. */
  readonly isComposing: boolean
  readonly repeat: boolean
}

export const isSending = ({ key, ctrlKey, metaKey, shiftKey, altKey, isComposing, repeat }: Pressed): boolean => {
  if (key !== 'Enter' || isComposing || repeat || altKey) return false
  return ctrlKey || metaKey || (enterSends.peek() && !isTouch && !shiftKey)
}
