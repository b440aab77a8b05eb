import type { Context } from '../context.ts'
import { eventAt } from '../feed-place.ts'
import { readFeed, SEAL_AFTER_MS, type FeedEntry } from '../feed.ts'
import type { Item } from '../ports.ts'
import { endpointRange, replayKey } from '../store/keys.ts'
import { decodeEndpoint, HEARTBEAT_MS, type Endpoint } from './endpoint.ts'
import type { Post } from './post.ts'
import { decodeRetry } from './retries.ts'
import {
  forget,
  goesOn,
  isFor,
  isStopped,
  note,
  Overtaken,
  save,
  send,
  takesTime,
  tellDisabled,
  type Run,
} from './run.ts'
import { PARK_AFTER } from './schedule.ts'

/** Events between two writes of how far a worker has come: so many may be sent again after it died. */
const PAGE = 20
/** Events to try again that are looked at in one run. */
const MOST = 200

interface Replay {
  readonly id: string
  readonly position: number
  readonly to: number
  /** Of one event that was asked for by its id: whatever the filter says. */
  readonly single: boolean
}

const decodeReplay = (item: Item): Replay => ({
  id: item.sk.slice('R#'.length),
  position: Number(item['pos']),
  to: Number(item['to']),
  single: item['single'] === true,
})

/** Events that were not taken and are due, or wait for nothing but the endpoint. */
const sendAgain = async (run: Run): Promise<void> => {
  const { ctx } = run
  const due = [...run.retries.values()].filter(({ at }) => at === undefined || at <= ctx.now())
  for (const { position } of due.toSorted((a, b) => a.position - b.position)) {
    if (isStopped(run) || !takesTime(run)) return
    const entry = await eventAt(ctx, run.endpoint.shop, position)
    if (entry === undefined) await forget(run, position)
    else await send(run, entry)
  }
}

const replay = async (run: Run, { id, position: first, to, single }: Replay): Promise<void> => {
  const { ctx, endpoint } = run
  const key = replayKey(endpoint.id, id)
  let position = first
  while (position < to) {
    const page = await readFeed(ctx, endpoint.shop, position, Math.min(PAGE, to - position))
    for (const entry of page.entries.filter((one) => one.position <= to)) {
      if (isStopped(run) || !takesTime(run)) {
        await ctx.table.update(key, { set: { pos: position } }, { exists: 'to' })
        return
      }
      if (single || isFor(endpoint, entry)) await send(run, entry)
      position = entry.position
    }
    position = Math.max(position, page.position)
    if (page.ended) break
  }
  await ctx.table.delete(key)
}

/** Sends what the feed has after the endpoint's place, in order. */
const follow = async (run: Run): Promise<void> => {
  const { ctx } = run
  for (let ended = false; !ended && goesOn(run);) {
    const { position: before, shop } = run.endpoint
    const page = await readFeed(ctx, shop, before, PAGE)
    for (const entry of page.entries) {
      if (isStopped(run)) return
      if (isFor(run.endpoint, entry)) {
        if (!takesTime(run)) return
        // Before it is sent: where it parks the endpoint, its place is behind it, since it waits to be sent again.
        note(run, { position: entry.position })
        await send(run, entry)
      } else note(run, { position: entry.position })
    }
    if (isStopped(run)) return
    note(run, { position: page.position })
    if (page.position > before && !page.ended) await save(run, 'as it is')
    if (page.waiting) run.soon = ctx.now() + SEAL_AFTER_MS
    ended = page.ended
  }
}

/** The next event of the feed that is for the endpoint, its place moved up to right before it. */
const nextEntry = async (run: Run): Promise<FeedEntry | undefined> => {
  for (;;) {
    const page = await readFeed(run.ctx, run.endpoint.shop, run.endpoint.position, PAGE)
    const entry = page.entries.find((one) => isFor(run.endpoint, one))
    note(run, { position: entry === undefined ? page.position : entry.position - 1 })
    if (entry !== undefined || page.ended) return entry
  }
}

/** One event, in turn one that waits and the next of the feed: were one of them the trouble, the other shows it. */
const probe = async (run: Run, step: number): Promise<void> => {
  const [oldest] = [...run.retries.keys()].toSorted((a, b) => a - b)
  const waiting = oldest === undefined ? undefined : await eventAt(run.ctx, run.endpoint.shop, oldest)
  if (oldest !== undefined && waiting === undefined) await forget(run, oldest)
  const next = await nextEntry(run)
  const entry = step % 2 === 0 ? (next ?? waiting) : (waiting ?? next)
  // Nothing is left to try it with: the next event shows how it is.
  if (entry === undefined) note(run, { parked: undefined, failures: PARK_AFTER - 1 })
  else if ((await send(run, entry)) && entry === next) note(run, { position: entry.position })
}

/** Writes down what came of a run that the endpoint did not stop. */
const finish = async (run: Run, before: Endpoint): Promise<void> => {
  const { position, failures, failingSince } = run.endpoint
  const changed = position !== before.position || failures !== before.failures || failingSince !== before.failingSince
  if (run.soon !== undefined) await save(run, { at: run.soon })
  else if (before.parked !== undefined) await save(run, { at: run.ctx.now() + HEARTBEAT_MS })
  else if (changed) await save(run, 'as it is')
}

const work = async (run: Run, replays: readonly Replay[]): Promise<void> => {
  const before = run.endpoint
  if (before.parked !== undefined) {
    if (before.parked.at > run.ctx.now()) return
    await probe(run, before.parked.step)
  }
  if (goesOn(run)) await sendAgain(run)
  for (const one of replays) if (goesOn(run)) await replay(run, one)
  if (goesOn(run)) await follow(run)
  if (!isStopped(run)) await finish(run, before)
}

/**
 * Sends an endpoint what it is due, signed, in the feed's order but for events it did not take: at least once each, by the same
 * id. Reads what is pending from the table, so that it may be called for any reason, at any time; begins nothing that would
 * not be over by `deadline` (ms since epoch). Throws for errors of the store alone.
 */
export const notify = async (ctx: Context, post: Post, id: string, deadline = Infinity): Promise<void> => {
  const { items } = await ctx.table.query({ ...endpointRange(id), limit: MOST, consistent: true })
  const [item, ...others] = items
  if (item?.['settings'] === undefined) return
  const endpoint = decodeEndpoint(item)
  if (endpoint.off !== undefined) {
    if (item['dpk'] !== undefined) await tellDisabled(ctx, endpoint)
    return
  }
  const retries = others.filter(({ sk }) => sk.startsWith('P#')).map(decodeRetry)
  const replays = others.filter(({ sk }) => sk.startsWith('R#')).map(decodeReplay)
  const run: Run = {
    ctx,
    post,
    deadline,
    endpoint,
    retries: new Map(retries.map((retry) => [retry.position, retry])),
    soon: undefined,
  }
  try {
    await work(run, replays)
  } catch (error) {
    if (!(error instanceof Overtaken)) throw error
    ctx.log('webhook_overtaken', { endpoint: id })
  }
}
