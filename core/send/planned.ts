import { compact } from '../compact.ts'
import type { Capabilities } from '../capabilities.ts'
import { capabilitiesOf, type Context } from '../context.ts'
import type { Head } from '../conversation/view.ts'
import { plan, type PlanResult } from '../plan/plan.ts'
import { Problem, repoint, type ProblemType } from '../problem.ts'
import type { Window } from '../schema/conversation.ts'
import type { Failure } from '../schema/failure.ts'
import type { Fallback, OutboundMessage } from '../schema/message.ts'
import type { OutboundFact } from '../store/facts.ts'
import { withTemplate, withUsable, type Prepared } from '../templates/prepare.ts'
import { withUploads } from '../uploads.ts'
import { windowOf } from '../window.ts'
import { needsNoWindow } from './fallback.ts'

/** What a shop asks to be said, and what instead where that cannot be sent. */
export interface Said {
  readonly message: OutboundMessage
  readonly fallback?: Fallback
}

const PROBLEM_OF: Readonly<Partial<Record<Failure['code'], ProblemType>>> = {
  window_closed: 'window_closed',
  content_too_large: 'content_too_large',
  media_rejected: 'media_rejected',
}

type Refusal = Exclude<PlanResult, { readonly ok: true }>

const problemOf = ({ failure, path }: Refusal): Problem => {
  const detail = failure.provider?.detail ?? failure.code
  const type = PROBLEM_OF[failure.code] ?? 'content_unsupported'
  if (type === 'window_closed')
    return new Problem(
      type,
      'The reply window of this conversation is closed: the customer must write first, or send a template.',
      [{ path, message: 'send content of type template' }],
    )
  return new Problem(type, detail, [{ path, message: detail }])
}

const channelOf = (ctx: Context, head: Head): { readonly capabilities: Capabilities; readonly window: Window } => {
  const capabilities = capabilitiesOf(ctx, head, head.state.thread)
  if (capabilities === undefined)
    throw new Problem('content_unsupported', `The channel ${head.channel} is not configured any more.`)
  return { capabilities, window: windowOf(head.state.lastInbound?.seen ?? null, capabilities, ctx.now()) }
}

type Tried = Prepared & { readonly result: PlanResult }

/** With its uploads found and its template filled in; refused where these are not right, whatever else could be sent. */
const tryPlan = async (ctx: Context, head: Head, given: OutboundMessage): Promise<Tried> => {
  const prepared = await withTemplate(ctx, head, await withUploads(ctx, head.shop, given))
  const { capabilities, window } = channelOf(ctx, head)
  return { ...prepared, result: plan(prepared.message, capabilities, window) }
}

const inFallback = (path: string): string => `/fallback${path}`

/** The fallback as a message of its own: to whom the message goes, and answering what it answers. */
const tryFallback = async (ctx: Context, head: Head, message: OutboundMessage, fallback: Fallback): Promise<Tried> => {
  const { replyTo, to, cc, bcc, subject } = message
  try {
    return await tryPlan(ctx, head, { ...compact({ replyTo, to, cc, bcc, subject }), ...fallback })
  } catch (error) {
    throw error instanceof Problem ? repoint(error, inFallback) : error
  }
}

/** What is wrong with the message, where it has no fallback that could go, and with that. */
const refusal = (main: PlanResult, fallback?: PlanResult): Problem => {
  const problems = [
    ...(main.ok ? [] : [problemOf(main)]),
    ...(fallback === undefined || fallback.ok ? [] : [repoint(problemOf(fallback), inFallback)]),
  ]
  const [first] = problems
  if (first === undefined) throw new Error('nothing was refused')
  return new Problem(
    first.type,
    first.message,
    problems.flatMap(({ errors }) => errors),
  )
}

/**
 * What would be sent now: the parts, one provider request each, and what had to change to fit the channel. A fallback is
 * planned along, so that one which could not go is refused here; where the message itself cannot go, it is what is sent. A
 * refusal for a closed window says which templates could be sent.
 */
export const planSend = async (
  ctx: Context,
  head: Head,
  { message: given, fallback }: Said,
): Promise<Pick<OutboundFact, 'message' | 'plan' | 'preview' | 'fallback' | 'instead'>> => {
  const { result: main, ...asked } = await tryPlan(ctx, head, given)
  if (fallback === undefined) {
    if (main.ok) return { ...asked, plan: main.plan }
    throw await withUsable(ctx, head, refusal(main))
  }
  const { result, ...other } = await tryFallback(ctx, head, given, fallback)
  if (!result.ok) throw await withUsable(ctx, head, refusal(main, result))
  if (main.ok) return { ...asked, plan: main.plan, fallback: { ...other, plan: result.plan } }
  return { ...other, plan: result.plan, instead: { of: asked.message, reason: main.failure } }
}

/**
 * Until when a message is tried, in ms since epoch: for a day, but not beyond the reply window it was accepted in, unless it
 * needs none, or its fallback does.
 */
export const validFor = (
  ctx: Context,
  head: Head,
  { plan: planned, fallback }: Pick<OutboundFact, 'plan' | 'fallback'>,
): number => {
  const day = ctx.now() + ctx.settings.validMs
  const { closesAt } = channelOf(ctx, head).window
  const goesAfter = needsNoWindow(planned) || (fallback !== undefined && needsNoWindow(fallback.plan))
  return closesAt === null || goesAfter ? day : Math.min(day, closesAt)
}
