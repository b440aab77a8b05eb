import type { Context } from '../context.ts'
import { findRoot } from '../conversation/versioned.ts'
import { heads } from '../project/people.ts'
import { loadOutbound, type Outbound } from '../project/outbound.ts'
import { Problem } from '../problem.ts'
import { reachesSent } from '../reach.ts'
import type { Message } from '../schema/message.ts'
import { loadPartition } from '../store/facts.ts'
import { factOfMessage } from '../store/keys.ts'
import type { Principal } from './accept.ts'
import { jobsOf, requeue, settleSent } from './part.ts'

/** A message of the shop that was sent or is to be, or not_found. */
export const outboundOf = async (ctx: Context, principal: Principal, id: string): Promise<Outbound> => {
  const outbound = await loadOutbound(ctx, await loadPartition(ctx.table, factOfMessage(id)))
  const missing = new Problem('not_found', `There is no sent message ${id}.`)
  if (outbound === undefined || !reachesSent(principal, outbound.fact)) throw missing
  const { value: head } = await findRoot(ctx.table, heads(ctx), outbound.fact.conversation)
  if (head?.erased !== undefined) throw missing
  return outbound
}

/**
 * Settles what only a person can know: whether a message with an unknown outcome arrived. `sent` takes it for sent;
 * `resend` sends the unknown parts again. Refused when nothing about the message is unknown.
 */
export const resolveUnknown = async (
  ctx: Context,
  principal: Principal,
  id: string,
  outcome: 'sent' | 'resend',
): Promise<Message> => {
  const outbound = await outboundOf(ctx, principal, id)
  const { record, view } = outbound
  const unknown = jobsOf(record.key, outbound).filter((_, index) => view.parts[index]?.status === 'unknown')
  if (unknown.length === 0)
    throw new Problem('not_unknown', `The outcome of ${id} is known: ${view.status}.`, [], {
      messageStatus: view.status,
    })
  for (const job of unknown) await (outcome === 'sent' ? settleSent(ctx, job) : requeue(ctx, job))
  return (await outboundOf(ctx, principal, id)).view
}
