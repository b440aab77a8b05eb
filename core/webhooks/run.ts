import type { Context } from '../context.ts'
import { withConversation } from '../conversation/present.ts'
import { appendEvent, type FeedEntry } from '../feed.ts'
import { attempt } from './attempts.ts'
import { HEARTBEAT_MS, passes, saveProgress, type Due, type Endpoint } from './endpoint.ts'
import { putPlace, shopsFor, type Feed } from './feeds.ts'
import { POST_TIMEOUT_MS, succeeded, type DeliveryOutcome, type Post } from './post.ts'
import { giveUp, putRetry, removeRetry, type Retry } from './retries.ts'
import { DISABLE_AFTER_MS, MAX_ATTEMPTS, PARK_AFTER, pauseAfter, TRIED_FOR_MS } from './schedule.ts'

/** Events between two writes of how far a worker has come: so many may be sent again after it died. */
export const PAGE = 20

/** Somebody else works the endpoint, or it was changed or deleted: what this worker knows is not so any more. */
export class Overtaken extends Error {
  override readonly name = 'Overtaken'
}

/** What a worker does to one endpoint in one run, one feed after the other. */
export interface Run {
  readonly ctx: Context
  readonly post: Post
  readonly deadline: number
  /** Events of all its feeds that wait to be sent again. */
  readonly kept: Map<string, Retry>
  /** Whose feed is being worked. */
  shop: string
  endpoint: Endpoint
  /** As it is written down. */
  saved: Endpoint
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

const STATE = ['failures', 'failingSince', 'parked', 'off'] as const

/** Whether something of the endpoint itself is to be written down: how it went, or where it is in the feed of its shop. */
export const hasChanged = ({ endpoint, saved }: Pick<Run, 'endpoint' | 'saved'>): boolean =>
  STATE.some((name) => endpoint[name] !== saved[name]) || (saved.shop !== null && endpoint.position !== saved.position)

/** How far an endpoint of the organisation is, is of each feed: workers of two of them do not overtake each other by it. */
const savePlace = async (run: Run): Promise<void> => {
  const { ctx, endpoint, shop } = run
  if (endpoint.shop === null) await putPlace(ctx, endpoint.id, { shop, position: endpoint.position })
}

export const save = async (run: Run, due: Due): Promise<void> => {
  await savePlace(run)
  if (due === 'as it is' && !hasChanged(run)) return
  const saved = await saveProgress(run.ctx, run.endpoint, run.endpoint, due)
  if (saved === undefined) throw new Overtaken('the endpoint has another worker')
  run.endpoint = { ...saved, position: run.endpoint.position }
  run.saved = run.endpoint
}

/** Leaves the feed that is being worked, its place written down where it moved, and goes on with another. */
export const turnTo = (run: Run, { shop, position }: Feed): void => {
  run.shop = shop
  note(run, { position })
}

export const leave = async (run: Run, { position }: Feed): Promise<void> => {
  if (run.endpoint.position > position) await savePlace(run)
}

/** What waits of the feed that is being worked, oldest first. */
export const waitingIn = ({ kept, endpoint, shop }: Run): readonly Retry[] =>
  [...kept.values()]
    .filter((retry) => endpoint.shop !== null || retry.shop === shop)
    .toSorted((a, b) => a.position - b.position)

const nameOf = ({ position, shop }: Pick<Retry, 'position' | 'shop'>): string => `${position}/${shop ?? ''}`
const placeIn = ({ endpoint, shop }: Run, position: number): Pick<Retry, 'position' | 'shop'> =>
  endpoint.shop === null ? { position, shop } : { position }
export const keepers = (retries: readonly Retry[]): Map<string, Retry> =>
  new Map(retries.map((retry) => [nameOf(retry), retry]))

/** Nothing more is sent until somebody enables it: each shop whose events it was sent is told. Told before it is taken out of the due index, or a crash would keep it quiet. */
export const tellDisabled = async (ctx: Context, endpoint: Endpoint): Promise<void> => {
  const { id, off, failingSince } = endpoint
  const data = { id, reason: off, failingSince: failingSince ?? null }
  for (const shop of shopsFor(ctx, endpoint)) {
    const key = [id, String(off), String(failingSince), ...(endpoint.shop === null ? [shop] : [])]
    await appendEvent(ctx, { type: 'webhook.disabled', shop, subject: id, key, data })
  }
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
  const { ctx, endpoint, kept } = run
  const at = ctx.now() + pauseAfter(step, ctx.random, askedMs)
  const waiting = [...kept.values()].filter((retry) => retry.at !== undefined)
  for (const retry of waiting) await keep(run, { ...retry, at: undefined })
  note(run, { parked: { step, at } })
  await save(run, { at })
  if (step === PARK_AFTER) ctx.log('webhook_parked', { endpoint: endpoint.id })
}

const keep = async (run: Run, retry: Retry): Promise<void> => {
  await putRetry(run.ctx, run.endpoint.id, retry)
  run.kept.set(nameOf(retry), retry)
}

export const forget = async (run: Run, position: number): Promise<void> => {
  const place = placeIn(run, position)
  if (run.kept.delete(nameOf(place))) await removeRetry(run.ctx, run.endpoint.id, place)
}

/** The event is tried again later while others go on, and in the end given up. */
const keepForLater = async (run: Run, entry: FeedEntry, outcome: DeliveryOutcome): Promise<void> => {
  const { ctx, endpoint, kept } = run
  const place = placeIn(run, entry.position)
  const known = kept.get(nameOf(place))
  const attempts = (known?.attempts ?? 0) + 1
  const since = known?.since ?? ctx.now()
  if (attempts >= MAX_ATTEMPTS && ctx.now() - since >= TRIED_FOR_MS) {
    await giveUp(ctx, endpoint.id, entry, place)
    kept.delete(nameOf(place))
    return
  }
  const at = ctx.now() + pauseAfter(attempts, ctx.random, outcome.retryAfterMs)
  await keep(run, { ...place, attempts, since, at })
}

const failed = async (run: Run, entry: FeedEntry, outcome: DeliveryOutcome): Promise<void> => {
  const { ctx, endpoint } = run
  const failingSince = endpoint.failingSince ?? ctx.now()
  note(run, { failures: endpoint.failures + 1, failingSince })
  const over = outcome.status === 410 ? 'gone' : ctx.now() - failingSince >= DISABLE_AFTER_MS ? 'failing' : undefined
  const { parked } = endpoint
  const known = run.kept.get(nameOf(placeIn(run, entry.position)))
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
