import type { Case } from '../schema/conversation.ts'
import type { Alias } from '../schema/identity.ts'
import type { Author } from '../schema/message.ts'
import { placeInTime } from './order.ts'
import { joinSaid, NOTHING_SAID, type Said } from './said.ts'

/**
 * The head of a conversation is a join of everything folded into it: maxima and capped sets, no counters. `join` is
 * commutative, associative and idempotent, so replays, reordering and racing writers end in the same head, and two
 * heads that prove to be one conversation are merged by the same function.
 */
export interface HeadState {
  /** The customer's identities, each with when it was last stated: the latest of a type is written to. */
  readonly peers: readonly Dated<Alias>[]
  /** Identities that are this customer's no more: a number given up, or claimed by somebody else. */
  readonly ended: readonly Dated<Alias>[]
  readonly thread?: Alias
  readonly contact: ContactMark | null
  readonly participants: readonly Dated<Author>[]
  /** The earliest entry by first-seen time. */
  readonly first: Mark | null
  /** The latest entry of the timeline, as of its newest version. */
  readonly last: (Mark & { readonly text: string; readonly by: string; readonly rev: number }) | null
  /** The customer's latest message by first-seen time: the reply window counts from it. */
  readonly lastInbound: Mark | null
  /** The latest provider time of a message of the customer. */
  readonly lastInboundAt: number
  /** Messages of the customer that may be unread or unanswered. */
  readonly open: readonly Mark[]
  readonly answers: readonly AnswerMark[]
  readonly asks: readonly AskMark[]
  readonly close: CloseMark | null
  /** What the shop has read, up to this first-seen time. */
  readonly readMark: number
  /** What the customer got and read of the shop's messages, where the channel tells marks instead of receipts. */
  readonly deliveredUpTo: number
  readonly readUpTo: number
  /** Conversations whose entries belong to this one too. */
  readonly linked: readonly string[]
  /** What the shop said of the conversation and its case. */
  readonly said: Said
  /** When metadata or ids of other systems, which are kept apart, last changed; 0: there are none. */
  readonly detailsAt: number
  /** The same of its cases. */
  readonly caseDetailsAt: number
}

/** Whom the conversation is with, as of what was known of them when it was written down. */
export interface ContactMark {
  /** The contact they are shown as. */
  readonly id: string
  readonly name: string | null
  /** Version of the person's own record. */
  readonly version: number
  /** The person, where the shop merged them into another contact; and the version of that one. */
  readonly person?: string
  readonly rev?: number
  /** When they were first seen, in a thread in which others may write too: it is with who was there first. */
  readonly since?: number
}

export const personOf = (mark: ContactMark): string => mark.person ?? mark.id

/** Something stated, with when it was first seen: the latest statement wins. */
export type Dated<T> = T & { readonly seen: number }

/** An entry as the head remembers it. `seen` orders what an agent could know when answering; `at` is the provider's time. */
export interface Mark {
  readonly seen: number
  readonly at: number
  /** The beginning of the entry's id: enough to tell the entries of one conversation apart. */
  readonly id: string
}

const MARK_ID_LENGTH = 6
/** Marks an entry by its times and the beginning of its id, after the four letters of its kind. */
export const markOf = (entry: { readonly firstSeenAt: number; readonly at: number; readonly id: string }): Mark => ({
  seen: entry.firstSeenAt,
  at: entry.at,
  id: entry.id.slice(4, 4 + MARK_ID_LENGTH),
})
/** What the shop said answers everything first seen before it, unless it failed. The later word on it counts. */
export interface AnswerMark extends Mark {
  /** 0 as accepted, 1 once it failed, 2 when it proved to have arrived after all. */
  readonly rev: number
  readonly failed?: true
}
/** A question asked as numbered text, so that "2" can be read later. */
export interface AskMark {
  readonly message: string
  readonly at: number
  /** Answers that were projected before the question have been read again. */
  readonly reread?: true
}
/** The close of a case, with the case as it was. `by` is the key of the close and makes the id of the next case. */
export interface CloseMark {
  readonly view: Case
  readonly at: number
  readonly by: string
  /** The shop opened the case again: it carries on, unless a message of the customer had begun the next one by then. */
  readonly reopenedAt?: number
}

/** One more than `unread` counts to, since the oldest is always kept, also when it was answered. */
const MAX_OPEN = 51
/** The first of the case, and those late enough that they may still fail. More would cost every message a write unit. */
const MAX_ANSWERS = 4
const MAX_ASKS = 5
const MAX_PARTICIPANTS = 20
const MAX_PEERS = 8

export const EMPTY_HEAD: HeadState = {
  peers: [],
  ended: [],
  contact: null,
  participants: [],
  first: null,
  last: null,
  lastInbound: null,
  lastInboundAt: 0,
  open: [],
  answers: [],
  asks: [],
  close: null,
  readMark: 0,
  deliveredUpTo: 0,
  readUpTo: 0,
  linked: [],
  said: NOTHING_SAID,
  detailsAt: 0,
  caseDetailsAt: 0,
}

type Order<T> = (a: T, b: T) => number
const compare = <T extends number | string>(a: T, b: T): number => (a < b ? -1 : Number(a > b))
const bySeen: Order<Mark> = (a, b) => a.seen - b.seen || compare(a.id, b.id)
const byTime: Order<Mark> = (a, b) => placeInTime(a.at, a.seen) - placeInTime(b.at, b.seen) || bySeen(a, b)

const pick = <T>(a: T | null, b: T | null, better: (x: T, y: T) => boolean): T | null => {
  if (a === null || b === null) return a ?? b
  return better(b, a) ? b : a
}
const unite = <T>(a: readonly T[], b: readonly T[], id: (item: T) => string, merge: (x: T, y: T) => T): T[] => {
  const all = new Map<string, T>()
  for (const item of [...a, ...b]) {
    const known = all.get(id(item))
    all.set(id(item), known === undefined ? item : merge(known, item))
  }
  return [...all.values()]
}

const uniteAnswers = (a: readonly AnswerMark[], b: readonly AnswerMark[]): AnswerMark[] =>
  unite(
    a,
    b,
    (mark) => mark.id,
    (x, y) => (y.rev > x.rev || (y.rev === x.rev && y.failed) ? y : x),
  ).sort(bySeen)

/** Keeps the first, which dates the beginning, and the latest. */
const ends = <T>(sorted: readonly T[], max: number): readonly T[] =>
  sorted.length <= max ? sorted : [sorted[0] as T, ...sorted.slice(sorted.length - max + 1)]

/** Drops what no view needs any more: messages of closed cases, and those before answers too old to fail. */
const prune = (state: HeadState): HeadState => {
  const closedAt = state.close?.at ?? 0
  const answers = state.answers.filter((mark) => mark.seen > closedAt)
  const settled = answers.length > MAX_ANSWERS ? (answers[1] as AnswerMark).seen : 0
  const current = state.open.filter((mark) => mark.seen > closedAt)
  const open = current.filter((mark, index) => index === 0 || mark.seen > settled)
  return {
    ...state,
    open: ends(open, MAX_OPEN),
    answers: ends(answers, MAX_ANSWERS),
    asks: state.asks.slice(-MAX_ASKS),
  }
}

const aliasId = ({ type, value }: Alias): string => `${type} ${value}`
const newer = <T extends { readonly seen: number }>(x: T, y: T): T =>
  y.seen > x.seen || (y.seen === x.seen && JSON.stringify(y) < JSON.stringify(x)) ? y : x
const newestFirst: Order<Dated<Alias>> = (x, y) => y.seen - x.seen || compare(aliasId(x), aliasId(y))
const uniteAsks = (a: readonly AskMark[], b: readonly AskMark[]): AskMark[] =>
  unite(
    a,
    b,
    (ask) => ask.message,
    (x, y) => (x.reread ? x : y),
  ).sort((x, y) => x.at - y.at || compare(x.message, y.message))

const isNewer = (a: ContactMark, b: ContactMark): boolean =>
  a.version !== b.version
    ? a.version > b.version
    : (a.rev ?? 0) !== (b.rev ?? 0)
      ? (a.rev ?? 0) > (b.rev ?? 0)
      : a.id < b.id

const joinContact = (a: ContactMark | null, b: ContactMark | null): ContactMark | null => {
  if (a === null || b === null) return a ?? b
  const [first, second] = (a.since ?? 0) <= (b.since ?? 0) ? [a, b] : [b, a]
  if (personOf(a) !== personOf(b) && first.since !== second.since) return first
  const newest = isNewer(a, b) ? a : b
  return first.since === undefined ? newest : { ...newest, since: first.since }
}

const joinClose = (a: CloseMark | null, b: CloseMark | null): CloseMark | null =>
  pick(a, b, (x, y) =>
    x.at !== y.at
      ? x.at > y.at
      : x.by !== y.by
        ? x.by > y.by
        : x.reopenedAt !== undefined && y.reopenedAt === undefined,
  )

export const join = (a: HeadState, b: HeadState): HeadState => {
  const thread = a.thread ?? b.thread
  return prune({
    peers: unite(a.peers, b.peers, aliasId, newer).sort(newestFirst).slice(0, MAX_PEERS),
    ended: unite(a.ended, b.ended, aliasId, newer).sort(newestFirst).slice(0, MAX_PEERS),
    ...(thread === undefined ? {} : { thread }),
    contact: joinContact(a.contact, b.contact),
    participants: unite(a.participants, b.participants, (author) => author.id ?? author.name ?? '', newer)
      .sort((x, y) => compare(x.id ?? x.name ?? '', y.id ?? y.name ?? ''))
      .slice(0, MAX_PARTICIPANTS),
    first: pick(a.first, b.first, (x, y) => bySeen(x, y) < 0),
    last: pick(a.last, b.last, (x, y) => byTime(x, y) > 0 || (x.id === y.id && x.rev > y.rev)),
    lastInboundAt: Math.max(a.lastInboundAt, b.lastInboundAt),
    lastInbound: pick(a.lastInbound, b.lastInbound, (x, y) => bySeen(x, y) > 0),
    open: unite(
      a.open,
      b.open,
      (mark) => mark.id,
      (x) => x,
    ).sort(bySeen),
    answers: uniteAnswers(a.answers, b.answers),
    asks: uniteAsks(a.asks, b.asks),
    close: joinClose(a.close, b.close),
    readMark: Math.max(a.readMark, b.readMark),
    deliveredUpTo: Math.max(a.deliveredUpTo, b.deliveredUpTo),
    readUpTo: Math.max(a.readUpTo, b.readUpTo),
    linked: [...new Set([...a.linked, ...b.linked])].sort(compare),
    said: joinSaid(a.said, b.said),
    detailsAt: Math.max(a.detailsAt, b.detailsAt),
    caseDetailsAt: Math.max(a.caseDetailsAt, b.caseDetailsAt),
  })
}

/** The customer's identities to write to: of each type the one stated last, and none that ended since. */
export const currentPeers = (state: HeadState): Alias[] => {
  const over = (peer: Dated<Alias>): boolean =>
    state.ended.some((ended) => aliasId(ended) === aliasId(peer) && ended.seen >= peer.seen)
  const seen = new Set<string>()
  return state.peers
    .filter((peer) => !over(peer) && !seen.has(peer.type) && seen.add(peer.type))
    .map(({ type, value }) => ({ type, value }))
    .sort((a, b) => Number(b.type === 'phone') - Number(a.type === 'phone'))
}
