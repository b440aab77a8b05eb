const SECOND_MS = 1000

/**
 * Where an entry stands in the timeline, in ms: at its provider's time. One in whole seconds only says in which second it
 * was; within it the first-seen time counts, or else what a customer answers at once would stand before what is answered.
 */
export const placeInTime = (at: number, seen: number): number =>
  at % SECOND_MS === 0 ? Math.max(at, Math.min(at + SECOND_MS - 1, seen)) : at
