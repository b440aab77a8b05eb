import { refuseMoved, takeVersion } from '../cases/moved.ts'
import { compact } from '../compact.ts'
import { capabilitiesOf, type Context } from '../context.ts'
import { refuseOthers } from '../control.ts'
import { latestInbound } from '../conversation/latest.ts'
import { currentPeers, personOf } from '../conversation/head.ts'
import { findRoot } from '../conversation/versioned.ts'
import type { Head } from '../conversation/view.ts'
import { claimMessageIds } from '../messages/claim.ts'
import { Problem } from '../problem.ts'
import { findPlace, heads } from '../project/people.ts'
import { loadOutbound, type Outbound } from '../project/outbound.ts'
import { reaches, type Principal } from '../reach.ts'
import { isGroup, type Address, type Alias } from '../schema/identity.ts'
import type { Author, Message, OutboundMessage, Plan } from '../schema/message.ts'
import { factItem, loadPartition, type OutboundFact, type Partition } from '../store/facts.ts'
import { dueKeys, factKey, factOfMessage, messageId, outboundFact, todoKey } from '../store/keys.ts'
import { answeredMail } from './answered.ts'
import { isForbidden, mailboxes, recipients } from './consent.ts'
import { planSend, validFor, type Said } from './planned.ts'

export type { Principal } from '../reach.ts'

export interface SendRequest extends Said {
  readonly conversation: string
  readonly author: Author
  readonly purpose: 'service' | 'marketing'
  /** ms since epoch; by default the settings' time from now. */
  readonly validUntil?: number
  /** Send although somebody else is in control. */
  readonly override?: boolean
  /** What the message is called in other systems. */
  readonly externalIds?: Readonly<Record<string, string>>
  /** Refused when the conversation is at another version. */
  readonly ifVersion?: number
}

/** The conversation that carries on under this id, or not_found: also when it is out of the principal's reach. */
export const findConversation = async (
  ctx: Pick<Context, 'table' | 'hash'>,
  principal: Omit<Principal, 'name'>,
  id: string,
): Promise<Head> => {
  const { value } = await findRoot(ctx.table, heads(ctx), id)
  if (value === undefined || !reaches(principal, value) || value.state.last === null)
    throw new Problem('not_found', `There is no conversation ${id}.`)
  return value
}

/** In a thread, to the person who wrote last; in a group, to all. */
const peersOf = ({ state }: Head, message: OutboundMessage | undefined): readonly Alias[] => {
  if (state.thread && isGroup(state.thread)) return [state.thread]
  const peers = currentPeers(state)
  return peers.length > 0 ? peers : mailboxes(message?.to)
}

/** Where what is said in a conversation goes; refused when nobody is known whom it could go to. */
export const addressOf = (head: Head, message?: OutboundMessage): Address => {
  const { thread } = head.state
  const peers = peersOf(head, message)
  if (peers.length === 0)
    throw new Problem('invalid_request', 'Nobody is known in this conversation who could be written to.', [
      { path: '/to', message: 'say to whom, where the channel is mail' },
    ])
  return { channel: head.channel, account: head.account, peers: [...peers], ...(thread ? { thread } : {}) }
}

/** Provider id of a message of this conversation that is answered or reacted to. */
const providerIdOf = async (ctx: Context, head: Head, id: string, path: string): Promise<string> => {
  const partition = await loadPartition(ctx.table, factOfMessage(id))
  const found = (await inboundTarget(ctx, partition)) ?? (await outboundTarget(ctx, partition))
  const root = found && (await findRoot(ctx.table, heads(ctx), found.conversation))
  if (found?.providerId && root?.id === head.id) return found.providerId
  throw new Problem(
    'invalid_request',
    'The message referred to is not of this conversation, or has no provider id yet.',
    [{ path, message: 'name a message of this conversation that was received or sent' }],
  )
}

interface Target {
  readonly conversation: string
  readonly providerId: string | undefined
}

const inboundTarget = async (ctx: Context, { fact: record }: Partition): Promise<Target | undefined> => {
  if (record?.source !== 'inbound' || record.fact.kind !== 'message') return undefined
  const account = ctx.directory.account(record.channel, record.connection, record.fact.account)
  const place = account && (await findPlace(ctx, account, record.fact, record.seenAt))
  return place && { conversation: place.conversation, providerId: record.fact.id }
}

const outboundTarget = async (ctx: Context, partition: Partition): Promise<Target | undefined> => {
  const outbound = await loadOutbound(ctx, partition)
  if (outbound === undefined) return undefined
  const sent = outbound.view.parts.findLast((part) => part.providerId !== null)
  return { conversation: outbound.fact.conversation, providerId: sent?.providerId ?? undefined }
}

const resolveReaction = async (ctx: Context, head: Head, plan: Plan): Promise<Plan> => ({
  ...plan,
  parts: await Promise.all(
    plan.parts.map(async (part) =>
      part.type === 'reaction'
        ? { ...part, target: await providerIdOf(ctx, head, part.target, '/content/target') }
        : part,
    ),
  ),
})

/** The message that is answered: the one that was named, or where each part has to answer one, the customer's latest. */
const replyToOf = async (ctx: Context, head: Head, named: string | undefined): Promise<string | undefined> => {
  if (named !== undefined) return providerIdOf(ctx, head, named, '/replyTo')
  if (!capabilitiesOf(ctx, head, head.state.thread)?.answersLatest) return undefined
  return (await latestInbound(ctx, head))?.providerId ?? undefined
}

/** What a program sent is not answered by a program: two of them would go on for ever (RFC 3834, section 2). */
const refuseLoop = async (ctx: Context, head: Head, { author }: Pick<SendRequest, 'author'>): Promise<void> => {
  if (author.kind === 'agent' || capabilitiesOf(ctx, head, head.state.thread)?.mail === undefined) return
  if ((await latestInbound(ctx, head))?.email?.automated !== undefined)
    throw new Problem('automated_sender', 'The latest mail of this conversation was sent by a program.', [
      { path: '/author/kind', message: 'let a person answer, as an agent' },
    ])
}

/** The message that goes into a conversation, with all that is checked before it is accepted. */
export const prepareFor = async (
  ctx: Context,
  head: Head,
  request: Omit<SendRequest, 'conversation'>,
): Promise<OutboundFact> => {
  if (request.validUntil !== undefined && request.validUntil <= ctx.now())
    throw new Problem('invalid_request', 'The message would expire before it could be sent.', [
      { path: '/validUntil', message: 'give a time in the future' },
    ])
  const said = await planSend(ctx, head, request)
  const { message } = said
  const planned = await resolveReaction(ctx, head, said.plan)
  const address = addressOf(head, message)
  if (await isForbidden(ctx, head.shop, recipients(address, planned), request.purpose))
    throw new Problem('recipient_opted_out', 'The customer has withdrawn consent for messages from this sender.')
  await refuseLoop(ctx, head, request)
  const replyTo = await replyToOf(ctx, head, message.replyTo)
  const answered = await answeredMail(ctx, head, message.replyTo)
  return {
    kind: 'outbound',
    shop: head.shop,
    conversation: head.id,
    contact: head.state.contact && personOf(head.state.contact),
    channel: head.channel,
    connection: head.connection,
    address,
    author: request.author,
    ...said,
    plan: planned,
    purpose: request.purpose,
    ...(replyTo === undefined ? {} : { replyTo }),
    ...compact({ externalIds: request.externalIds }),
    ...(answered ? { answered } : {}),
    validUntil: request.validUntil ?? validFor(ctx, head, said),
  }
}

const prepare = async (
  ctx: Context,
  principal: Principal,
  request: SendRequest,
  key: string,
): Promise<OutboundFact> => {
  const head = await findConversation(ctx, principal, request.conversation)
  refuseMoved(head, request.ifVersion)
  refuseOthers(head, request.author, request.override)
  const fact = await prepareFor(ctx, head, request)
  await takeVersion(ctx, head, request.ifVersion, key)
  return fact
}

/** What is stored for a key that was used before; refused when the request was another. */
const storedFor = async (ctx: Context, key: string, bodyHash: string): Promise<Outbound | undefined> => {
  const partition = await loadPartition(ctx.table, key)
  if (partition.erased !== undefined)
    throw new Problem('not_found', 'The message of this Idempotency-Key was erased, with whom it was sent to.')
  if (partition.fact === undefined) return undefined
  if (partition.fact.bodyHash !== bodyHash)
    throw new Problem('idempotency_key_reused', 'This Idempotency-Key was used with another request.', [
      { path: 'Idempotency-Key', message: 'use a new key for a new message' },
    ])
  return loadOutbound(ctx, partition)
}

/** Puts a message in the conversation's queue; again where it stands there already. */
const queue = async (ctx: Context, { record, fact }: Outbound): Promise<void> => {
  const id = messageId(record.key)
  await ctx.table.put({
    ...todoKey(fact.conversation, record.seenAt, id),
    ...dueKeys(record.seenAt + ctx.settings.wakeGraceMs, id),
  })
}

/**
 * Accepts a message: durable, with its exact parts, before it is acknowledged. The same key and request give the stored
 * answer. The to-do is written here as well as by `project`, so that the order of acceptance is the order of sending:
 * nothing is acknowledged before it stands there, also when who wrote the fact died before it could.
 */
export const acceptOnce = async (
  ctx: Context,
  key: string,
  request: object,
  make: () => Promise<OutboundFact>,
): Promise<Message> => {
  const bodyHash = ctx.hash('body', JSON.stringify(request))
  let accepted = await storedFor(ctx, key, bodyHash)
  if (accepted === undefined) {
    const fact = await make()
    if (fact.externalIds) await claimMessageIds(ctx, fact.shop, messageId(key), fact.externalIds)
    const item = factItem(key, { source: 'own', fact }, { seenAt: ctx.now(), bodyHash })
    await ctx.table.put(item, { absent: 'pk' })
    accepted = await storedFor(ctx, key, bodyHash)
  }
  if (accepted === undefined) throw new Error(`an accepted message is missing: ${factKey(key).pk}`)
  if (accepted.view.status === 'queued') await queue(ctx, accepted)
  return accepted.view
}

/** Accepts a message of a conversation. */
export const acceptMessage = (
  ctx: Context,
  principal: Principal,
  idempotencyKey: string,
  request: SendRequest,
): Promise<Message> => {
  const key = outboundFact(ctx.hash, principal.name, principal.shop, idempotencyKey)
  return acceptOnce(ctx, key, request, () => prepare(ctx, principal, request, key))
}
