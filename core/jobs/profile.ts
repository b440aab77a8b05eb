import type { Context } from '../context.ts'
import { recordFacts } from '../record.ts'
import type { ProfileFact } from '../schema/fact.ts'
import { jobRetryDelay } from '../send/backoff.ts'
import type { Job, JobWork } from './job.ts'
import type { Worker } from './worker.ts'

export type ProfileWork = JobWork & { readonly kind: 'profile' }

/** A name that could not be had in so many tries is done without. */
const MAX_ATTEMPTS = 12

/** Asks the channel who somebody is, and records the answer as a fact. Answers when to try again; undefined: it is done. */
export const lookUpProfile = async (
  ctx: Context,
  worker: Worker,
  job: Job,
  { channel, connection, account, peer }: ProfileWork,
): Promise<number | undefined> => {
  const timeoutMs = ctx.settings.fetchTimeoutMs
  const outcome = await worker.lookUp({ channel, connection, account, peer, timeoutMs })
  if (outcome.kind === 'none') return undefined
  if (outcome.kind === 'refused') {
    const delay = jobRetryDelay(outcome.failure.retry, job.attempt, ctx.random)
    return delay === undefined || job.attempt >= MAX_ATTEMPTS ? undefined : ctx.now() + delay
  }
  const { profile } = outcome
  // As of when it was asked: of somebody who was erased meanwhile it is not to be told.
  const fact: ProfileFact = { kind: 'profile', id: job.id, scope: account, account, at: job.at, peers: [peer], profile }
  await recordFacts(ctx, { channel, connection, receivedAt: ctx.now(), facts: [fact] })
  return undefined
}
