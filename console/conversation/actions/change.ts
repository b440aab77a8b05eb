import { dataOf, ParleyProblem, type ListedConversation } from '../../../client/index.ts'
import type { components } from '../../../client/schema.ts'
import { conversations, keepConversations } from '../../state/conversations.ts'
import { api } from '../../state/session.ts'
import { actions } from '../../texts/actions.ts'
import { common } from '../../texts/common.ts'
import { fullTime } from '../../texts/format.ts'
import { t } from '../../texts/text.ts'
import { attempt, notify } from '../../ui/notices.tsx'

type Change = components['schemas']['ConversationChange']
type Named = Pick<ListedConversation, 'id'>

const of = ({ id }: Named) => ({ params: { path: { conversation: id } } })

/** Changes what is kept of the conversation, and shows what the gateway answers. Whether it went well. */
export const change = (conversation: Named, body: Change): Promise<boolean> =>
  attempt(async () => {
    keepConversations([dataOf(await api().PATCH('/v1/conversations/{conversation}', { ...of(conversation), body }))])
  })

const TRIES = 4

/** Tags are told all at once: those that somebody else gave meanwhile are kept by looking again. */
export const changeTags = (
  conversation: ListedConversation,
  edit: (tags: readonly string[]) => readonly string[],
): Promise<boolean> =>
  attempt(async () => {
    let seen = conversations.peek().get(conversation.id) ?? conversation
    for (let tried = 1; ; tried++) {
      const body = { tags: [...edit(seen.case?.tags ?? [])], ifVersion: seen.version }
      try {
        const answer = await api().PATCH('/v1/conversations/{conversation}', { ...of(conversation), body })
        return keepConversations([dataOf(answer)])
      } catch (error) {
        const moved = error instanceof ParleyProblem && error.type === 'conversation_moved'
        if (!moved || tried === TRIES) throw error
        seen = dataOf(await api().GET('/v1/conversations/{conversation}', of(conversation)))
        keepConversations([seen])
      }
    }
  })

export const reopen = (conversation: Named): Promise<boolean> =>
  attempt(async () => {
    keepConversations([dataOf(await api().POST('/v1/conversations/{conversation}/reopen', of(conversation)))])
  })

export const close = (conversation: Named): Promise<boolean> =>
  attempt(async () => {
    keepConversations([dataOf(await api().POST('/v1/conversations/{conversation}/close', of(conversation)))])
    notify(t(actions.closedNow), { action: { label: t(common.undo), run: () => void reopen(conversation) } })
  })

export const openAgain = (conversation: Named): Promise<boolean> => change(conversation, { status: 'open' })

const setAside = (conversation: Named, text: string): void =>
  notify(text, { action: { label: t(common.undo), run: () => void openAgain(conversation) } })

export const snooze = (conversation: Named, until: number): Promise<boolean> =>
  attempt(async () => {
    const body = { until: new Date(until).toISOString() }
    keepConversations([
      dataOf(await api().POST('/v1/conversations/{conversation}/snooze', { ...of(conversation), body })),
    ])
    setAside(conversation, t(actions.snoozedNow, { until: fullTime(until) }))
  })

export const makePending = async (conversation: Named): Promise<boolean> => {
  const done = await change(conversation, { status: 'pending' })
  if (done) setAside(conversation, t(actions.pendingNow))
  return done
}
