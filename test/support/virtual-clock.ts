import type { Timers } from '../../local/engine/timers.ts'

interface Timer {
  readonly at: number
  readonly order: number
  readonly run: () => unknown
}

export interface VirtualClock extends Timers {
  /** Runs something after so many ms of this clock. Answers how to call it off. */
  later(ms: number, run: () => unknown): () => void
  /** Moves time on, running what falls due on the way in order, each once what it follows has settled. */
  advance(ms: number): Promise<void>
  /** Runs timers one after another until none is left; throws after so many, since some loops never end. */
  drain(most?: number): Promise<void>
  /** Timers not yet due. */
  pending(): number
}

/** A clock that only moves when told. Starts in 2026, so that times look like times. */
export const virtualClock = (start = Date.UTC(2026, 0, 1)): VirtualClock => {
  let now = start
  let order = 0
  let timers: Timer[] = []

  const later = (ms: number, run: () => unknown): (() => void) => {
    const timer = { at: now + Math.max(0, ms), order: order++, run }
    timers.push(timer)
    return () => {
      timers = timers.filter((other) => other !== timer)
    }
  }

  const runNext = async (until: number): Promise<boolean> => {
    const next = timers.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at || a.order - b.order)[0]
    if (!next) return false
    timers = timers.filter((timer) => timer !== next)
    now = Math.max(now, next.at)
    await next.run()
    await settled()
    return true
  }

  return {
    now: () => now,
    later,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        const end = () => {
          cancel()
          signal?.removeEventListener('abort', end)
          resolve()
        }
        const cancel = later(ms, end)
        if (signal?.aborted) end()
        else signal?.addEventListener('abort', end)
      }),
    advance: async (ms) => {
      const until = now + ms
      await settled()
      while (await runNext(until));
      now = until
    },
    drain: async (most = 10_000) => {
      await settled()
      for (let ran = 0; await runNext(Infinity); ran++) if (ran >= most) throw new Error(`${most} timers and no end`)
    },
    pending: () => timers.length,
  }
}

/** Lets everything that waits for nothing but promises and immediates go on. */
const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve))
}
