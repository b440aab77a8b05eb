import type { Context } from '../context.ts'
import { Problem } from '../problem.ts'
import type { Message } from '../schema/message.ts'
import type { Principal } from './accept.ts'
import { giveUp, jobsOf } from './part.ts'
import { outboundOf } from './resolve.ts'

/**
 * Takes back what no worker has begun to send: all of the message, or the parts that are left of it. A part that was
 * claimed goes its way. Again for a message that is cancelled already, it changes nothing. Refused when nothing was left
 * to take back, with the message's status.
 */
export const cancelMessage = async (ctx: Context, principal: Principal, id: string): Promise<Message> => {
  const outbound = await outboundOf(ctx, principal, id)
  const { record, view } = outbound
  if (view.status === 'cancelled') return view
  let taken = false
  for (const job of jobsOf(record.key, outbound)) if (await giveUp(ctx, job, 'cancelled')) taken = true
  const { view: after } = await outboundOf(ctx, principal, id)
  // Its fallback took the message's place meanwhile, and is to be taken back in its stead.
  if (!taken && after.fallback?.used !== view.fallback?.used) return cancelMessage(ctx, principal, id)
  if (!taken && after.status !== 'cancelled')
    throw new Problem('not_cancellable', `Nothing of ${id} is left to be cancelled: ${after.status}.`, [], {
      messageStatus: after.status,
    })
  return after
}
