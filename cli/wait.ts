import { CommandError } from './command.ts'
import type { World } from './world.ts'

export interface Waiting<T> {
  readonly isDone: (state: T) => boolean
  /** How far it is, for who watches. */
  readonly line: (state: T) => string
  /** What to run to look again, for who stops waiting. */
  readonly again: string
  readonly everyMs?: number
}

const EVERY_MS = 2000

/** Reads how something stands until it is done. Throws {@link CommandError} on Ctrl-C: the gateway goes on with it. */
export const waitUntil = async <T>(
  world: World,
  first: T,
  read: () => Promise<T>,
  { isDone, line, again, everyMs = EVERY_MS }: Waiting<T>,
): Promise<T> => {
  let state = first
  while (!isDone(state)) {
    world.progress(line(state))
    await world.sleep(everyMs, world.signal)
    if (world.signal.aborted) throw new CommandError(`It goes on without you. To look again: ${again}`)
    state = await read()
  }
  world.progress('')
  return state
}
