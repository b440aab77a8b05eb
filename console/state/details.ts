import { signal } from '@preact/signals'

const KEPT_AS = 'parley.details'

/** What the panel is called in the page. */
export const PANEL = 'contact-panel'

const query = matchMedia('(min-width: 75rem)')

/** Whether there is room for a third column, where the details are seen until somebody closes them. */
export const hasRoom = signal(query.matches)

/** Whether what is known of the contact is shown with the conversation. */
export const detailsOpen = signal(hasRoom.value && localStorage.getItem(KEPT_AS) !== 'closed')

const show = (open: boolean): void => {
  detailsOpen.value = open
  if (hasRoom.value) localStorage.setItem(KEPT_AS, open ? 'open' : 'closed')
}

export const closeDetails = (): void => show(false)
export const toggleDetails = (): void => show(!detailsOpen.value)

query.addEventListener('change', ({ matches }) => {
  // What lay beside the conversation would cover it.
  if (!matches) detailsOpen.value = false
  hasRoom.value = matches
})
