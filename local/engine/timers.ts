import { setTimeout as wait } from 'node:timers/promises'

/** Time as the event sources see it; tests bring a clock that only moves when told. */
export interface Timers {
  /** Milliseconds since epoch. */
  now(): number
  /** Resolves after so many ms, or at once when the signal aborts; never rejects. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

export const realTimers: Timers = {
  now: Date.now,
  sleep: (ms, signal) => wait(ms, undefined, signal ? { signal } : {}).catch(() => undefined),
}
