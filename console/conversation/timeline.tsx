import type { JSX } from 'preact'
import type { ListedConversation } from '../../client/index.ts'

export const Timeline = (_: { readonly conversation: ListedConversation; readonly compact?: boolean }): JSX.Element => (
  <div class="timeline" />
)
