import type { ListedConversation } from '../../client/index.ts'
import { type Filter, matches } from './filter.ts'

/** The parts of a list, in their order: who waits, longest first; then everybody else, last word first. */
export const WAITING = 0
export const RECENT = 1
export type Part = typeof WAITING | typeof RECENT

/** Where a conversation stands in a list: its part, and its place within that. Lower comes first. */
export type Rank = readonly [part: Part, place: number]

/** Nothing of a part was read yet, and all of the list was read. */
export const startOf = (part: Part): Rank => [part, -Infinity]
export const END: Rank = [RECENT, Infinity]

const waitingSince = ({ case: current }: ListedConversation): number | null => current?.waitingSince ?? null

export const rankOf = ({ view }: Filter, conversation: ListedConversation): Rank => {
  const since = view === 'open' ? waitingSince(conversation) : null
  return since === null ? [RECENT, -conversation.lastEntryAt] : [WAITING, since]
}

export const compareRanks = (a: Rank, b: Rank): number => a[0] - b[0] || (a[1] === b[1] ? 0 : a[1] - b[1])

/** How far a list is known once a page of one part was read: up to the last conversation on it. */
export const reachAfter = (part: Part, page: readonly ListedConversation[], before: Rank): Rank => {
  const places = page.map((one) => (part === WAITING ? (waitingSince(one) ?? -Infinity) : -one.lastEntryAt))
  const after: Rank = [part, Math.max(-Infinity, ...places)]
  return compareRanks(after, before) > 0 ? after : before
}

export interface Row {
  readonly conversation: ListedConversation
  readonly rank: Rank
}

/** A conversation that stays where it was although it left the list, because somebody has it open. */
export interface Held {
  readonly id: string
  readonly rank: Rank
}

/**
 * The list as it stands: what is known and belongs into it, in its order. What lies beyond what was read is left out: between
 * that and the rest others may stand.
 */
export const rowsOf = (
  known: Iterable<ListedConversation>,
  filter: Filter,
  reach: Rank,
  held: Held | undefined,
): readonly Row[] => {
  const rows: Row[] = []
  for (const conversation of known) {
    const isIn = matches(filter, conversation)
    const rank = !isIn && held?.id === conversation.id ? held.rank : rankOf(filter, conversation)
    if ((isIn && compareRanks(rank, reach) <= 0) || (!isIn && held?.id === conversation.id))
      rows.push({ conversation, rank })
  }
  return rows.sort((a, b) => compareRanks(a.rank, b.rank) || (a.conversation.id < b.conversation.id ? -1 : 1))
}

const isUnread = (conversation: ListedConversation): boolean =>
  conversation.unread > 0 && matches({ view: 'open' }, conversation)

export const countUnread = (known: Iterable<ListedConversation>): number => [...known].filter(isUnread).length

export const countWaiting = (known: Iterable<ListedConversation>): number =>
  [...known].filter((one) => matches({ view: 'open' }, one) && waitingSince(one) !== null).length

/** Every tag of what is known, in alphabetical order. */
export const tagsOf = (known: Iterable<ListedConversation>): readonly string[] =>
  [...new Set([...known].flatMap((one) => one.case?.tags ?? []))].sort()

const SOON_MS = 15 * 60_000
const LATE_MS = 60 * 60_000

/** How it is marked that somebody has waited so long. */
export const urgencyOf = (waitedMs: number): 'danger' | 'warning' | undefined =>
  waitedMs >= LATE_MS ? 'danger' : waitedMs >= SOON_MS ? 'warning' : undefined
