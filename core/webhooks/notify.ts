import type { Context } from '../context.ts'
import { eventAt } from '../feed-place.ts'
import { readFeed, SEAL_AFTER_MS, type FeedEntry } from '../feed.ts'
import { endpointRange } from '../store/keys.ts'
import { decodeEndpoint, HEARTBEAT_MS, type Endpoint } from './endpoint.ts'
import { beginningAt, feedsOf, type Feed } from './feeds.ts'
import type { Post } from './post.ts'
import { decodeReplay, sendReplay, type Replay } from './replays.ts'
import { decodeRetry } from './retries.ts'
import {
  forget,
  goesOn,
  hasChanged,
  isFor,
  isStopped,
  keepers,
  leave,
  note,
  Overtaken,
  PAGE,
  save,
  send,
  takesTime,
  tellDisabled,
  turnTo,
  waitingIn,
  type Run,
} from './run.ts'
import { PARK_AFTER } from './schedule.ts'
import { readWake } from './wake.ts'

/** Events to try again that are looked at in one run. */
const MOST = 200

/** Events that were not taken and are due, or wait for nothing but the endpoint. */
const sendAgain = async (run: Run): Promise<void> => {
  const { ctx } = run
  const due = waitingIn(run).filter(({ at }) => at === undefined || at <= ctx.now())
  for (const { position } of due) {
    if (isStopped(run) || !takesTime(run)) return
    const entry = await eventAt(ctx, run.shop, position)
    if (entry === undefined) await forget(run, position)
    else await send(run, entry)
  }
}

/** Sends what the feed has after the endpoint's place, in order. */
const follow = async (run: Run): Promise<void> => {
  const { ctx } = run
  for (let ended = false; !ended && goesOn(run);) {
    const { position: before } = run.endpoint
    const page = await readFeed(ctx, run.shop, before, PAGE)
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
    const page = await readFeed(run.ctx, run.shop, run.endpoint.position, PAGE)
    const entry = page.entries.find((one) => isFor(run.endpoint, one))
    note(run, { position: entry === undefined ? page.position : entry.position - 1 })
    if (entry !== undefined || page.ended) return entry
  }
}

/** One event, in turn one that waits and the next of the feed: were one of them the trouble, the other shows it. */
const probeFeed = async (run: Run, step: number): Promise<'tried' | 'nothing'> => {
  const [oldest] = waitingIn(run)
  const waiting = oldest === undefined ? undefined : await eventAt(run.ctx, run.shop, oldest.position)
  if (oldest !== undefined && waiting === undefined) await forget(run, oldest.position)
  const next = await nextEntry(run)
  const entry = step % 2 === 0 ? (next ?? waiting) : (waiting ?? next)
  if (entry === undefined) return 'nothing'
  if ((await send(run, entry)) && entry === next) note(run, { position: entry.position })
  return 'tried'
}

/** Tries one event of one of the feeds, in turn. Answers them as far as it went. */
const probe = async (run: Run, feeds: readonly Feed[], step: number): Promise<readonly Feed[]> => {
  const moved = new Map<string, number>()
  let result: 'tried' | 'nothing' = 'nothing'
  for (const feed of beginningAt(feeds, Math.floor(step / 2))) {
    turnTo(run, feed)
    result = await probeFeed(run, step)
    await leave(run, feed)
    moved.set(feed.shop, run.endpoint.position)
    if (result === 'tried') break
  }
  // Nothing is left to try it with: the next event shows how it is.
  if (result === 'nothing') note(run, { parked: undefined, failures: PARK_AFTER - 1 })
  return feeds.map(({ shop, position }) => ({ shop, position: moved.get(shop) ?? position }))
}

/** Writes down what came of a run that the endpoint did not stop. */
const finish = async (run: Run, before: Endpoint): Promise<void> => {
  if (run.soon !== undefined) await save(run, { at: run.soon })
  else if (before.parked !== undefined) await save(run, { at: run.ctx.now() + HEARTBEAT_MS })
  else if (hasChanged(run)) await save(run, 'as it is')
}

const workFeed = async (run: Run, feed: Feed, replays: readonly Replay[]): Promise<void> => {
  turnTo(run, feed)
  await sendAgain(run)
  for (const one of replays) if (goesOn(run)) await sendReplay(run, one)
  if (goesOn(run)) await follow(run)
  if (!isStopped(run)) await leave(run, feed)
}

const work = async (run: Run, given: readonly Feed[], replays: readonly Replay[]): Promise<void> => {
  const before = run.endpoint
  if (before.parked !== undefined && before.parked.at > run.ctx.now()) return
  const feeds = before.parked === undefined ? given : await probe(run, given, before.parked.step)
  for (const feed of beginningAt(feeds, Math.floor(run.ctx.random() * feeds.length)))
    if (goesOn(run))
      await workFeed(
        run,
        feed,
        replays.filter(({ shop = feed.shop }) => shop === feed.shop),
      )
  if (!isStopped(run)) await finish(run, before)
}

/** Overtaken so often in one run, it leaves the endpoint to those who overtake it, and comes back by the queue. */
const TRIES = 5

/** One look at the endpoint as it is now, and all that it is due. False: somebody else wrote meanwhile. */
const attend = async (ctx: Context, post: Post, wake: string, deadline: number): Promise<boolean> => {
  const { endpoint: id, shop: named } = readWake(wake)
  const { items } = await ctx.table.query({ ...endpointRange(id), limit: MOST, consistent: true })
  const [item, ...others] = items
  if (item?.['settings'] === undefined) return true
  const endpoint = decodeEndpoint(item)
  if (endpoint.off !== undefined) {
    if (item['dpk'] !== undefined) await tellDisabled(ctx, endpoint)
    return true
  }
  const retries = others.filter(({ sk }) => sk.startsWith('P#')).map(decodeRetry)
  const replays = others.filter(({ sk }) => sk.startsWith('R#')).map(decodeReplay)
  // One that parked slept through what the other feeds woke it for.
  const feeds = await feedsOf(ctx, endpoint, endpoint.parked === undefined ? named : undefined)
  const [first] = feeds
  if (first === undefined) return true
  const run: Run = {
    ctx,
    post,
    deadline,
    endpoint,
    saved: endpoint,
    shop: first.shop,
    kept: keepers(retries),
    soon: undefined,
  }
  try {
    await work(run, feeds, replays)
    return true
  } catch (error) {
    if (!(error instanceof Overtaken)) throw error
    ctx.log('webhook_overtaken', { endpoint: id })
    // Who works a shop's endpoint reads the same feed to its end. Who works the organisation's may read another.
    return endpoint.shop !== null
  }
}

/**
 * Sends an endpoint what it is due, signed, in the feed's order but for events it did not take: at least once each, by the same
 * id. Reads what is pending from the table, so that it may be called for any reason, at any time; begins nothing that would
 * not be over by `deadline` (ms since epoch). Throws for errors of the store, and where others kept writing in between.
 */
export const notify = async (ctx: Context, post: Post, wake: string, deadline = Infinity): Promise<void> => {
  for (let tries = 0; tries < TRIES; tries += 1) if (await attend(ctx, post, wake, deadline)) return
  throw new Overtaken('the endpoint has too many workers')
}
