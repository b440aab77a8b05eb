import { positionBefore } from '../feed-place.ts'
import { readFeed } from '../feed.ts'
import type { Item } from '../ports.ts'
import { replayKey } from '../store/keys.ts'
import { isFor, isStopped, PAGE, send, takesTime, type Run } from './run.ts'

/** What somebody asked to have sent again, as the endpoint's worker finds it. */
export interface Replay {
  readonly id: string
  /** Whose feed it is of; absent where the endpoint is a shop's. */
  readonly shop: string | undefined
  /** Undefined until the time it is to begin at was looked for. */
  readonly position: number | undefined
  readonly to: number
  /** Of a range that was not looked for yet: ms since epoch. */
  readonly since: number
  readonly until: number
  /** Of one event that was asked for by its id: whatever the filter says. */
  readonly single: boolean
}

export const decodeReplay = (item: Item): Replay => ({
  id: item.sk.slice('R#'.length),
  shop: item['shop'] === undefined ? undefined : String(item['shop']),
  position: item['pos'] === undefined ? undefined : Number(item['pos']),
  to: Number(item['to'] ?? 0),
  since: Number(item['since'] ?? 0),
  until: Number(item['until'] ?? 0),
  single: item['single'] === true,
})

/** What it was not sent yet it is sent without asking. */
const rangeOf = async ({ ctx, endpoint, shop }: Run, { position, to, since, until }: Replay) =>
  position === undefined
    ? [await positionBefore(ctx, shop, since), Math.min(await positionBefore(ctx, shop, until + 1), endpoint.position)]
    : [position, to]

/** Sends it, in the feed that is being worked; where time is out or the endpoint fails, the rest waits for the next run. */
export const sendReplay = async (run: Run, asked: Replay): Promise<void> => {
  const { ctx, endpoint, shop } = run
  const key = replayKey(endpoint.id, asked.id)
  const [first = 0, to = 0] = await rangeOf(run, asked)
  let position = first
  while (position < to) {
    const page = await readFeed(ctx, shop, position, Math.min(PAGE, to - position))
    for (const entry of page.entries.filter((one) => one.position <= to)) {
      if (isStopped(run) || !takesTime(run)) {
        await ctx.table.update(key, { set: { pos: position, to } }, { exists: 'v' })
        return
      }
      if (asked.single || isFor(endpoint, entry)) await send(run, entry)
      position = entry.position
    }
    position = Math.max(position, page.position)
    if (page.ended) break
  }
  await ctx.table.delete(key)
}
