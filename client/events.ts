import type { Client } from './index.ts'
import { pause } from './pause.ts'
import { ParleyProblem } from './problem.ts'
import type { components, operations } from './schema.ts'

type Page = operations['listEvents']['responses'][200]['content']['application/json']
type Event = components['schemas']['Event']

export interface FeedEvent {
  readonly event: Event
  /**
   * Where to go on after a restart, once this event is dealt with. Within a page that is where the page began: what was
   * dealt with may come again, by the same `event.id`, and nothing is missed.
   */
  readonly cursor: string | undefined
}

export interface FollowOptions {
  /** A cursor that was kept; without one, from the oldest event there is; `latest`: from the next one. */
  readonly after?: string | undefined
  /** Only events of these types. */
  readonly types?: readonly Event['type'][]
  /** The longest wait between two looks at the end of the feed, in ms; 10,000 where it is left out. */
  readonly idleMs?: number
  /** Ends the following, without an error. */
  readonly signal?: AbortSignal
  /** Waits for so many ms, or until the signal; in place of a timer. */
  readonly sleep?: (ms: number, signal?: AbortSignal) => Promise<void>
}

const PAGE = 100
/** Between two looks at the end of the feed, and between two tries that failed: doubled each time, in ms. */
const IDLE_MS = { first: 1000, most: 10_000 }
const FAILED_MS = { first: 1000, most: 60_000 }

const doubling = ({ first, most }: typeof IDLE_MS, times: number): number => Math.min(most, first * 2 ** times)

type Read = { readonly page: Page } | { readonly again: true; readonly afterMs: number }

/** One page, or when to try again. Throws on what no trying mends. */
const read = async (
  client: Client,
  after: string | undefined,
  { types, signal }: Pick<FollowOptions, 'types' | 'signal'>,
): Promise<Read> => {
  const query = {
    limit: PAGE,
    ...(after === undefined ? {} : { after }),
    ...(types === undefined ? {} : { types: types.join(',') }),
  }
  let answer
  try {
    answer = await client.GET('/v1/events', { params: { query }, ...(signal === undefined ? {} : { signal }) })
  } catch {
    return { again: true, afterMs: 0 }
  }
  const { data, error, response } = answer
  if (data !== undefined) return { page: data }
  if (response.status < 500 && response.status !== 429) throw new ParleyProblem(response.status, error)
  return { again: true, afterMs: 1000 * (Number(response.headers.get('retry-after')) || 0) }
}

/**
 * Follows the feed of a shop for as long as it is asked to: every event once for each cursor, in order, waiting for more
 * at its end and for the gateway while it cannot be reached. Throws a ParleyProblem when the cursor is too old
 * (`cursor_expired`) or the key is not valid.
 */
export async function* events(client: Client, options: FollowOptions = {}): AsyncGenerator<FeedEvent, void> {
  const { signal, sleep = pause, idleMs = IDLE_MS.most } = options
  let cursor = options.after
  let [idle, failed] = [0, 0]
  const isOver = (): boolean => signal?.aborted === true
  while (!isOver()) {
    const result = await read(client, cursor, options)
    if ('again' in result) {
      await sleep(Math.max(result.afterMs, doubling(FAILED_MS, failed++)), signal)
      continue
    }
    const { data, next, more } = result.page
    failed = 0
    for (const [index, event] of data.entries()) {
      if (isOver()) return
      yield { event, cursor: index === data.length - 1 ? next : cursor }
    }
    cursor = next
    idle = data.length > 0 ? 0 : idle + 1
    if (!more) await sleep(doubling({ ...IDLE_MS, most: idleMs }, Math.max(0, idle - 1)), signal)
  }
}
