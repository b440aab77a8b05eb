import { signal } from '@preact/signals'

const KEPT_AS = 'parley.details'

/** Wide enough for a third column, where the details are seen until somebody closes them. */
const hasRoom = matchMedia('(min-width: 75rem)')

/** Whether what is known of the contact is shown beside the conversation. */
export const detailsOpen = signal(hasRoom.matches && localStorage.getItem(KEPT_AS) !== 'closed')

export const toggleDetails = (): void => {
  detailsOpen.value = !detailsOpen.value
  if (hasRoom.matches) localStorage.setItem(KEPT_AS, detailsOpen.value ? 'open' : 'closed')
}
