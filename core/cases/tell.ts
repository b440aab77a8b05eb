import type { Context } from '../context.ts'
import { shortMark } from '../conversation/said.ts'
import { currentCase, type Head } from '../conversation/view.ts'
import { appendEvent } from '../feed.ts'
import type { Case } from '../schema/conversation.ts'
import { caseIdOf } from '../project/people.ts'
import { showCase } from './show.ts'

/** Tells a case of a conversation as it is now, once for what brought it there. */
export const tellThatCase = async (ctx: Context, head: Head, view: Case, why: string): Promise<void> => {
  const { id } = view
  const { shop } = head
  await appendEvent(ctx, { type: 'case.updated', shop, subject: id, key: [id, why], data: { ...view }, place: head })
}

/** Tells the current case. */
export const tellCase = async (ctx: Context, head: Head, why: string): Promise<void> => {
  const current = currentCase(head, caseIdOf(ctx.hash))
  if (current !== null) await tellThatCase(ctx, head, await showCase(ctx, head, current), why)
}

/** A message of the customer ends a snooze, and a case is pending no more; told once for each. */
export const tellWoken = async (ctx: Context, head: Head): Promise<void> => {
  const { said, lastInbound } = head.state
  const { snooze } = said
  if (snooze === undefined || snooze.value === null || snooze.over || (lastInbound?.seen ?? 0) <= snooze.at) return
  const current = currentCase(head, caseIdOf(ctx.hash))
  if (current?.status === 'open' && snooze.of === shortMark(current.id)) await tellCase(ctx, head, `woken ${snooze.by}`)
}
