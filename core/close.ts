import type { Context } from './context.ts'
import { currentCase } from './conversation/view.ts'
import { Problem } from './problem.ts'
import { projectFact } from './project/project.ts'
import { caseIdOf } from './project/people.ts'
import type { Conversation } from './schema/conversation.ts'
import { findConversation, type Principal } from './send/accept.ts'
import { factItem } from './store/facts.ts'
import { getConversation } from './read.ts'

/**
 * Closes the current case. A fact of its own under the case's key: a case is closed once, and a message of the customer
 * first seen later opens the next one. Answers the conversation as it is then.
 */
export const closeCase = async (ctx: Context, principal: Principal, conversation: string): Promise<Conversation> => {
  const head = await findConversation(ctx, principal, conversation)
  const current = currentCase(head, caseIdOf(ctx.hash))
  if (current === null || current.status === 'closed')
    throw new Problem('case_not_open', `The current case of ${conversation} is closed already.`)
  const key = ctx.hash('close', current.id)
  const fact = { kind: 'close' as const, shop: head.shop, conversation: head.id, case: current }
  await ctx.table.put(factItem(key, { source: 'own', fact }, { seenAt: ctx.now() }), { absent: 'pk' })
  await projectFact(ctx, key)
  return getConversation(ctx, principal, conversation)
}
