import type { Context } from '../context.ts'
import { readIdsOfCases } from '../conversation/details.ts'
import { currentCase, type Head } from '../conversation/view.ts'
import { caseIdOf } from '../project/people.ts'
import type { Case } from '../schema/conversation.ts'
import { findConversation, type Principal } from '../send/accept.ts'
import { casesRange } from '../store/keys.ts'
import type { Item, Page } from '../ports.ts'

/** The most closed cases that are shown: those of many years. */
const MAX_CASES = 200

const closedCases = async (ctx: Context, conversation: string): Promise<readonly Item[]> => {
  const items: Item[] = []
  let after: Page['next']
  do {
    const page = await ctx.table.query({ ...casesRange(conversation), ...(after ? { after } : {}), limit: MAX_CASES })
    items.push(...page.items)
    after = page.next
  } while (after !== undefined && items.length < MAX_CASES)
  return items
}

const idsOfCases = async (
  ctx: Context,
  { state }: Head,
  conversations: readonly string[],
): Promise<ReadonlyMap<string, Case['externalIds']>> => {
  if (state.caseDetailsAt === 0) return new Map()
  const found = await Promise.all(conversations.map((one) => readIdsOfCases(ctx, one)))
  return new Map(found.flatMap((ids) => [...ids]))
}

/** All cases of a conversation, the latest first: the current one, and those that were closed before. */
export const listCases = async (ctx: Context, principal: Principal, id: string): Promise<readonly Case[]> => {
  const head = await findConversation(ctx, principal, id)
  const current = currentCase(head, caseIdOf(ctx.hash))
  const members = [head.id, ...head.state.linked]
  const items = (await Promise.all(members.map((one) => closedCases(ctx, one)))).flat()
  const ids = await idsOfCases(ctx, head, members)
  const closed = items.map((item) => JSON.parse(String(item['view'])) as Case)
  const others = closed
    .filter((one) => one.id !== current?.id)
    .sort((a, b) => b.openedAt - a.openedAt || (a.id < b.id ? 1 : -1))
  return [...(current ? [current] : []), ...others].map((one) => ({
    ...one,
    conversation: head.id,
    externalIds: ids.get(one.id) ?? {},
    version: head.version,
  }))
}
