import { capabilitiesOf, type Context } from '../context.ts'
import { failure } from '../failures.ts'
import type { Item, Page } from '../ports.ts'
import type { Failure } from '../schema/failure.ts'
import { findRoot } from '../conversation/versioned.ts'
import { heads } from '../project/people.ts'
import { loadPartition } from '../store/facts.ts'
import { goingOf } from '../store/going.ts'
import { dueKeys, factOfMessage, messageOfTodo } from '../store/keys.ts'
import { windowOf } from '../window.ts'
import { readAccountState, takeProbe } from '../account-state.ts'
import { isForbidden, recipients } from './consent.ts'
import { fallBack } from './fallback.ts'
import {
  claim,
  giveUp,
  hold,
  jobsOf,
  markUnknown,
  requeue,
  sendClaimed,
  type Opened,
  type PartJob,
  type PartResult,
} from './part.ts'
import type { Sender } from './sender.ts'

/** Longest wait left to the queue's visibility timeout; longer ones are left to the due index and `tick`. */
const QUEUE_WAIT_MS = 60_000
const PAGE = 25

/** When the rest of the conversation can go on; undefined: nothing waits, or `tick` will wake it. */
export interface Delivered {
  readonly retryAt?: number
}

/** One run of the worker. */
interface Run {
  readonly ctx: Context
  readonly sender: Sender
  /** When the function is ended, in ms since epoch. */
  readonly deadline: number
}

type Gate = ({ readonly kind: 'go' } & Opened) | PartResult

const capabilitiesFor = (ctx: Context, { going: { fact } }: PartJob) =>
  capabilitiesOf(ctx, fact.address, fact.address.thread)

/** When the customer last wrote; undefined where no window depends on it, null when they never did. */
const lastInbound = async (ctx: Context, job: PartJob): Promise<number | null | undefined> => {
  if (capabilitiesFor(ctx, job)?.windowHours === undefined) return undefined
  if (job.content.type === 'template') return undefined
  const { value: head } = await findRoot(ctx.table, heads(ctx), job.going.fact.conversation)
  return head?.state.lastInbound?.seen ?? null
}

const windowClosed = (ctx: Context, job: PartJob, at: number | null | undefined): boolean => {
  const capabilities = capabilitiesFor(ctx, job)
  return at !== undefined && capabilities !== undefined && !windowOf(at, capabilities, ctx.now()).open
}

/** Ends a part that was not begun; when something got there first, it is looked at again. */
const endUnsent = async (
  ctx: Context,
  job: PartJob,
  state: 'failed' | 'expired',
  why: Failure = failure('expired'),
): Promise<PartResult> =>
  (await giveUp(ctx, job, state, why)) ? { kind: 'failed' } : { kind: 'wait', until: ctx.now() }

/** What must hold at the moment of sending, checked again because hours may have passed since it was accepted. */
const gate = async (ctx: Context, job: PartJob): Promise<Gate> => {
  const now = ctx.now()
  const { fact } = job.going
  const { due = 0 } = job.state
  if (now >= fact.validUntil) return endUnsent(ctx, job, 'expired')
  if (due > now) return { kind: 'wait', until: due }
  if (await isForbidden(ctx, fact.shop, recipients(fact.address, fact.plan), fact.purpose))
    return endUnsent(ctx, job, 'failed', failure('recipient_opted_out'))
  const written = await lastInbound(ctx, job)
  if (windowClosed(ctx, job, written)) {
    const why = failure('window_closed')
    return (await fallBack(ctx, job, why)) ? { kind: 'replaced' } : endUnsent(ctx, job, 'failed', why)
  }
  const account = await readAccountState(ctx, fact)
  if (account.pausedUntil > now) return { kind: 'wait', until: account.pausedUntil }
  if (account.needsReauth && (account.probeAt > now || !(await takeProbe(ctx, fact, account.probeAt)))) {
    const until = Math.max(account.probeAt, now + 1000)
    return { kind: 'wait', until: (await hold(ctx, job, until)) ? until : now }
  }
  return {
    kind: 'go',
    probing: account.needsReauth,
    ...(typeof written === 'number' ? { lastInboundAt: written } : {}),
  }
}

const trySending = async (run: Run, job: PartJob): Promise<PartResult> => {
  const { ctx, sender } = run
  // Not begun what the function may not live to finish: the next run starts with the whole of its time.
  if (ctx.now() + ctx.settings.sendTimeoutMs > run.deadline) return { kind: 'wait', until: ctx.now() }
  const ready = await gate(ctx, job)
  if (ready.kind !== 'go') return ready
  const lease = await claim(ctx, job)
  // Lost to another worker or to a receipt: look again at once.
  if (lease === undefined) return { kind: 'wait', until: ctx.now() }
  return sendClaimed(ctx, sender, job, lease, ready)
}

/** An unknown part settles by receipt; when none comes in time the account's policy decides. It holds up nobody. */
const settleUnknown = async (ctx: Context, job: PartJob): Promise<PartResult | 'requeued'> => {
  const due = job.state.due ?? 0
  if (due > ctx.now()) return { kind: 'unknown' }
  const { channel, connection, address } = job.going.fact
  const policy = ctx.directory.account(channel, connection, address.account)?.onUnknown ?? 'hold'
  if (policy === 'hold') {
    ctx.log('outcome_unknown', { message: job.key, part: job.number, channel })
    return { kind: 'sent' }
  }
  await requeue(ctx, job)
  return 'requeued'
}

/** A claim whose lease ran out: its worker died with the request under way. */
const workClaimed = async (ctx: Context, job: PartJob): Promise<PartResult> => {
  const lease = job.state.lease ?? 0
  if (lease > ctx.now()) return { kind: 'wait', until: lease }
  await markUnknown(ctx, job, lease, 'the worker ended before the provider answered')
  return { kind: 'unknown' }
}

const workUnknown = async (run: Run, job: PartJob): Promise<PartResult> => {
  const settled = await settleUnknown(run.ctx, job)
  if (settled !== 'requeued') return settled
  return trySending(run, { ...job, state: { ...job.state, state: 'queued', due: 0 } })
}

const workPart = async (run: Run, job: PartJob): Promise<PartResult> => {
  switch (job.state.state ?? 'queued') {
    case 'sent':
      return { kind: 'sent' }
    case 'failed':
    case 'cancelled':
    case 'expired':
      return { kind: 'failed' }
    case 'unknown':
      return workUnknown(run, job)
    case 'sending':
      return workClaimed(run.ctx, job)
    case 'queued':
    case 'held':
      return trySending(run, job)
  }
}

type MessageResult =
  | { readonly kind: 'done' }
  | { readonly kind: 'settling'; readonly until: number }
  | (PartResult & { readonly kind: 'wait' | 'replaced' })

const settlesAt = (ctx: Context, { state }: PartJob): number =>
  state.state === 'unknown' ? (state.due ?? ctx.now()) : ctx.now() + ctx.settings.settleMs

/** Sends the parts in order. A part lost for good ends the message: the rest of a text without its beginning helps nobody. */
const workMessage = async (run: Run, jobs: readonly PartJob[]): Promise<MessageResult> => {
  const { ctx } = run
  let settling: number | undefined
  for (const [index, job] of jobs.entries()) {
    const result = await workPart(run, job)
    if (result.kind === 'wait' || result.kind === 'replaced') return result
    if (result.kind === 'unknown') settling = Math.max(settling ?? 0, settlesAt(ctx, job))
    if (result.kind === 'failed') {
      for (const rest of jobs.slice(index + 1)) await giveUp(ctx, rest, 'cancelled')
      break
    }
  }
  return settling === undefined ? { kind: 'done' } : { kind: 'settling', until: settling }
}

/** Leaves the to-do for `tick`, which wakes the conversation when it is due. */
const postpone = async (ctx: Context, todo: Item, until: number): Promise<void> => {
  const due = dueKeys(until, messageOfTodo(todo.sk))
  if (todo['dsk'] !== due.dsk) await ctx.table.update(todo, { set: due }, { exists: 'pk' })
}

/** A message that its fallback takes the place of is begun anew, with what goes now. */
const workTodo = async (run: Run, todo: Item): Promise<Exclude<MessageResult, { readonly kind: 'replaced' }>> => {
  const partition = await loadPartition(run.ctx.table, factOfMessage(messageOfTodo(todo.sk)))
  const record = partition.fact
  if (record?.source !== 'own' || record.fact.kind !== 'outbound') return { kind: 'done' }
  const result = await workMessage(run, jobsOf(partition.key, goingOf(record.fact, partition.state)))
  return result.kind === 'replaced' ? workTodo(run, todo) : result
}

/**
 * Sends what waits in a conversation, in the order it was accepted, and stops at the first that must wait. Made for one
 * worker at a time (the queue's group is the conversation); claims guard against a second one all the same. Nothing is
 * begun that could not be finished before `deadline` (ms since epoch).
 */
export const deliver = async (
  ctx: Context,
  sender: Sender,
  conversation: string,
  deadline = Infinity,
): Promise<Delivered> => {
  const run: Run = { ctx, sender, deadline }
  let after: Page['next']
  do {
    const range = { pk: `cnv#${conversation}`, from: 'O#', to: 'O#~', limit: PAGE, consistent: true }
    const page = await ctx.table.query({ ...range, ...(after ? { after } : {}) })
    for (const todo of page.items) {
      const result = await workTodo(run, todo)
      if (result.kind === 'wait') {
        if (result.until - ctx.now() <= QUEUE_WAIT_MS) return { retryAt: result.until }
        await postpone(ctx, todo, result.until)
        return {}
      }
      if (result.kind === 'settling') await postpone(ctx, todo, result.until)
      else await ctx.table.delete(todo)
    }
    after = page.next
  } while (after !== undefined)
  return {}
}
