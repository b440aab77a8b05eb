import type { Context } from '../context.ts'
import { currentCase } from '../conversation/view.ts'
import { Problem } from '../problem.ts'
import { caseIdOf } from '../project/people.ts'
import { projectFact } from '../project/project.ts'
import { getConversation } from '../read.ts'
import type { Conversation } from '../schema/conversation.ts'
import { findConversation, type Principal } from '../send/accept.ts'
import { factItem } from '../store/facts.ts'

/**
 * Opens the current case again, as it was when it was closed. Once for each close; a message of the customer that came before
 * has begun the next case already.
 */
export const reopenCase = async (ctx: Context, principal: Principal, conversation: string): Promise<Conversation> => {
  const head = await findConversation(ctx, principal, conversation)
  const { close } = head.state
  if (close === null || currentCase(head, caseIdOf(ctx.hash))?.status !== 'closed')
    throw new Problem('case_not_closed', `The current case of ${conversation} is open.`)
  const key = ctx.hash('reopen', close.by)
  const fact = { kind: 'reopen' as const, shop: head.shop, conversation: head.id, close }
  const seenAt = Math.max(ctx.now(), close.at + 1)
  await ctx.table.put(factItem(key, { source: 'own', fact }, { seenAt }), { absent: 'pk' })
  await projectFact(ctx, key)
  return getConversation(ctx, principal, head.id)
}
