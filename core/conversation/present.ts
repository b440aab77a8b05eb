import { capabilitiesOf, type Context } from '../context.ts'
import { caseIdOf, heads } from '../project/people.ts'
import type { Conversation, ListedConversation } from '../schema/conversation.ts'
import type { ParleyEvent } from '../schema/event.ts'
import { findRoot } from './versioned.ts'
import { conversationView, withWindow, type Head } from './view.ts'

/** The conversation as it stands at this hour, which its window depends on. */
export const present = (ctx: Context, head: Head): Conversation =>
  withWindow(
    conversationView(head, caseIdOf(ctx.hash)),
    head.state.lastInbound?.seen ?? null,
    capabilitiesOf(ctx, head, head.state.thread),
    ctx.now(),
  )

const conversationOf = ({ type, data }: ParleyEvent): string | undefined => {
  const id = data[type.startsWith('conversation.') ? 'id' : 'conversation']
  return typeof id === 'string' ? id : undefined
}

/** Without what is kept beside the head, which was not read. */
export const withoutDetails = (conversation: Conversation): ListedConversation => {
  const { metadata: _, externalIds: __, case: current, ...rest } = conversation
  if (current === null) return { ...rest, case: null }
  const { externalIds: ___, ...shown } = current
  return { ...rest, case: shown }
}

/**
 * Events with the conversation each is about, as it stands now, which is what it came to with the event or newer: a message
 * moves its conversation, and an event of its own for that would cost three writes instead of this one consistent read. Of several
 * events of one conversation it is read once.
 */
export const withConversations = async (
  ctx: Context,
  events: readonly ParleyEvent[],
): Promise<readonly ParleyEvent[]> => {
  const ids = [...new Set(events.flatMap((event) => conversationOf(event) ?? []))]
  const roots = await Promise.all(ids.map((id) => findRoot(ctx.table, heads(ctx), id)))
  const found = new Map(ids.map((id, index) => [id, roots[index]?.value]))
  return events.map((event) => {
    const head = found.get(conversationOf(event) ?? '')
    return head === undefined || head.erased !== undefined
      ? event
      : { ...event, conversation: withoutDetails(present(ctx, head)) }
  })
}

export const withConversation = async (ctx: Context, event: ParleyEvent): Promise<ParleyEvent> =>
  (await withConversations(ctx, [event]))[0] ?? event
