import type { Context } from '../context.ts'
import { Problem } from '../problem.ts'
import type { Message } from '../schema/message.ts'
import type { Principal } from './accept.ts'
import { giveUp } from './part.ts'
import { outboundOf } from './resolve.ts'

/**
 * Takes back what no worker has begun to send: all of the message, or the parts that are left of it. A part that was
 * claimed goes its way. Again for a message that is cancelled already, it changes nothing. Refused when nothing was left
 * to take back, with the message's status.
 */
export const cancelMessage = async (ctx: Context, principal: Principal, id: string): Promise<Message> => {
  const { record, fact, state, view } = await outboundOf(ctx, principal, id)
  if (view.status === 'cancelled') return view
  let taken = false
  for (const index of fact.plan.parts.keys())
    if (await giveUp(ctx, { key: record.key, fact, index, part: state.part(index) }, 'cancelled')) taken = true
  const { view: after } = await outboundOf(ctx, principal, id)
  if (!taken && after.status !== 'cancelled')
    throw new Problem('not_cancellable', `Nothing of ${id} is left to be cancelled: ${after.status}.`, [], {
      messageStatus: after.status,
    })
  return after
}
