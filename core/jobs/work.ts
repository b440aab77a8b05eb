import type { Context } from '../context.ts'
import { late } from '../late.ts'
import { claimJob, closeJob, postponeJob, removeJob, type Job } from './job.ts'
import { fetchMedia } from './media.ts'
import { lookUpProfile } from './profile.ts'
import type { Worker } from './worker.ts'

/** Rarely needed, and not to be loaded for each file that is fetched. */
const erase = late(async () => (await import('../erase/work.ts')).workErasure)
const resync = late(async () => (await import('../resync/work.ts')).workResync)

const exports = late(async () => (await import('../export/work.ts')).workExport)

const run = async (ctx: Context, worker: Worker, job: Job): Promise<number | undefined> => {
  const { work } = job
  switch (work.kind) {
    case 'media':
      return fetchMedia(ctx, worker, job, work)
    case 'profile':
      return lookUpProfile(ctx, worker, job, work)
    case 'erase':
      return (await erase())(ctx, work)
    case 'export':
      return (await exports())(ctx, work)
    case 'resync':
      return (await resync())(ctx, work)
  }
}

/**
 * Works one job, if it is there to be worked: it may be done, or in another worker's hands. What must be tried again is
 * left in the due index, so the wake-up is done with in any case. Throws for errors of the store alone.
 */
export const workJob = async (ctx: Context, worker: Worker, id: string): Promise<void> => {
  const job = await claimJob(ctx, id)
  if (job === undefined) return
  const { work } = job
  const until = await run(ctx, worker, job)
  ctx.log('job', { job: id, kind: work.kind, attempt: job.attempt, done: until === undefined })
  if (until !== undefined) await postponeJob(ctx, job, until)
  // That somebody was looked up is seen nowhere else; all other work leaves its result where it is looked for.
  else if (work.kind === 'profile') await closeJob(ctx, job)
  else await removeJob(ctx, job)
}
