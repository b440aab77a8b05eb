import type { JSX } from 'preact'
import { conversation } from '../texts/conversation.ts'
import { t } from '../texts/text.ts'

export const ConversationPane = (_: { readonly id: string }): JSX.Element => (
  <section class="inbox-detail" aria-label={t(conversation.title)} />
)
