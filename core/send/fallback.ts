import type { Context } from '../context.ts'
import type { Guard, Scalar } from '../ports.ts'
import type { Failure, FailureCode } from '../schema/failure.ts'
import type { Plan } from '../schema/message.ts'
import { partAttribute } from '../store/facts.ts'
import { messageId, stateKey } from '../store/keys.ts'
import type { PartJob } from './part.ts'

/**
 * Failures of what is said, or of when: other words may still go. All others concern the recipient or the account, or leave
 * open what happened, so that sending something else would fail as well, disregard a wish, or say it twice.
 */
const OF_CONTENT: ReadonlySet<FailureCode> = new Set([
  'window_closed',
  'content_unsupported',
  'content_too_large',
  'media_rejected',
  'template_rejected',
])

/** Templates go outside of the reply window too. */
export const needsNoWindow = ({ parts }: Plan): boolean => parts.every(({ type }) => type === 'template')

/** Whether the fallback may go where the message was refused like this. A policy counts where it is about the words alone. */
const helps = (fallback: Plan, { code, scope }: Failure): boolean => {
  if (code === 'window_closed') return needsNoWindow(fallback)
  return OF_CONTENT.has(code) || (code === 'policy_blocked' && scope === 'message')
}

const is = (number: number, state: string): Guard => ({ eq: [partAttribute(number, 'state'), state] })
/** Never handed to a provider, or explicitly refused by it; not ended; and never one whose outcome was unknown. */
const unsent = (number: number): Guard => ({
  all: [
    { absent: partAttribute(number, 'again') },
    { any: [{ absent: partAttribute(number, 'state') }, is(number, 'queued'), is(number, 'held')] },
  ],
})
/** In our hands, and just refused. */
const claimed = (number: number, lease: number): Guard => ({
  all: [
    { absent: partAttribute(number, 'again') },
    is(number, 'sending'),
    { eq: [partAttribute(number, 'lease'), lease] },
  ],
})

/**
 * Puts the fallback in the place of a message of which nothing went, and from then on nothing of the message itself can: one
 * write says why, and ends the message's parts, so that a worker who still holds the message can claim none of them. `lease`
 * is that of the first part, where the provider refused it. False: there is no fallback, it would not help, or something of
 * the message went, was taken back or is being sent by somebody else; all stays as it is.
 */
export const fallBack = async (ctx: Context, job: PartJob, why: Failure, lease?: number): Promise<boolean> => {
  const { fact, parts } = job.going
  const [first, ...rest] = parts.map(({ number }) => number)
  if (fact.fallback === undefined || job.number !== first || !helps(fact.fallback.plan, why)) return false
  const reason = JSON.stringify(why)
  const set: Record<string, Scalar> = {
    fb: reason,
    [partAttribute(first, 'state')]: 'failed',
    [partAttribute(first, 'fail')]: reason,
  }
  for (const number of rest) set[partAttribute(number, 'state')] = 'cancelled'
  const replaced = await ctx.table.update(
    stateKey(job.key),
    { set, add: { rev: 1 } },
    {
      all: [{ absent: 'fb' }, lease === undefined ? unsent(first) : claimed(first, lease), ...rest.map(unsent)],
    },
  )
  if (replaced === undefined) return false
  ctx.log('fallback', { message: messageId(job.key), channel: fact.channel, reason: why.code })
  return true
}
