import { capabilitiesOf, type Context } from '../context.ts'
import { failure } from '../failures.ts'
import type { Guard, Scalar } from '../ports.ts'
import { learnRecipient } from '../project/recipient.ts'
import type { Failure } from '../schema/failure.ts'
import type { Alias } from '../schema/identity.ts'
import { partAttribute, type OutboundFact } from '../store/facts.ts'
import type { Going, GoingPart } from '../store/going.ts'
import { messageFact, messageId, stateKey } from '../store/keys.ts'
import { holdAccount, pauseAccount, releaseAccount, returnProbe } from '../account-state.ts'
import { withLinks } from '../uploads.ts'
import { retryDelay } from './backoff.ts'
import { fallBack } from './fallback.ts'
import type { Sender, SendOutcome } from './sender.ts'

/** One part of a message under the worker's hands. */
export interface PartJob extends GoingPart {
  /** Key of the outbound fact. */
  readonly key: string
  readonly going: Going
}

/** What there is to do of a message: its parts in order. */
export const jobsOf = (key: string, going: Going): readonly PartJob[] =>
  going.parts.map((part) => ({ ...part, key, going }))

/** Enough to say of a part that it ended. */
type PartRef = Pick<PartJob, 'key' | 'number'>

const attribute = (job: PartRef, name: string): string => partAttribute(job.number, name)

type Attributes = Readonly<Record<string, Scalar>>
const write = (ctx: Context, job: PartRef, attributes: Attributes, guard: Guard) => {
  const named = Object.entries(attributes).map(([name, value]) => [attribute(job, name), value] as const)
  return ctx.table.update(stateKey(job.key), { set: Object.fromEntries(named), add: { rev: 1 } }, guard)
}
const stateIs = (job: PartRef, ...states: readonly string[]): Guard => ({
  any: states.map((state) => ({ eq: [attribute(job, 'state'), state] as const })),
})
const notStarted = (job: PartRef): Guard => ({
  any: [{ absent: attribute(job, 'state') }, stateIs(job, 'queued', 'held')],
})

/** Takes the part before the provider is called. Only one worker gets it; undefined: somebody else did. */
export const claim = async (ctx: Context, job: PartJob): Promise<number | undefined> => {
  const lease = ctx.now() + ctx.settings.leaseMs
  const token = ctx.nonce()
  const claimed = await write(
    ctx,
    job,
    { state: 'sending', lease, n: job.state.attempts + 1, claim: token },
    {
      all: [
        notStarted(job),
        { any: [{ absent: attribute(job, 'n') }, { eq: [attribute(job, 'n'), job.state.attempts] }] },
      ],
    },
  )
  if (claimed) return lease
  // A write whose answer was lost is tried again by the client, and then meets itself.
  const stands = await ctx.table.get(stateKey(job.key), { consistent: true })
  const ours = stands?.[attribute(job, 'claim')] === token && stands[attribute(job, 'state')] === 'sending'
  return ours ? lease : undefined
}

/** Ends a part that was never handed to the provider, or that it refused for good. */
export const giveUp = (ctx: Context, job: PartRef, state: 'failed' | 'expired' | 'cancelled', why?: Failure) =>
  write(ctx, job, { state, ...(why ? { fail: JSON.stringify(why) } : {}) }, notStarted(job))

/** Leaves a part waiting for its account. */
export const hold = (ctx: Context, job: PartJob, due: number, why?: Failure) =>
  write(ctx, job, { state: 'held', due, ...(why ? { fail: JSON.stringify(why) } : {}) }, notStarted(job))

/** A claim whose worker never came back: the provider may or may not have the message. */
export const markUnknown = (ctx: Context, job: PartJob, lease: number, detail: string) =>
  write(
    ctx,
    job,
    {
      state: 'unknown',
      due: ctx.now() + ctx.settings.settleMs,
      fail: JSON.stringify(failure('outcome_unknown', detail)),
    },
    { all: [stateIs(job, 'sending'), { eq: [attribute(job, 'lease'), lease] }] },
  )

/**
 * Sends an unknown part again: by the account's policy, or because a person said so. It is marked as one that may have
 * arrived: whatever becomes of it now, nothing may go in its place any more.
 */
export const requeue = (ctx: Context, job: PartJob) =>
  write(ctx, job, { state: 'queued', due: ctx.now(), again: true }, stateIs(job, 'unknown'))

/** An unknown part is taken for sent: because a person said so. */
export const settleSent = (ctx: Context, job: PartJob) => write(ctx, job, { state: 'sent' }, stateIs(job, 'unknown'))

const own = (job: PartJob, lease: number): Guard => ({ eq: [attribute(job, 'lease'), lease] })
/** Still ours, and nobody settled it: a receipt or a person may know better than the answer. */
const undecided = (job: PartJob, lease: number): Guard => ({
  all: [own(job, lease), stateIs(job, 'sending', 'unknown')],
})

/** Kept with the part where it tells something new: `project` learns it, should this worker die before it has. */
const toldAliases = (job: PartJob, aliases: readonly Alias[] = []): Attributes => {
  const known = new Set(job.going.fact.address.peers.map(({ type, value }) => `${type} ${value}`))
  const told = aliases.some(({ type, value }) => !known.has(`${type} ${value}`))
  return told ? { [attribute(job, 'al')]: JSON.stringify(aliases) } : {}
}

/**
 * Sent is a part from when the provider was asked: it takes the part before it answers, and its own time of the part,
 * which watermarks go by, lies in between. A mark that is exactly that time must cover it.
 */
const accepted = async (
  ctx: Context,
  job: PartJob,
  lease: number,
  outcome: SendOutcome & { readonly kind: 'accepted' },
  askedAt: number,
): Promise<void> => {
  const { fact } = job.going
  const account = fact.address.account
  const providerKey = messageFact(ctx.hash, fact.channel, outcome.scope ?? account, outcome.providerId)
  // An answer that comes after its lease ran out still tells that the message was sent. The first id stays: its
  // receipts are the message's.
  const known: Guard = { any: [own(job, lease), { absent: attribute(job, 'key') }] }
  await ctx.table.update(
    stateKey(job.key),
    {
      set: { [attribute(job, 'state')]: 'sent' },
      init: {
        [attribute(job, 'pid')]: outcome.providerId,
        [attribute(job, 'key')]: providerKey,
        [attribute(job, 'at')]: askedAt,
        ...toldAliases(job, outcome.aliases),
      },
      add: { rev: 1 },
    },
    known,
  )
  await ctx.table.update(stateKey(providerKey), {
    init: { out: messageId(job.key), outp: job.number },
    add: { rev: 1 },
  })
  await learnRecipient(ctx, fact, outcome.aliases ?? [], ctx.now())
}

/** What a refusal comes to. A part that somebody settled meanwhile is looked at again. */
const refused = async (ctx: Context, job: PartJob, lease: number, why: Failure): Promise<PartResult> => {
  const now = ctx.now()
  const settle = async (attributes: Attributes, result: PartResult): Promise<PartResult> => {
    const written = await write(ctx, job, { ...attributes, fail: JSON.stringify(why) }, undecided(job, lease))
    return written ? result : { kind: 'wait', until: now }
  }
  if (why.code === 'credentials_invalid' && why.scope === 'account') {
    const until = await holdAccount(ctx, job.going.fact, why)
    return settle({ state: 'held', due: until }, { kind: 'wait', until })
  }
  const delay = retryDelay(why.retry, job.state.attempts + 1, ctx.random)
  if (delay === undefined || now + delay > job.going.fact.validUntil) {
    if (await fallBack(ctx, job, why, lease)) return { kind: 'replaced' }
    return settle({ state: 'failed' }, { kind: 'failed' })
  }
  const until = now + delay
  if (why.code === 'rate_limited' && why.scope === 'account') await pauseAccount(ctx, job.going.fact, until)
  return settle({ state: 'queued', due: until }, { kind: 'wait', until })
}

export type PartResult =
  | { readonly kind: 'sent' }
  | { readonly kind: 'failed' }
  | { readonly kind: 'unknown' }
  /** The message cannot be sent: its fallback goes instead. */
  | { readonly kind: 'replaced' }
  /** Not before this time, in ms. */
  | { readonly kind: 'wait'; readonly until: number }

/** What was found when it was checked that the part may go. */
export interface Opened {
  /** The account refused its credentials before, and this part tries them again. */
  readonly probing: boolean
  /** When the customer last wrote, where the channel counts a reply window from it. */
  readonly lastInboundAt?: number
}

/** Where every part has to answer something, the later ones answer what the first one does. */
const answersLatest = (ctx: Context, { channel, address }: OutboundFact): boolean =>
  capabilitiesOf(ctx, { channel, account: address.account }, address.thread)?.answersLatest ?? false

/** Calls the provider for a claimed part and writes down what came of it. */
export const sendClaimed = async (
  ctx: Context,
  sender: Sender,
  job: PartJob,
  lease: number,
  { probing, lastInboundAt }: Opened,
): Promise<PartResult> => {
  const { key, number, going } = job
  const { fact } = going
  const linked = await withLinks(ctx, job.content)
  const askedAt = ctx.now()
  const outcome = await sender(
    {
      key: { message: messageId(key), part: number },
      address: fact.address,
      content: linked,
      author: fact.author.kind,
      ...(fact.replyTo && (number === going.parts[0]?.number || answersLatest(ctx, fact))
        ? { replyTo: fact.replyTo }
        : {}),
      ...(fact.answered ? { answered: fact.answered } : {}),
      ...(lastInboundAt === undefined ? {} : { lastInboundAt }),
    },
    fact.connection,
    ctx.settings.sendTimeoutMs,
  )
  ctx.log('send', { message: messageId(key), part: number, channel: fact.channel, outcome: outcome.kind })
  if (outcome.kind === 'accepted') {
    await accepted(ctx, job, lease, outcome, askedAt)
    if (probing) await releaseAccount(ctx, fact)
    return { kind: 'sent' }
  }
  if (outcome.kind === 'unknown') {
    await markUnknown(ctx, job, lease, outcome.detail)
    return { kind: 'unknown' }
  }
  const { code, scope } = outcome.failure
  if (probing && !(code === 'credentials_invalid' && scope === 'account')) await returnProbe(ctx, fact)
  return refused(ctx, job, lease, outcome.failure)
}
