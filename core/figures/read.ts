import { listChannels } from '../accounts.ts'
import type { Context } from '../context.ts'
import { DAY_MS } from '../feed.ts'
import { reachesAccount, type Principal } from '../reach.ts'
import type { Answered, ResponseFigures, ResponseTimes } from '../schema/figures.ts'
import { beginningOf, countDay, countedDays, dayOf, type Counts } from './day.ts'
import { quantileOf, sizeOf, sumOf, type Histogram } from './histogram.ts'
import { waitingNow, whoWaits, type Waiting } from './waiting.ts'

/** First answers that one call reads: of days that were not counted yet, and of the last hours. Some 200 read units. */
const MAX_ANSWERS = 10_000

type Store = Pick<Context, 'table' | 'directory' | 'capabilities' | 'now'>

interface Day {
  readonly day: string
  readonly counts: Counts
}

/** The last days, the earliest first. The latest are counted first, where there is more to count than one call does. */
const readDays = async (
  ctx: Store,
  shop: string,
  from: number,
  today: number,
): Promise<{ readonly days: readonly Day[]; readonly complete: boolean }> => {
  const known = await countedDays(ctx, shop, from, today)
  const allowance = { left: MAX_ANSWERS }
  const days: Day[] = []
  let complete = true
  for (let start = today; start >= from; start -= DAY_MS) {
    const day = dayOf(start)
    const counted = await countDay(ctx, shop, start, known.get(day), allowance)
    days.unshift({ day, counts: counted.counts })
    complete &&= counted.complete
  }
  return { days, complete }
}

const answeredIn = (histogram: Histogram): Answered => ({
  answered: sizeOf(histogram),
  medianMs: quantileOf(histogram, 0.5),
  p90Ms: quantileOf(histogram, 0.9),
})

const figuresOf = (days: readonly Day[], waiting: readonly Waiting[], capped: boolean): ResponseFigures => {
  const byDay = days.map(({ day, counts }) => ({ day, times: sumOf(counts.values()) }))
  return {
    waiting: waitingNow(waiting, capped),
    ...answeredIn(sumOf(byDay.map(({ times }) => times))),
    days: byDay.map(({ day, times }) => ({ day, ...answeredIn(times) })),
  }
}

const channelOf = (account: string): string => account.slice(0, account.indexOf(' '))

/** The days with those accounts alone that are meant. */
const only = (days: readonly Day[], isMeant: (channel: string, account: string) => boolean): readonly Day[] =>
  days.map(({ day, counts }) => {
    const meant = [...counts].filter(([name]) => isMeant(channelOf(name), name.slice(channelOf(name).length + 1)))
    return { day, counts: new Map(meant) }
  })

/** How long customers waited for the first answer over so many days, today among them, and who waits now. */
export const readResponseTimes = async (ctx: Store, principal: Principal, count: number): Promise<ResponseTimes> => {
  const to = ctx.now()
  const today = beginningOf(to)
  const from = today - (count - 1) * DAY_MS
  const counted = await readDays(ctx, principal.shop, from, today)
  const { waiting, capped } = await whoWaits(ctx, principal)
  const days = only(counted.days, (channel, account) => reachesAccount(principal, channel, account))
  const channels = new Set([
    ...listChannels(ctx, principal).map(({ channel }) => channel),
    ...days.flatMap(({ counts }) => Array.from(counts.keys(), channelOf)),
    ...waiting.map(({ channel }) => channel),
  ])
  const figures = [...channels].sort().map((channel) => ({
    channel,
    ...figuresOf(
      only(days, (of) => of === channel),
      waiting.filter((one) => one.channel === channel),
      capped,
    ),
  }))
  const all = figuresOf(days, waiting, capped)
  return { from, to, days: count, complete: counted.complete, channels: figures, all }
}
