import { compact } from '../compact.ts'
import type { Context } from '../context.ts'
import type { JobWork } from '../jobs/job.ts'
import { projectFact } from '../project/project.ts'
import { factOfPk, PROJECTED_SORT_KEYS } from '../store/keys.ts'
import { isDone, keepPart, PASSES, readRun, showRun, type Part, type Run } from './run.ts'

export type ResyncWork = JobWork & { readonly kind: 'resync' }

/** One run lasts so long and a page; the rest is gone on with. Within the lease of a job, and the time of its function. */
const RUN_MS = 60_000
/** Items read at a time: some seconds of work, which a worker that dies leaves to be done again. */
const PAGE = 400
const PARALLEL = 8

/** A job that projection makes is worked when it is due: this function must not send to its own queue. */
const withoutWaking = (ctx: Context): Context => ({ ...ctx, queues: { ...ctx.queues, job: async () => {} } })

/** Projects facts as the stream does. One that fails holds up no other. Answers those that did, with what they failed at. */
const tryAll = async (ctx: Context, facts: ReadonlySet<string>): Promise<ReadonlyMap<string, unknown>> => {
  const queue = facts.values()
  const failed = new Map<string, unknown>()
  const worker = async (): Promise<void> => {
    for (const fact of queue) {
      try {
        await projectFact(ctx, fact)
      } catch (error) {
        failed.set(fact, error)
      }
    }
  }
  await Promise.all(Array.from({ length: PARALLEL }, worker))
  return failed
}

/** What fails is tried once more, after the others, and then named in the log. Answers how many. */
const projectAll = async (ctx: Context, facts: ReadonlySet<string>): Promise<number> => {
  const once = await tryAll(ctx, facts)
  const failed = await tryAll(ctx, new Set(once.keys()))
  for (const [fact, error] of failed)
    // Never its message, which may quote what was said.
    ctx.log('resync_fact_failed', { fact, error: error instanceof Error ? error.name : typeof error })
  return failed.size
}

/** A part begins a pass once all have ended the one before. */
const mayGoOn = ({ parts }: Run, { passes }: Part): boolean => parts.every((other) => other.passes >= passes)

/** The next page of a part: one partition is projected once, however many of its items are found. */
const workPage = async (ctx: Context, { parts }: Run, index: number, part: Part): Promise<Part> => {
  const { passes, after } = part
  const where = { segment: index, segments: parts.length, ...compact({ after }) }
  const page = await ctx.table.scan({ ...where, sks: PROJECTED_SORT_KEYS, limit: PAGE })
  const facts = new Set(page.keys.map(({ pk }) => factOfPk(pk)).filter((fact) => fact !== undefined))
  const failed = await projectAll(ctx, facts)
  const isEnd = page.next === undefined
  const isLast = passes === PASSES - 1
  return {
    passes: isEnd ? passes + 1 : passes,
    facts: part.facts + (passes === 0 ? facts.size : 0),
    failed: part.failed + (isLast ? failed : 0),
    ...compact({ after: page.next, doneAt: isEnd && isLast ? ctx.now() : undefined }),
  }
}

/**
 * Works one part of a resync, page by page: scans for facts and states, and projects them. It may be repeated, by several at once:
 * projection changes nothing where nothing is missing, and how far a part is moves on by one of them. Answers when to go on;
 * undefined: it is done. The one place in Parley that scans.
 */
export const workResync = async (ctx: Context, { run: id, part: index }: ResyncWork): Promise<number | undefined> => {
  const deadline = ctx.now() + RUN_MS
  const quiet = withoutWaking(ctx)
  for (;;) {
    const run = await readRun(ctx)
    const part = run?.id === id ? run.parts[index] : undefined
    if (run === undefined || part === undefined || part.doneAt !== undefined) return undefined
    if (ctx.now() >= deadline || !mayGoOn(run, part)) return ctx.now()
    const kept = await keepPart(ctx, run, index, await workPage(quiet, run, index, part))
    if (kept === undefined) return ctx.now()
    if (isDone(kept)) {
      const { facts, failed } = showRun(kept)
      ctx.log('resync_done', { resync: id, facts, failed, ms: ctx.now() - run.at })
    }
  }
}
