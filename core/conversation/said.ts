import type { Case, Control } from '../schema/conversation.ts'

/**
 * What the shop last said about one thing. The later word wins, by time and then by who said it, so that the order in which
 * they are read does not matter.
 */
export interface Word<T> {
  readonly at: number
  /** Beginning of the key of the fact that said it. */
  readonly by: string
  readonly value: T
  /** The case it was said of; nothing where it is of the conversation. */
  readonly of?: string
  /** A snooze that ran out. Once it is over it stays so. */
  readonly over?: true
}

/** A case is put aside until a time, in ms, or until the customer writes; the latter ends both. */
export type Aside = number | 'pending'

/** By thing: those of a case, which end with it, and those of the conversation. */
export interface Said {
  readonly assignee?: Word<string | null>
  readonly tags?: Word<readonly string[]>
  /** What the case is put aside for; null ends it. */
  readonly snooze?: Word<Aside | null>
  readonly language?: Word<string | null>
  readonly control?: Word<Control>
}

const OF_CASE = ['assignee', 'tags', 'snooze'] as const
const OF_CONVERSATION = ['language', 'control'] as const
const THINGS = [...OF_CASE, ...OF_CONVERSATION] as const
type Thing = (typeof THINGS)[number]

export const NOTHING_SAID: Said = {}

const MARK_LENGTH = 8
/** Enough of a fact's key or a case's id to tell those of one conversation apart. */
export const shortMark = (id: string): string => id.replace(/^cas_/, '').slice(0, MARK_LENGTH)

const isLater = (a: Word<unknown>, b: Word<unknown>): boolean => a.at > b.at || (a.at === b.at && a.by > b.by)

const joinWord = <T>(a: Word<T> | undefined, b: Word<T> | undefined): Word<T> | undefined => {
  if (a === undefined || b === undefined) return a ?? b
  if (a.at === b.at && a.by === b.by) return a.over ? a : b
  return isLater(a, b) ? a : b
}

const built = (word: (thing: Thing) => Said[Thing] | undefined): Said =>
  Object.fromEntries(
    THINGS.flatMap((thing) => {
      const value = word(thing)
      return value === undefined ? [] : [[thing, value] as const]
    }),
  )

export const joinSaid = (a: Said, b: Said): Said =>
  built((thing) => joinWord<unknown>(a[thing], b[thing]) as Said[Thing])

/** What stays true of a conversation that carries on in another one. */
export const withoutCase = (said: Said): Said =>
  built((thing) => ((OF_CASE as readonly Thing[]).includes(thing) ? undefined : said[thing]))

/** When the last word was said: the next one has to be later, also by a clock that is behind. */
export const lastWordAt = (said: Said): number =>
  THINGS.reduce((latest, thing) => Math.max(latest, said[thing]?.at ?? 0), 0)

/** The snooze that holds a case: neither over nor ended by a later word of the customer. */
export const standingSnooze = (
  { snooze }: Said,
  id: string,
  lastInboundSeen: number,
): (Word<Aside | null> & { readonly value: Aside }) | undefined =>
  snooze !== undefined &&
  snooze.value !== null &&
  snooze.over === undefined &&
  snooze.of === shortMark(id) &&
  lastInboundSeen <= snooze.at
    ? { ...snooze, value: snooze.value }
    : undefined

const asideOf = (aside: Aside): Partial<Case> =>
  aside === 'pending' ? { status: 'pending' } : { status: 'snoozed', snoozedUntil: aside }

/** An open case with what the shop said of it. */
export const withSaid = (open: Case, said: Said, lastInboundSeen: number): Case => {
  const of = shortMark(open.id)
  const snooze = standingSnooze(said, open.id, lastInboundSeen)
  return {
    ...open,
    ...(said.assignee?.of === of ? { assignee: said.assignee.value } : {}),
    ...(said.tags?.of === of ? { tags: [...said.tags.value] } : {}),
    ...(snooze ? asideOf(snooze.value) : {}),
  }
}

type StoredWord = readonly [before: number, by: string, value: unknown, of?: string, over?: 1]
export type StoredSaid = Readonly<Record<string, StoredWord>>

/** As the head stores it: by first letters, times counted from the conversation's beginning. */
export const encodeSaid = (begin: number, said: Said): StoredSaid =>
  Object.fromEntries(
    THINGS.flatMap((thing) => {
      const word = said[thing]
      if (word === undefined) return []
      const { at, by, value, of, over } = word
      const stored: StoredWord =
        of === undefined ? [at - begin, by, value] : over ? [at - begin, by, value, of, 1] : [at - begin, by, value, of]
      return [[thing.slice(0, 1), stored]]
    }),
  )

export const decodeSaid = (begin: number, stored: StoredSaid): Said =>
  built((thing) => {
    const word = stored[thing.slice(0, 1)]
    if (word === undefined) return undefined
    const [before, by, value, of, over] = word
    return {
      at: begin + before,
      by,
      value,
      ...(of === undefined ? {} : { of }),
      ...(over === undefined ? {} : { over: true }),
    } as Said[Thing]
  })
