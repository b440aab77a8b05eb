import { effect, signal } from '@preact/signals'
import { directionOf, language } from '../texts/text.ts'

export const THEMES = ['system', 'light', 'dark'] as const
export type Theme = (typeof THEMES)[number]

const KEPT_AS = 'parley.theme'

export const theme = signal<Theme>(THEMES.find((one) => one === localStorage.getItem(KEPT_AS)) ?? 'system')

export const chooseTheme = (chosen: Theme): void => {
  localStorage.setItem(KEPT_AS, chosen)
  theme.value = chosen
}

/** Keeps the document in the chosen language, direction and colours. */
export const dressDocument = (): void => {
  effect(() => {
    const { documentElement: root } = document
    root.lang = language.value
    root.dir = directionOf(language.value)
    if (theme.value === 'system') delete root.dataset['theme']
    else root.dataset['theme'] = theme.value
  })
}
