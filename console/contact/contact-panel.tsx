import type { JSX } from 'preact'
import type { ListedConversation } from '../../client/index.ts'

export const ContactPanel = (_: { readonly conversation: ListedConversation }): JSX.Element => <aside />
