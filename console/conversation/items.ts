import type { Entry, Message } from '../../client/index.ts'
import { bareSubject } from './fold.ts'

type Bubble = Exclude<Entry, { readonly type: 'activity' }>

/** A line of the timeline as it is shown. */
export type Item =
  | { readonly kind: 'day'; readonly key: string; readonly at: number }
  | {
      readonly kind: 'entry'
      readonly key: string
      readonly entry: Entry
      /** Begins and ends what one author said in one go. */
      readonly first: boolean
      readonly last: boolean
      /** Another subject than the mail before had. */
      readonly subject: string | null
    }

/** How long somebody may pause within one go. */
const PAUSE_MS = 5 * 60_000

const dayOf = (at: number): string => new Date(at).toDateString()

const authorOf = (entry: Bubble): string => {
  const { kind, id, name } = entry.author
  return [entry.type, entry.type === 'message' ? entry.direction : '', kind, id ?? name ?? ''].join(' ')
}

const goesOn = (before: Entry | undefined, entry: Entry): boolean =>
  before !== undefined &&
  before.type !== 'activity' &&
  entry.type !== 'activity' &&
  authorOf(before) === authorOf(entry) &&
  entry.at - before.at < PAUSE_MS &&
  dayOf(before.at) === dayOf(entry.at)

const IN_TROUBLE: ReadonlySet<Message['status']> = new Set([
  'held',
  'unknown',
  'failed',
  'partially_failed',
  'cancelled',
  'expired',
])

const targetOf = (entry: Entry): string | undefined =>
  entry.type === 'message' && entry.content?.type === 'reaction' && !IN_TROUBLE.has(entry.status)
    ? entry.content.target
    : undefined

/** The shop's reaction to each message, by the id of that one: a channel keeps the last one. */
export const ownReactions = (entries: readonly Entry[]): ReadonlyMap<string, Message> => {
  const byTarget = new Map<string, Message>()
  for (const entry of entries) {
    const target = targetOf(entry)
    if (target !== undefined && entry.type === 'message') byTarget.set(target, entry)
  }
  return byTarget
}

/** Entries by day and author. Reactions of the shop are shown with what they react to, where that is here. */
export const itemsOf = (entries: readonly Entry[]): readonly Item[] => {
  const ids = new Set(entries.map(({ id }) => id))
  const shown = entries.filter((entry) => !ids.has(targetOf(entry) ?? ''))
  let subject: string | undefined
  return shown.flatMap((entry, index): readonly Item[] => {
    const [before, after] = [shown[index - 1], shown[index + 1]]
    const own = entry.type === 'message' ? entry.subject : undefined
    const changed =
      own !== undefined && own !== '' && (subject === undefined || bareSubject(own) !== bareSubject(subject))
    subject = own ?? subject
    const isDay = before === undefined || dayOf(before.at) !== dayOf(entry.at)
    const first = !goesOn(before, entry) || changed
    const last = after === undefined || !goesOn(entry, after)
    return [
      ...(isDay ? [{ kind: 'day' as const, key: dayOf(entry.at), at: entry.at }] : []),
      { kind: 'entry', key: entry.id, entry, first, last, subject: changed ? own : null },
    ]
  })
}

/** Finds what is quoted: by our id, or by the provider's of a message or of one of its parts. */
export const quotedIn = (
  entries: readonly Entry[],
  { id, providerId }: NonNullable<Message['replyTo']>,
): Entry | undefined =>
  entries.find(
    (entry) =>
      entry.id === id ||
      (providerId !== undefined &&
        entry.type === 'message' &&
        (entry.providerId === providerId || entry.parts.some((part) => part.providerId === providerId))),
  )
