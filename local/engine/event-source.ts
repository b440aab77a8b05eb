import type { Timers } from './timers.ts'

/** What hands events to a function. */
export interface EventSource {
  /** Takes nothing new; resolves when the work in hand is done. */
  stop(): Promise<void>
  /** Resolves when there is nothing to do until time passes or something new comes. */
  idle(): Promise<void>
  /** How often it has invoked its function. */
  invocations(): number
}

/** What every event source is given. */
export interface SourceOptions {
  readonly functionName: string
  /** Milliseconds the function may take. */
  readonly timeoutMs: number
  readonly timers: Timers
  /** Told of every error that is tried again or given up. */
  readonly onError: (error: unknown) => void
  /** What the real services do now and then; tests make it happen. */
  readonly disturb?: Disturbance
}

export interface Disturbance {
  /** Milliseconds to wait before an invocation of a shard or poller: the skew between those that run side by side. */
  readonly pause?: (lane: number) => number
  /** Whether events that were worked are handed over once more, as when the note of their success is lost. */
  readonly repeat?: () => boolean
}

/** Resolves when all sources are idle together, however often they set each other to work. */
export const settled = async (sources: readonly EventSource[]): Promise<void> => {
  const count = () => sources.reduce((sum, source) => sum + source.invocations(), 0)
  for (let before = -1; before !== count();) {
    before = count()
    for (const source of sources) await source.idle()
  }
}

/** Who of a source's workers is at work. */
export interface Activity {
  /** Waits for something that is not this worker's own work. */
  rest<T>(waiting: Promise<T>): Promise<T>
  /** Runs a worker's loop; it is at work until it rests or ends. */
  work(loop: () => Promise<void>): Promise<void>
  /** Resolves when all rest and `pending` finds nothing that will set one to work. */
  quiet(pending: () => boolean | Promise<boolean>): Promise<void>
}

export const createActivity = (): Activity => {
  let busy = 0
  let waiting: (() => void)[] = []
  const begin = (): void => {
    busy += 1
  }
  const end = (): void => {
    busy -= 1
    if (busy > 0) return
    for (const wake of waiting) wake()
    waiting = []
  }
  const allRest = (): Promise<void> => (busy === 0 ? Promise.resolve() : new Promise((wake) => waiting.push(wake)))

  return {
    rest: async (promise) => {
      end()
      try {
        return await promise
      } finally {
        begin()
      }
    },
    work: async (loop) => {
      begin()
      try {
        await loop()
      } finally {
        end()
      }
    },
    quiet: async (pending) => {
      // A worker takes up what it waited for one turn after it came: once quiet is not yet quiet.
      for (let seen = 0; seen < 2;) {
        await allRest()
        await new Promise((resolve) => setImmediate(resolve))
        seen = busy === 0 && !(await pending()) ? seen + 1 : 0
      }
    },
  }
}

/** Milliseconds before the n-th repetition (from 0): doubling from 100 ms, at most 30 s. */
export const backoff = (repetition: number): number => Math.min(100 * 2 ** repetition, 30_000)
