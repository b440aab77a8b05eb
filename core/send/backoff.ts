import type { Random } from '../ports.ts'
import type { Retry } from '../schema/failure.ts'

const FIRST_MS = 1000
const LONGEST_MS = 15 * 60_000
const LONGEST_JOB_MS = 6 * 3_600_000

/** Exponential with full jitter in its upper half: 1, 2, 4 … seconds, up to the longest. */
const backoffMs = (attempt: number, random: Random, longest: number): number => {
  const whole = Math.min(FIRST_MS * 2 ** Math.max(0, attempt - 1), longest)
  return Math.round(whole / 2 + (whole / 2) * random())
}

const delayOf = (retry: Retry, attempt: number, random: Random, longest: number): number | undefined => {
  const delay = backoffMs(attempt, random, longest)
  if (retry === 'no') return undefined
  if (retry === 'backoff') return delay
  if ('max' in retry) return attempt > retry.max ? undefined : delay
  return Math.max(retry.afterSeconds * 1000, delay)
}

/** When a refused part may be tried again, in ms from now; undefined: never. `attempt` counts the tries made. */
export const retryDelay = (retry: Retry, attempt: number, random: Random): number | undefined =>
  delayOf(retry, attempt, random, LONGEST_MS)

/** The same for a job, which goes on for weeks: in the end a try every six hours at most. */
export const jobRetryDelay = (retry: Retry, attempt: number, random: Random): number | undefined =>
  delayOf(retry, attempt, random, LONGEST_JOB_MS)
