import type { Context } from './context.ts'
import { latestInbound } from './conversation/latest.ts'
import type { Head } from './conversation/view.ts'
import { projectFact } from './project/project.ts'
import { getConversation } from './read.ts'
import type { Conversation } from './schema/conversation.ts'
import type { Failure, FailureCode } from './schema/failure.ts'
import type { Address } from './schema/identity.ts'
import { addressOf, findConversation, type Principal } from './send/accept.ts'
import { factItem } from './store/facts.ts'

/** Something shown to the customer that is no message: that somebody types, or that their message was read. */
export interface ChannelAction {
  readonly type: 'typing' | 'read'
  readonly address: Address
  /** Provider id of the customer's latest message. */
  readonly message?: string
}
export type ActionOutcome =
  | { readonly kind: 'done' }
  /** The channel has no such thing. */
  | { readonly kind: 'unsupported' }
  | { readonly kind: 'refused'; readonly failure: Failure }

/** Asks the channel to show it; never throws for what the provider or the network does. Gives up after `timeoutMs`. */
export type Act = (action: ChannelAction, connection: string, timeoutMs: number) => Promise<ActionOutcome>

/** Whether the customer is shown it, and why not: the channel has no such thing, or the code of a failure. */
export interface Acted {
  readonly sent: boolean
  readonly reason: 'unsupported' | FailureCode | null
}

/** Nothing is owed: whoever waits for the answer should not wait long. */
const TIMEOUT_MS = 3000

const perform = async (ctx: Context, act: Act, head: Head, type: ChannelAction['type']): Promise<Acted> => {
  const message = (await latestInbound(ctx, head))?.providerId ?? undefined
  const action = { type, address: addressOf(head), ...(message === undefined ? {} : { message }) }
  const outcome = await act(action, head.connection, TIMEOUT_MS)
  const reason = outcome.kind === 'refused' ? outcome.failure.code : outcome.kind === 'done' ? null : outcome.kind
  ctx.log('act', { channel: head.channel, action: type, outcome: outcome.kind, reason })
  return { sent: outcome.kind === 'done', reason }
}

/** Shows the customer that somebody is typing, where the channel can. */
export const showTyping = async (ctx: Context, act: Act, principal: Principal, conversation: string): Promise<Acted> =>
  perform(ctx, act, await findConversation(ctx, principal, conversation), 'typing')

/**
 * The shop has read everything the customer said so far: kept as a fact, so that nothing counts as unread, and shown to
 * the customer where the channel can. What comes in meanwhile stays unread.
 */
export const markRead = async (
  ctx: Context,
  act: Act,
  principal: Principal,
  conversation: string,
): Promise<Acted & { readonly conversation: Conversation }> => {
  const head = await findConversation(ctx, principal, conversation)
  const upTo = head.state.lastInbound?.seen ?? 0
  if (upTo > head.state.readMark) {
    const key = ctx.hash('read', head.id, String(upTo))
    const fact = { kind: 'read' as const, shop: head.shop, conversation: head.id, upTo }
    await ctx.table.put(factItem(key, { source: 'own', fact }, { seenAt: ctx.now() }), { absent: 'pk' })
    await projectFact(ctx, key)
  }
  const acted = await perform(ctx, act, head, 'read')
  return { ...acted, conversation: await getConversation(ctx, principal, head.id) }
}
