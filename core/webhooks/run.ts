import type { Context } from '../context.ts'
import { withConversation } from '../conversation/present.ts'
import { appendEvent, type FeedEntry } from '../feed.ts'
import { attempt } from './attempts.ts'
import { HEARTBEAT_MS, passes, saveProgress, type Due, type Endpoint } from './endpoint.ts'
import { POST_TIMEOUT_MS, succeeded, type DeliveryOutcome, type Post } from './post.ts'
import { giveUp, putRetry, removeRetry, type Retry } from './retries.ts'
import { DISABLE_AFTER_MS, MAX_ATTEMPTS, PARK_AFTER, pauseAfter, TRIED_FOR_MS } from './schedule.ts'

/** Somebody else works the endpoint, or it was changed or deleted: what this worker knows is not so any more. */
export class Overtaken extends Error {
  override readonly name = 'Overtaken'
}

/** What a worker does to one endpoint in one run. */
export interface Run {
  readonly ctx: Context
  readonly post: Post
  readonly deadline: number
  readonly retries: Map<number, Retry>
  endpoint: Endpoint
  /** When it goes on, where that is sooner than the heartbeat. */
  soon: number | undefined
}

const hasTime = ({ ctx, deadline }: Run): boolean => ctx.now() + POST_TIMEOUT_MS <= deadline
/** It was stopped by what the endpoint answered, which is written down. */
export const isStopped = ({ endpoint }: Run): boolean => endpoint.off !== undefined || endpoint.parked !== undefined

/** An endpoint is not told of what it did not take itself: that would go on for ever. */
export const isFor = ({ id, settings }: Endpoint, entry: FeedEntry): boolean =>
  passes(settings, entry) && !(entry.event.type === 'item.quarantined' && entry.event.data['endpoint'] === id)

/** Whether anything more is to be sent in this run. */
export const goesOn = (run: Run): boolean => !isStopped(run) && run.soon === undefined

/** Whether there is time for another attempt; if not, `tick` lets it go on. */
export const takesTime = (run: Run): boolean => {
  if (!hasTime(run)) run.soon = run.ctx.now()
  return run.soon === undefined
}

export const note = (run: Run, change: Partial<Endpoint>): void => {
  run.endpoint = { ...run.endpoint, ...change }
}

export const save = async (run: Run, due: Due): Promise<void> => {
  const saved = await saveProgress(run.ctx, run.endpoint, run.endpoint, due)
  if (saved === undefined) throw new Overtaken('the endpoint has another worker')
  run.endpoint = saved
}

/** Nothing more is sent until somebody enables it. Told before it is taken out of the due index, or a crash would keep it quiet. */
export const tellDisabled = async (ctx: Context, endpoint: Endpoint): Promise<void> => {
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

export const forget = async (run: Run, position: number): Promise<void> => {
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
export const send = async (run: Run, entry: FeedEntry): Promise<boolean> => {
  const { outcome } = await attempt(run.ctx, run.post, run.endpoint, await withConversation(run.ctx, entry.event))
  const ok = succeeded(outcome)
  if (!ok) {
    await failed(run, entry, outcome)
    return false
  }
  note(run, { failures: 0, failingSince: undefined, parked: undefined })
  await forget(run, entry.position)
  return true
}
