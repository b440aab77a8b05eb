import type { Context } from '../context.ts'
import { appendEvent, eventAt, readFeed, SEAL_AFTER_MS, type FeedEntry } from '../feed.ts'
import type { Item } from '../ports.ts'
import { endpointRange, replayKey } from '../store/keys.ts'
import { attempt } from './attempts.ts'
import { decodeEndpoint, HEARTBEAT_MS, passes, saveProgress, type Due, type Endpoint } from './endpoint.ts'
import { POST_TIMEOUT_MS, succeeded, type DeliveryOutcome, type Post } from './post.ts'
import { decodeRetry, giveUp, putRetry, removeRetry, type Retry } from './retries.ts'
import { DISABLE_AFTER_MS, MAX_ATTEMPTS, PARK_AFTER, pauseAfter, TRIED_FOR_MS } from './schedule.ts'

/** Events between two writes of how far a worker has come: so many may be sent again after it died. */
const PAGE = 20
/** Events to try again that are looked at in one run. */
const MOST = 200

/** Somebody else works the endpoint, or it was changed or deleted: what this worker knows is not so any more. */
class Overtaken extends Error {
  override readonly name = 'Overtaken'
}

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

/** What a worker does to one endpoint in one run. */
interface Run {
  readonly ctx: Context
  readonly post: Post
  readonly deadline: number
  readonly retries: Map<number, Retry>
  endpoint: Endpoint
  /** When it goes on, where that is sooner than the heartbeat. */
  soon: number | undefined
}

const hasTime = ({ ctx, deadline }: Run): boolean => ctx.now() + POST_TIMEOUT_MS <= deadline
const isStopped = ({ endpoint }: Run): boolean => endpoint.off !== undefined || endpoint.parked !== undefined

/** An endpoint is not told of what it did not take itself: that would go on for ever. */
const isFor = ({ id, settings }: Endpoint, entry: FeedEntry): boolean =>
  passes(settings, entry) && !(entry.event.type === 'item.quarantined' && entry.event.data['endpoint'] === id)

const note = (run: Run, change: Partial<Endpoint>): void => {
  run.endpoint = { ...run.endpoint, ...change }
}

const save = async (run: Run, due: Due): Promise<void> => {
  const saved = await saveProgress(run.ctx, run.endpoint, run.endpoint, due)
  if (saved === undefined) throw new Overtaken('the endpoint has another worker')
  run.endpoint = saved
}

/** Nothing more is sent until somebody enables it. Told before it is taken out of the due index, or a crash would keep it quiet. */
const tellDisabled = async (ctx: Context, endpoint: Endpoint): Promise<void> => {
  const { id, shop, off, failingSince } = endpoint
  const data = { id, reason: off, failingSince: failingSince ?? null }
  const key = [id, String(off), String(failingSince)]
  await appendEvent(ctx, { type: 'webhook.disabled', shop, subject: id, key, data })
  ctx.log('webhook_disabled', { endpoint: id, reason: off ?? null })
  await saveProgress(ctx, endpoint, endpoint, 'never')
}

const turnOff = async (run: Run, off: 'gone' | 'failing'): Promise<void> => {
  note(run, { off, parked: undefined })
  await save(run, { at: run.ctx.now() + HEARTBEAT_MS })
  await tellDisabled(run.ctx, run.endpoint)
}

/** Stands still at its place in the feed: nothing more is kept to be tried again, and one event at a time is tried. */
const park = async (run: Run, step: number, askedMs: number | undefined): Promise<void> => {
  const { ctx, endpoint, retries } = run
  const at = ctx.now() + pauseAfter(step, ctx.random, askedMs)
  const waiting = [...retries.values()].filter((retry) => retry.at !== undefined)
  for (const retry of waiting) await keep(run, { ...retry, at: undefined })
  note(run, { parked: { step, at } })
  await save(run, { at })
  if (step === PARK_AFTER) ctx.log('webhook_parked', { endpoint: endpoint.id })
}

const keep = async (run: Run, retry: Retry): Promise<void> => {
  await putRetry(run.ctx, run.endpoint.id, retry)
  run.retries.set(retry.position, retry)
}

const forget = async (run: Run, position: number): Promise<void> => {
  if (!run.retries.delete(position)) return
  await removeRetry(run.ctx, run.endpoint.id, position)
}

/** The event is tried again later while others go on, and in the end given up. */
const keepForLater = async (run: Run, entry: FeedEntry, outcome: DeliveryOutcome): Promise<void> => {
  const { ctx, endpoint, retries } = run
  const known = retries.get(entry.position)
  const attempts = (known?.attempts ?? 0) + 1
  const since = known?.since ?? ctx.now()
  if (attempts >= MAX_ATTEMPTS && ctx.now() - since >= TRIED_FOR_MS) {
    await giveUp(ctx, endpoint, entry)
    retries.delete(entry.position)
    return
  }
  const at = ctx.now() + pauseAfter(attempts, ctx.random, outcome.retryAfterMs)
  await keep(run, { position: entry.position, attempts, since, at })
}

const failed = async (run: Run, entry: FeedEntry, outcome: DeliveryOutcome): Promise<void> => {
  const { ctx, endpoint } = run
  const failingSince = endpoint.failingSince ?? ctx.now()
  note(run, { failures: endpoint.failures + 1, failingSince })
  const over = outcome.status === 410 ? 'gone' : ctx.now() - failingSince >= DISABLE_AFTER_MS ? 'failing' : undefined
  const { parked } = endpoint
  const known = run.retries.get(entry.position)
  // A probe of the next event of the feed leaves it there.
  if (parked === undefined) await keepForLater(run, entry, outcome)
  else if (known) await keep(run, { ...known, attempts: known.attempts + 1 })
  if (over !== undefined) return turnOff(run, over)
  if (parked !== undefined) return park(run, parked.step + 1, outcome.retryAfterMs)
  if (run.endpoint.failures >= PARK_AFTER) await park(run, PARK_AFTER, outcome.retryAfterMs)
}

/** Tries one event. True: the endpoint took it. */
const send = async (run: Run, entry: FeedEntry): Promise<boolean> => {
  const { outcome } = await attempt(run.ctx, run.post, run.endpoint, entry.event)
  const ok = succeeded(outcome)
  if (!ok) {
    await failed(run, entry, outcome)
    return false
  }
  note(run, { failures: 0, failingSince: undefined, parked: undefined })
  await forget(run, entry.position)
  return true
}

/** Events that were not taken and are due, or wait for nothing but the endpoint. */
const sendAgain = async (run: Run): Promise<void> => {
  const { ctx } = run
  const due = [...run.retries.values()].filter(({ at }) => at === undefined || at <= ctx.now())
  for (const { position } of due.toSorted((a, b) => a.position - b.position)) {
    if (isStopped(run)) return
    if (!hasTime(run)) return outOfTime(run)
    const entry = await eventAt(ctx, run.endpoint.shop, position)
    if (entry === undefined) await forget(run, position)
    else await send(run, entry)
  }
}

const outOfTime = (run: Run): void => {
  run.soon = run.ctx.now()
}

const replay = async (run: Run, { id, position: first, to, single }: Replay): Promise<void> => {
  const { ctx, endpoint } = run
  const key = replayKey(endpoint.id, id)
  let position = first
  while (position < to) {
    const page = await readFeed(ctx, endpoint.shop, position, Math.min(PAGE, to - position))
    for (const entry of page.entries.filter((one) => one.position <= to)) {
      if (!hasTime(run)) outOfTime(run)
      if (isStopped(run) || run.soon !== undefined) {
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
  for (let ended = false; !ended && !isStopped(run) && run.soon === undefined;) {
    const { position: before, shop } = run.endpoint
    const page = await readFeed(ctx, shop, before, PAGE)
    for (const entry of page.entries) {
      if (isStopped(run)) return
      if (isFor(run.endpoint, entry)) {
        if (!hasTime(run)) return outOfTime(run)
        // Its place is behind the event before the failure is kept, or a parked endpoint would go over it twice.
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

const work = async (run: Run, replays: readonly Replay[]): Promise<void> => {
  const before = run.endpoint
  if (before.parked !== undefined) {
    if (before.parked.at > run.ctx.now()) return
    await probe(run, before.parked.step)
  }
  if (!isStopped(run)) await sendAgain(run)
  for (const one of replays) if (!isStopped(run) && run.soon === undefined) await replay(run, one)
  if (!isStopped(run) && run.soon === undefined) await follow(run)
  // What stopped it is written down already.
  if (isStopped(run)) return
  const { position, failures, failingSince } = run.endpoint
  const changed = position !== before.position || failures !== before.failures || failingSince !== before.failingSince
  if (run.soon !== undefined) await save(run, { at: run.soon })
  else if (before.parked !== undefined) await save(run, { at: run.ctx.now() + HEARTBEAT_MS })
  else if (changed) await save(run, 'as it is')
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
