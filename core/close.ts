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
 * Closes the current case. A fact of its own under the case's key: a case is closed once, unless it is reopened, and a message of the customer
 * first seen later opens the next one. Answers the conversation as it is then.
 */
export const closeCase = async (ctx: Context, principal: Principal, conversation: string): Promise<Conversation> => {
  const head = await findConversation(ctx, principal, conversation)
  const current = currentCase(head, caseIdOf(ctx.hash))
  if (current === null || current.status === 'closed')
    throw new Problem('case_not_open', `The current case of ${conversation} is closed already.`)
  // A case that was reopened is closed again, after it was opened, and under a key of its own.
  const before = head.state.close?.view.id === current.id ? head.state.close : null
  const key = before ? ctx.hash('close', current.id, before.by) : ctx.hash('close', current.id)
  const fact = {
    kind: 'close' as const,
    shop: head.shop,
    conversation: head.id,
    case: current,
    ...(before ? { again: true as const } : {}),
  }
  const seenAt = Math.max(ctx.now(), (before?.reopenedAt ?? 0) + 1)
  await ctx.table.put(factItem(key, { source: 'own', fact }, { seenAt }), { absent: 'pk' })
  await projectFact(ctx, key)
  return getConversation(ctx, principal, conversation)
}
