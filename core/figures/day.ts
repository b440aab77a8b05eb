import type { Context } from '../context.ts'
import { DAY_MS } from '../feed.ts'
import type { Item, Page } from '../ports.ts'
import { figuresOfDayKey, figuresOfDaysRange, firstAnswersRange } from '../store/keys.ts'
import { histogramOf, sumOf, type Histogram } from './histogram.ts'

type Store = Pick<Context, 'table' | 'now'>

/** Figures are asked for up to 90 days back. */
const KEPT_MS = 100 * DAY_MS
/** After this whatever was answered has been projected, but for what is late; that makes its day be counted again. */
export const SETTLED_MS = 2 * 3_600_000
/** Two writers that raced may have kept two first answers of one case; as far apart as this they are told to be one, also beyond midnight. */
const OVERLAP_MS = 10 * 60_000
/** So many of a day that is not over are worth a write, so as not to be read again. */
const WORTH_KEEPING = 1000
/** First answers read from the table at once. */
const PAGE = 500

export const forgottenAt = (at: number): number => Math.ceil((at + KEPT_MS) / 1000)

export const beginningOf = (at: number): number => Math.floor(at / DAY_MS) * DAY_MS
export const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 'YYYY-MM-DD'.length)

/** By account: its channel, a space, and its id. */
export type Counts = ReadonlyMap<string, Histogram>

/** What is counted of a day. */
interface Counted {
  readonly counts: Counts
  /** Everything before this time is in it. */
  readonly upTo: number
}

const encodeCounts = (counts: Counts): string =>
  JSON.stringify(Object.fromEntries(Array.from(counts, ([account, histogram]) => [account, [...histogram].flat()])))

const pairs = (flat: readonly number[]): Histogram =>
  new Map(flat.flatMap((bucket, index) => (index % 2 === 0 ? [[bucket, flat[index + 1] ?? 0] as const] : [])))

const decodeCounted = (item: Item): Counted => {
  const stored = JSON.parse(String(item['counts'])) as Readonly<Record<string, readonly number[]>>
  return {
    counts: new Map(Object.entries(stored).map(([account, flat]) => [account, pairs(flat)])),
    upTo: Number(item['upto']),
  }
}

interface Answer {
  readonly case: string
  readonly at: number
  readonly account: string
  readonly waited: number
}

const answerOf = ({ sk, ...item }: Item): Answer => {
  const [, at, id = ''] = sk.split('#')
  return { case: id, at: Number(at), account: `${item['ch']} ${item['ac']}`, waited: Number(item['w']) }
}

/** How many more first answers a call may read: what one costs is bounded, however much there is. */
export interface Allowance {
  left: number
}

/** In order, each case once; `all` is false where the allowance ended before. */
const answersIn = async (
  store: Store,
  shop: string,
  { from, to }: { readonly from: number; readonly to: number },
  allowance: Allowance,
): Promise<{ readonly answers: readonly Answer[]; readonly all: boolean }> => {
  const byCase = new Map<string, Answer>()
  let after: Page['next']
  do {
    if (allowance.left <= 0) return { answers: [...byCase.values()], all: false }
    const limit = Math.min(PAGE, allowance.left)
    const page: Page = await store.table.query({
      ...firstAnswersRange(shop, from, to),
      limit,
      ...(after ? { after } : {}),
    })
    for (const answer of page.items.map(answerOf)) if (!byCase.has(answer.case)) byCase.set(answer.case, answer)
    allowance.left -= page.items.length
    after = page.next
  } while (after !== undefined)
  return { answers: [...byCase.values()], all: true }
}

const withAnswers = (counts: Counts, answers: readonly Answer[]): Counts => {
  const byAccount = Map.groupBy(answers, ({ account }) => account)
  const added = Array.from(byAccount, ([account, of]) => {
    const times = histogramOf(of.map(({ waited }) => waited))
    return [account, sumOf([counts.get(account) ?? new Map(), times])] as const
  })
  return new Map([...counts, ...added])
}

/** Kept for those who ask next, unless another call did so meanwhile. */
const keepCounted = async (
  store: Store,
  shop: string,
  start: number,
  before: Counted | undefined,
  { counts, upTo }: Counted,
): Promise<void> => {
  await store.table.put(
    {
      ...figuresOfDayKey(shop, dayOf(start)),
      v: 1,
      upto: upTo,
      counts: encodeCounts(counts),
      ttl: forgottenAt(start),
    },
    before ? { eq: ['upto', before.upTo] } : { absent: 'pk' },
  )
}

/** What was counted before, by the day. */
export const countedDays = async (
  store: Store,
  shop: string,
  from: number,
  to: number,
): Promise<ReadonlyMap<string, Counted>> => {
  const range = figuresOfDaysRange(shop, dayOf(from), dayOf(to))
  const days = new Map<string, Counted>()
  let after: Page['next']
  do {
    const page: Page = await store.table.query({ ...range, ...(after ? { after } : {}) })
    for (const item of page.items) days.set(item.sk.slice('D#'.length), decodeCounted(item))
    after = page.next
  } while (after !== undefined)
  return days
}

/**
 * Counts a day on from where it was counted to, and keeps what is settled: once it is over, for good. `complete` is false where the
 * allowance did not reach to its end; the next call goes on.
 */
export const countDay = async (
  store: Store,
  shop: string,
  start: number,
  known: Counted | undefined,
  allowance: Allowance,
): Promise<{ readonly counts: Counts; readonly complete: boolean }> => {
  const end = start + DAY_MS
  if (known !== undefined && known.upTo >= end) return { counts: known.counts, complete: true }
  const from = known?.upTo ?? start
  const { answers, all } = await answersIn(store, shop, { from: from - OVERLAP_MS, to: end }, allowance)
  const read = all ? end : (answers.at(-1)?.at ?? from)
  const upTo = Math.max(from, Math.min(read, store.now() - SETTLED_MS))
  const isSettled = ({ at }: Answer): boolean => at < upTo
  const fresh = answers.filter(({ at }) => at >= from)
  const settled = withAnswers(known?.counts ?? new Map(), fresh.filter(isSettled))
  if (upTo === end || fresh.filter(isSettled).length >= WORTH_KEEPING)
    await keepCounted(store, shop, start, known, { counts: settled, upTo })
  return {
    counts: withAnswers(
      settled,
      fresh.filter((answer) => !isSettled(answer)),
    ),
    complete: all,
  }
}

/** Something of the day came late, or was taken back: it is counted anew when it is asked for. */
export const recount = async (store: Store, shop: string, at: number): Promise<void> => {
  await store.table.delete(figuresOfDayKey(shop, dayOf(at)))
}
