import { signal } from '@preact/signals'
import type { ListedConversation } from '../../client/index.ts'

/** Every conversation the page has heard of, by id, each as it stands last. */
export const conversations = signal<ReadonlyMap<string, ListedConversation>>(new Map())

const isNewer = (known: ListedConversation | undefined, told: ListedConversation): boolean =>
  known === undefined || told.version > known.version

/** Keeps what was told, unless a higher version is known. */
export const keepConversations = (told: readonly ListedConversation[]): void => {
  const known = conversations.peek()
  const newer = told.filter((one) => isNewer(known.get(one.id), one))
  if (newer.length === 0) return
  conversations.value = new Map([...known, ...newer.map((one) => [one.id, one] as const)])
}

export const forgetConversations = (ids: readonly string[]): void => {
  const gone = new Set(ids)
  conversations.value = new Map([...conversations.peek()].filter(([id]) => !gone.has(id)))
}
