import type { Context } from '../context.ts'
import { DAY_MS } from '../feed.ts'
import { addJob } from '../jobs/job.ts'
import { Problem } from '../problem.ts'
import type { Caller } from '../reach.ts'
import type { Resync } from '../schema/resync.ts'
import { isDone, PARTS, readRun, runItem, showRun, type Run } from './run.ts'

/** A job for each part that is not done. Where it is there already, this changes nothing. */
const wakeParts = async (ctx: Context, { id, parts }: Run): Promise<void> => {
  for (const [part, { doneAt }] of parts.entries())
    if (doneAt === undefined)
      await addJob(ctx, ctx.hash('job', 'resync', id, String(part)), { kind: 'resync', run: id, part })
}

/** Starts a resync, or goes on with the one that is running. */
const start = async (ctx: Context, cause: Resync['cause']): Promise<Run> => {
  for (;;) {
    const latest = await readRun(ctx)
    if (latest !== undefined && !isDone(latest)) {
      // Who started it may have died before there was anybody to do it.
      await wakeParts(ctx, latest)
      return latest
    }
    const id = `rsy_${ctx.hash('resync', ctx.nonce())}`
    const parts = Array.from({ length: PARTS }, () => ({ passes: 0, facts: 0, failed: 0 }))
    const run: Run = { id, cause, at: ctx.now(), parts }
    if (!(await ctx.table.put(runItem(run), latest ? { eq: ['id', latest.id] } : { absent: 'pk' }))) continue
    ctx.log('resync_started', { resync: id, cause })
    await wakeParts(ctx, run)
    return run
  }
}

/** It reads what all shops have: no business of a key that is of one, or of some accounts. */
const checkReach = ({ organisation, accounts }: Caller): void => {
  if (!organisation || accounts !== undefined)
    throw new Problem('forbidden', 'A resync is of all shops: this needs a key of the whole organisation.')
}

/** Makes all views anew from the facts. One that is running goes on, and is answered as it stands. */
export const startResync = async (ctx: Context, caller: Caller): Promise<Resync> => {
  checkReach(caller)
  return showRun(await start(ctx, 'asked'))
}

/** How the latest resync stands, or not_found. */
export const getResync = async (ctx: Context, caller: Caller): Promise<Resync> => {
  checkReach(caller)
  const run = await readRun(ctx)
  if (run === undefined) throw new Problem('not_found', 'There was no resync yet.')
  return showRun(run)
}

/** Starts a resync, because changes may have been lost on their way, unless one was started within a day or is still running. */
export const resyncOnceADay = async (ctx: Context): Promise<void> => {
  const latest = await readRun(ctx)
  if (latest === undefined || (isDone(latest) && ctx.now() - latest.at >= DAY_MS)) await start(ctx, 'stream')
}
