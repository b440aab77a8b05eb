import type { Random } from '../ports.ts'
import type { Retry } from '../schema/failure.ts'

const FIRST_MS = 1000
const LONGEST_MS = 15 * 60_000

/** Exponential with full jitter in its upper half: 1, 2, 4 … seconds, at most 15 minutes. */
const backoffMs = (attempt: number, random: Random): number => {
  const whole = Math.min(FIRST_MS * 2 ** Math.max(0, attempt - 1), LONGEST_MS)
  return Math.round(whole / 2 + (whole / 2) * random())
}

/** When a refused part may be tried again, in ms from now; undefined: never. `attempt` counts the tries made. */
export const retryDelay = (retry: Retry, attempt: number, random: Random): number | undefined => {
  if (retry === 'no') return undefined
  if (retry === 'backoff') return backoffMs(attempt, random)
  if ('max' in retry) return attempt > retry.max ? undefined : backoffMs(attempt, random)
  return Math.max(retry.afterSeconds * 1000, backoffMs(attempt, random))
}
