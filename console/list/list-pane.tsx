import type { JSX } from 'preact'
import { list } from '../texts/list.ts'
import { t } from '../texts/text.ts'

export const ListPane = (_: { readonly open: string | undefined }): JSX.Element => (
  <section class="inbox-list" aria-label={t(list.title)} />
)
