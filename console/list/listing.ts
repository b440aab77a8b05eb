import { signal } from '@preact/signals'
import { dataOf, ParleyProblem, type ListedConversation } from '../../client/index.ts'
import { conversations, forgetConversations, keepConversations } from '../state/conversations.ts'
import { onEvent } from '../state/feed.ts'
import { api } from '../state/session.ts'
import { type Filter, matches, searchOf } from './filter.ts'
import {
  compareRanks,
  END,
  type Part,
  type Rank,
  rankOf,
  reachAfter,
  RECENT,
  rowsOf,
  startOf,
  WAITING,
} from './rows.ts'

/** How far the list that is shown was read. */
export interface Listing {
  readonly filter: Filter
  /** Where reading goes on: the part, and a place within it. */
  readonly part: Part
  readonly cursor: string | null
  readonly reach: Rank
  readonly state: 'loading' | 'more' | 'end' | 'failed'
}

const PAGE = 50
/** A page may hold little or nothing while there is more: reading goes on until so many were found, or so many pages were read. */
const ENOUGH = 20
const MOST_PAGES = 10

const beginningOf = (filter: Filter): Listing => {
  const part = filter.view === 'open' ? WAITING : RECENT
  return { filter, part, cursor: null, reach: startOf(part), state: 'loading' }
}

export const listing = signal<Listing>(beginningOf({ view: 'open' }))

/** Whether more wait than the page knows of. Once all are known, the feed keeps it so. */
export const moreWait = signal(true)

let turn = 0

const readPage = async ({ view, ...filter }: Filter, part: Part, cursor: string | null) => {
  const order = part === WAITING ? 'waiting' : 'recent'
  const query = { status: view, order, limit: PAGE, ...filter, ...(cursor === null ? {} : { cursor }) } as const
  const page = dataOf(await api().GET('/v1/conversations', { params: { query } }))
  if (part === WAITING && Object.keys(filter).length === 0) moreWait.value &&= page.next !== null
  return page
}

/** What stands after a page of the list was read. */
const after = (from: Listing, data: readonly ListedConversation[], next: string | null): Listing => {
  if (next !== null) return { ...from, cursor: next, reach: reachAfter(from.part, data, from.reach) }
  return from.part === WAITING
    ? { ...from, part: RECENT, cursor: null, reach: startOf(RECENT) }
    : { ...from, cursor: null, reach: END, state: 'end' }
}

/** Reads on. Answers the ids of all that was read, or nothing where the list has become another one meanwhile. */
const readOn = async (from: Listing, enough: number, show: (at: Listing) => void): Promise<Set<string> | undefined> => {
  const mine = ++turn
  const read = new Set<string>()
  let at: Listing = { ...from, state: 'loading' }
  let found = 0
  try {
    for (let pages = 0; pages < MOST_PAGES && found < enough && at.state !== 'end'; pages++) {
      const { data, next } = await readPage(at.filter, at.part, at.cursor)
      if (mine !== turn) return
      keepConversations(data)
      for (const one of data) {
        if (!read.has(one.id)) found++
        read.add(one.id)
      }
      at = after(at, data, next)
      show(at)
    }
    listing.value = at.state === 'end' ? at : { ...at, state: 'more' }
  } catch {
    if (mine !== turn) return
    listing.value = { ...at, state: 'failed' }
  }
  return read
}

const isCurrent = (filter: Filter): boolean => searchOf(filter) === searchOf(listing.peek().filter)

const readAgain = async (id: string): Promise<void> => {
  try {
    const path = { conversation: id }
    const told = dataOf(await api().GET('/v1/conversations/{conversation}', { params: { path } }))
    // It carries on in another one, whose id is in the answer.
    if (told.id !== id) forgetConversations([id])
    keepConversations([told])
  } catch (error) {
    if (error instanceof ParleyProblem && error.status === 404) forgetConversations([id])
  }
}

/** What was thought to be in the list, was not read with it and has not changed since: what became of it was missed. */
const doubtful = (before: ReadonlyMap<string, ListedConversation>, read: ReadonlySet<string>): readonly string[] => {
  const { filter, reach } = listing.peek()
  const known = conversations.peek()
  return [...before.values()]
    .filter((one) => matches(filter, one) && compareRanks(rankOf(filter, one), reach) <= 0)
    .filter(({ id, version }) => !read.has(id) && known.get(id)?.version === version)
    .map(({ id }) => id)
}

/** Reads a list from its beginning; one that is shown already stays as it is until that is done. */
export const loadList = async (filter: Filter): Promise<void> => {
  const before = conversations.peek()
  const again = isCurrent(filter) && compareRanks(listing.peek().reach, startOf(RECENT)) > 0
  const shown = again ? rowsOf(before.values(), filter, listing.peek().reach, undefined).length : 0
  listing.value = again ? { ...listing.peek(), state: 'loading' } : beginningOf(filter)
  const read = await readOn(beginningOf(filter), Math.max(ENOUGH, shown), (at) => {
    if (!again) listing.value = { ...at, state: at.state === 'end' ? 'end' : 'loading' }
  })
  if (read === undefined || !again || listing.peek().state === 'failed') return
  for (const id of doubtful(before, read)) await readAgain(id)
}

/** Reads the next of the list that is shown, or tries again what failed. */
export const loadMore = async (): Promise<void> => {
  const at = listing.peek()
  if (at.state !== 'more' && at.state !== 'failed') return
  listing.value = { ...at, state: 'loading' }
  await readOn(at, ENOUGH, (next) => {
    listing.value = next
  })
}

/** Learns who waits, for the counts, where another list is shown. */
export const loadWaiting = async (): Promise<void> => {
  keepConversations((await readPage({ view: 'open' }, WAITING, null)).data)
}

onEvent(({ type, data }) => {
  const idsIn = (field: string): readonly string[] => (Array.isArray(data[field]) ? data[field].map(String) : [])
  if (type === 'conversation.linked') for (const id of idsIn('conversations')) void readAgain(id)
  if (type !== 'contact.erased') return
  const erased = new Set(idsIn('contacts'))
  const gone = [...conversations.peek().values()].filter(({ contact }) => erased.has(contact.id ?? ''))
  forgetConversations(gone.map(({ id }) => id))
})
