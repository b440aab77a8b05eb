import type { Context } from '../context.ts'
import { currentCase, type Head } from '../conversation/view.ts'
import { caseIdOf } from '../project/people.ts'
import type { Case } from '../schema/conversation.ts'
import { caseKey } from '../store/keys.ts'
import { showCase } from './show.ts'

export interface FoundCase {
  readonly view: Case
  /** The conversation it was a case of, which may have been linked into another since. */
  readonly of: string
}

/** A case of a conversation by its id, the current one or one that was closed, as it stands this moment. */
export const findCase = async (
  ctx: Pick<Context, 'table' | 'hash'>,
  head: Head,
  id: string,
): Promise<FoundCase | undefined> => {
  const current = currentCase(head, caseIdOf(ctx.hash))
  if (current?.id === id) return { view: await showCase(ctx, head, current), of: head.id }
  for (const of of [head.id, ...head.state.linked]) {
    const item = await ctx.table.get(caseKey(of, id), { consistent: true })
    if (item === undefined) continue
    const closed = JSON.parse(String(item['view'])) as Case
    const view = await showCase(ctx, { ...head, id: of }, closed)
    return { view: { ...view, conversation: head.id, version: head.version }, of }
  }
  return undefined
}
