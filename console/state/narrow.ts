import { signal } from '@preact/signals'

/** As in the styles: one pane at a time, and the actions in one menu. */
const query = matchMedia('(max-width: 52rem)')

export const narrow = signal(query.matches)

query.addEventListener('change', ({ matches }) => {
  narrow.value = matches
})
