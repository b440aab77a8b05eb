import { signal } from '@preact/signals'
import { dataOf, events, ParleyProblem, type Event, type ListedConversation } from '../../client/index.ts'
import { pause } from '../../client/pause.ts'
import { keepConversations } from './conversations.ts'
import { api } from './session.ts'

/**
 * 0 until the feed is followed, and raised when what the page knows may be too old to be mended by events: whoever shows
 * something reads it once this is above 0, and anew when it rises.
 */
export const generation = signal(0)

type Listener = (event: Event) => void
const listeners = new Set<Listener>()

/** Is told every event from now on. Answers what ends that. */
export const onEvent = (listener: Listener): (() => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Between two looks at the feed, at most: while the page is seen, and while it is not. */
const SEEN_MS = 2000
const HIDDEN_MS = 15_000

const isConversation = (data: object): data is ListedConversation => 'version' in data && 'unread' in data

const tell = (event: Event): void => {
  const { conversation, data } = event
  if (conversation) keepConversations([conversation])
  if (event.type.startsWith('conversation.') && isConversation(data)) keepConversations([data])
  for (const listener of listeners) listener(event)
}

/** Sleeps longer while nobody looks, and wakes when somebody does or the network is back. */
const sleep = async (ms: number, signal?: AbortSignal): Promise<void> => {
  const waking = new AbortController()
  const wake = (): void => {
    if (document.visibilityState === 'visible') waking.abort()
  }
  document.addEventListener('visibilitychange', wake)
  addEventListener('online', wake)
  const hidden = document.visibilityState === 'hidden'
  const either = signal ? AbortSignal.any([signal, waking.signal]) : waking.signal
  await pause(hidden ? Math.max(ms, HIDDEN_MS) : ms, either)
  document.removeEventListener('visibilitychange', wake)
  removeEventListener('online', wake)
}

/** Follows the feed until the signal: the conversations are kept as they stand, and listeners are told. */
export const follow = async (signal: AbortSignal): Promise<void> => {
  while (!signal.aborted) {
    try {
      // What is read from now on is younger than this place in the feed: nothing is missed in between.
      const { next } = dataOf(await api().GET('/v1/events', { params: { query: { after: 'latest' } }, signal }))
      generation.value++
      for await (const { event } of events(api(), { after: next, idleMs: SEEN_MS, signal, sleep })) tell(event)
    } catch (error) {
      if (error instanceof ParleyProblem && error.status === 401) return
      await sleep(error instanceof ParleyProblem ? 0 : SEEN_MS, signal)
    }
  }
}
