import { signal } from '@preact/signals'

/** The time, for whatever says how long something has taken: moves on every 15 seconds while the page is seen. */
export const now = signal(Date.now())

setInterval(() => {
  if (document.visibilityState === 'visible') now.value = Date.now()
}, 15_000)
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible') now.value = Date.now()
})
