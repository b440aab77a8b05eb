import type { JSX } from 'preact'
import type { ListedConversation } from '../../client/index.ts'

export const Composer = (_: { readonly conversation: ListedConversation }): JSX.Element => <div class="composer" />
