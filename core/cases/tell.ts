import type { Context } from '../context.ts'
import { shortMark } from '../conversation/said.ts'
import { currentCase, type Head } from '../conversation/view.ts'
import { appendEvent } from '../feed.ts'
import { caseIdOf } from '../project/people.ts'

/** Tells the case as it is now, once for what brought it there. */
export const tellCase = async (ctx: Context, head: Head, why: string): Promise<void> => {
  const current = currentCase(head, caseIdOf(ctx.hash))
  if (current === null) return
  const { id } = current
  await appendEvent(ctx, {
    type: 'case.updated',
    shop: head.shop,
    subject: id,
    key: [id, why],
    data: { ...current },
    place: head,
  })
}

/** A message of the customer ends a snooze; told once for each snooze. */
export const tellWoken = async (ctx: Context, head: Head): Promise<void> => {
  const { said, lastInbound } = head.state
  const { snooze } = said
  if (typeof snooze?.value !== 'number' || snooze.over || (lastInbound?.seen ?? 0) <= snooze.at) return
  const current = currentCase(head, caseIdOf(ctx.hash))
  if (current?.status === 'open' && snooze.of === shortMark(current.id)) await tellCase(ctx, head, `woken ${snooze.by}`)
}
