import type { Random } from '../ports.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

/**
 * Pauses after the first failure, the second, … : ten attempts over 75 hours and a half, as Standard Webhooks advises.
 * https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md#deliverability-and-reliability
 */
const PAUSES = [5 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR]
const LONGEST = 24 * HOUR

/** So often and so long an event is tried at least, where other events arrive all the while. */
export const MAX_ATTEMPTS = PAUSES.length + 1
export const TRIED_FOR_MS = 75 * HOUR
/** So many failures in a row park an endpoint. */
export const PARK_AFTER = 5
/** An endpoint that fails for so long is disabled. */
export const DISABLE_AFTER_MS = 5 * 24 * HOUR

/**
 * Pause after so many failures, in ms; a tenth more at most, so that endpoints that failed together do not come back together. What
 * the endpoint asked for (Retry-After) counts where it is longer, up to a day.
 */
export const pauseAfter = (failures: number, random: Random, askedMs = 0): number => {
  const pause = PAUSES[Math.max(1, failures) - 1] ?? LONGEST
  return Math.round(Math.max(pause * (1 + random() / 10), Math.min(askedMs, LONGEST)))
}
