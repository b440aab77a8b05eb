import { signal, useSignal, type ReadonlySignal } from '@preact/signals'
import { useLocation } from 'preact-iso'
import { useEffect } from 'preact/hooks'
import { dataOf, ParleyProblem, type ListedConversation } from '../../client/index.ts'
import { conversations, keepConversations } from '../state/conversations.ts'
import { generation, onEvent } from '../state/feed.ts'
import { api } from '../state/session.ts'
import { attempt } from '../ui/notices.tsx'

export type OpenState = 'loading' | 'ready' | 'missing' | 'failed'

/** Reads a conversation, also one that is in no list. Of two that proved to be one the address names the one that carries on. */
export const useOpen = (id: string): { readonly state: ReadonlySignal<OpenState>; readonly again: () => void } => {
  const { route, url } = useLocation()
  const state = useSignal<OpenState>('loading')
  const age = generation.value
  const again = (): void => {
    const read = async (): Promise<void> => {
      const found = dataOf(
        await api().GET('/v1/conversations/{conversation}', { params: { path: { conversation: id } } }),
      )
      keepConversations([found])
      if (found.id !== id) route(url.replace(id, found.id), true)
      state.value = 'ready'
    }
    read().catch((error: unknown) => {
      state.value = error instanceof ParleyProblem && error.status === 404 ? 'missing' : 'failed'
    })
  }
  useEffect(() => {
    if (age > 0) again()
  }, [id, age])
  useEffect(
    () =>
      onEvent(({ type, subject, data }) => {
        if (type === 'conversation.linked' && subject === id) again()
        const erased = type === 'contact.erased' && 'contacts' in data && Array.isArray(data.contacts)
        const contact = conversations.peek().get(id)?.contact.id
        if (erased && (data.contacts as readonly unknown[]).includes(contact)) state.value = 'missing'
      }),
    [id],
  )
  return { state, again }
}

const isSeen = (): boolean => document.visibilityState === 'visible'
const seen = signal(isSeen())
document.addEventListener('visibilitychange', () => {
  seen.value = isSeen()
})

/** What was marked last, so that a failure is not tried again and again. */
const marked = new Map<string, number | null>()

/** Tells the gateway once of each time that somebody saw what was unread. */
export const useRead = (conversation: ListedConversation | undefined): void => {
  const visible = seen.value
  const { id, unread, lastInboundAt } = conversation ?? {}
  useEffect(() => {
    if (id === undefined || !visible || !unread || marked.get(id) === lastInboundAt) return
    marked.set(id, lastInboundAt ?? null)
    void attempt(async () => {
      const params = { path: { conversation: id } }
      keepConversations([dataOf(await api().POST('/v1/conversations/{conversation}/read', { params })).conversation])
    })
  }, [id, unread, lastInboundAt, visible])
}
