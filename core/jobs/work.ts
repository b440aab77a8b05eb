import type { Context } from '../context.ts'
import { claimJob, closeJob, postponeJob, removeJob } from './job.ts'
import { fetchMedia } from './media.ts'
import { lookUpProfile } from './profile.ts'
import type { Worker } from './worker.ts'

/**
 * Works one job, if it is there to be worked: it may be done, or in another worker's hands. What must be tried again is
 * left in the due index, so the wake-up is done with in any case. Throws for errors of the store alone.
 */
export const workJob = async (ctx: Context, worker: Worker, id: string): Promise<void> => {
  const job = await claimJob(ctx, id)
  if (job === undefined) return
  const { work } = job
  const until =
    work.kind === 'media' ? await fetchMedia(ctx, worker, job, work) : await lookUpProfile(ctx, worker, job, work)
  ctx.log('job', { job: id, kind: work.kind, attempt: job.attempt, done: until === undefined })
  if (until !== undefined) await postponeJob(ctx, job, until)
  // That a file was fetched is seen in its message's state; that somebody was looked up is seen nowhere else.
  else if (work.kind === 'media') await removeJob(ctx, job)
  else await closeJob(ctx, job)
}
