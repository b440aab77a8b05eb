import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda'
import { workJob } from '../core/jobs/work.ts'
import { errorFields } from './log.ts'
import { createWorker } from './worker.ts'
import type { Wired } from './wire.ts'

export type JobsHandler = (
  event: SQSEvent,
  context?: Pick<Context, 'getRemainingTimeInMillis'>,
) => Promise<SQSBatchResponse>

/** Time left for what comes after a try: writing it down, and the function's own reply. */
const MARGIN_MS = 3000

const jobOf = ({ body }: SQSRecord): string => {
  const { job } = JSON.parse(body) as { readonly job?: unknown }
  if (typeof job !== 'string') throw new Error('the message names no job')
  return job
}

/**
 * Works jobs, one after the other: each may hold a few MB of a file. What must be tried again is due in the table, so
 * only what the store failed at comes back to the queue, and what the function may not live to finish.
 */
export const createJobs = (wired: Pick<Wired, 'ctx' | 'connections'>): JobsHandler => {
  const { ctx } = wired
  const worker = createWorker(wired)
  return async (event, context) => {
    const deadline = ctx.now() + (context?.getRemainingTimeInMillis() ?? Infinity) - MARGIN_MS
    const batchItemFailures: SQSBatchResponse['batchItemFailures'] = []
    for (const record of event.Records) {
      try {
        if (ctx.now() + ctx.settings.fetchTimeoutMs > deadline) throw new Error('there is no time left for this job')
        await workJob(ctx, worker, jobOf(record))
      } catch (error) {
        ctx.log('job_failed', { message: record.messageId, ...errorFields(error) })
        batchItemFailures.push({ itemIdentifier: record.messageId })
      }
    }
    return { batchItemFailures }
  }
}
