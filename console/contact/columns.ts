import type { ListedConversation } from '../../client/index.ts'

type Used = Pick<ListedConversation, 'id' | 'createdAt' | 'lastInboundAt' | 'lastEntryAt'>

/** In the order in which they began: what is read and written in one does not move while another is answered. */
export const inOrder = <T extends Used>(conversations: readonly T[]): readonly T[] =>
  conversations.toSorted((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1))

/** Where the customer wrote last; where they never did, the one with the last word. */
export const lastUsed = <T extends Used>(conversations: readonly T[]): T | undefined =>
  conversations.toSorted((a, b) => (b.lastInboundAt ?? 0) - (a.lastInboundAt ?? 0) || b.lastEntryAt - a.lastEntryAt)[0]
