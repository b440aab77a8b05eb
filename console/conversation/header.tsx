import type { JSX } from 'preact'
import type { ListedConversation } from '../../client/index.ts'

export const ConversationHeader = ({ conversation }: { readonly conversation: ListedConversation }): JSX.Element => (
  <header>
    <h1 dir="auto">{conversation.contact.name}</h1>
  </header>
)
