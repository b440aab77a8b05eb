import type { Context } from '../context.ts'
import type { Guard, Item } from '../ports.ts'
import type { Alias } from '../schema/identity.ts'
import { dueKeys, jobKey } from '../store/keys.ts'

/**
 * Work that nobody waits for and that may take days: a file to fetch, a person to look up. The item is the job, the queue
 * only wakes. It is in the due index until it is done, so that a lost wake-up and a dead worker cost time alone.
 */
export type JobWork =
  /** `fact`: key of the message; `file`: see {@link fileId}. Where the file lies is with the fact. */
  | { readonly kind: 'media'; readonly fact: string; readonly file: string }
  /** `erasure`: its id. What there is to do is with it. */
  | { readonly kind: 'erase'; readonly erasure: string }
  /** `export`: its id. Until what it made is deleted. */
  | { readonly kind: 'export'; readonly export: string }
  /** `run`: id of the resync; `part`: the one of its parts, from 0. How far it is stands with the resync. */
  | { readonly kind: 'resync'; readonly run: string; readonly part: number }
  | {
      readonly kind: 'profile'
      readonly channel: string
      readonly connection: string
      readonly account: string
      readonly peer: Alias
    }

export interface Job {
  readonly id: string
  readonly work: JobWork
  /** When it was made, ms since epoch. */
  readonly at: number
  /** Tries made, this one included. */
  readonly attempt: number
  readonly claim: string
}

/** Makes a job unless it was made before, and wakes its worker; a wake-up that is lost here is made good by `tick`. */
export const addJob = async (ctx: Context, id: string, work: JobWork): Promise<void> => {
  const now = ctx.now()
  const item: Item = {
    ...jobKey(id),
    v: 1,
    at: now,
    n: 0,
    work: JSON.stringify(work),
    ...dueKeys(now + ctx.settings.wakeGraceMs, id),
  }
  if (await ctx.table.put(item, { absent: 'pk' })) await ctx.queues.job(id)
}

const LEASE_FACTOR = 1.5

/** Takes a job that is not done and not in another worker's hands. */
export const claimJob = async (ctx: Context, id: string): Promise<Job | undefined> => {
  const now = ctx.now()
  const lease = now + ctx.settings.fetchTimeoutMs * LEASE_FACTOR
  const claim = ctx.nonce()
  const free: Guard = { any: [{ absent: 'lease' }, { lt: ['lease', now] }] }
  const item = await ctx.table.update(
    jobKey(id),
    { set: { lease, claim, ...dueKeys(lease, id) }, add: { n: 1 } },
    { all: [{ exists: 'work' }, free] },
  )
  if (item === undefined) return undefined
  const work = JSON.parse(String(item['work'])) as JobWork
  return { id, work, at: Number(item['at']), attempt: Number(item['n']), claim }
}

const ours = (job: Job): Guard => ({ eq: ['claim', job.claim] })

/** Leaves the job for `tick`, which wakes its worker when it is due. */
export const postponeJob = async (ctx: Context, job: Job, until: number): Promise<void> => {
  await ctx.table.update(jobKey(job.id), { set: dueKeys(until, job.id), remove: ['lease', 'claim'] }, ours(job))
}

/** Removes a job that left its result elsewhere, where it is seen that it was done. */
export const removeJob = async (ctx: Context, job: Job): Promise<void> => {
  await ctx.table.delete(jobKey(job.id), ours(job))
}

/** Keeps of a job that it was done, and nothing of whom it was about. */
export const closeJob = async (ctx: Context, job: Job): Promise<void> => {
  const remove = ['work', 'lease', 'claim', 'dpk', 'dsk']
  await ctx.table.update(jobKey(job.id), { set: { done: ctx.now() }, remove }, ours(job))
}
