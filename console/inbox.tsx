import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { ConversationPane } from './conversation/conversation-pane.tsx'
import { ListPane } from './list/list-pane.tsx'
import { NotFound } from './shell.tsx'
import { list } from './texts/list.ts'
import { t } from './texts/text.ts'

/** Escape leads back to the list, from where nothing else is to be closed by it. */
const backToRow = ({ key, target, isComposing }: KeyboardEvent): void => {
  if (key !== 'Escape' || isComposing || !(target instanceof Element)) return
  if (target.closest('.inbox-detail') === null || target.closest('dialog') !== null) return
  document.querySelector<HTMLElement>('a.row[aria-current=true]')?.focus()
}

/** The list, and the conversation that the address names beside it. */
export const Inbox = (): JSX.Element => {
  const { path } = useLocation()
  useEffect(() => {
    addEventListener('keydown', backToRow)
    return () => removeEventListener('keydown', backToRow)
  }, [])
  const id = /^\/inbox\/c\/(cnv_[\w-]+)$/.exec(path)?.[1]
  if (id === undefined && !/^\/inbox\/?$/.test(path)) return <NotFound />
  return (
    <div class="inbox" data-open={id !== undefined}>
      <ListPane open={id} />
      {id === undefined ? (
        <p class="inbox-detail center muted">{t(list.choose)}</p>
      ) : (
        <ConversationPane key={id} id={id} />
      )}
    </div>
  )
}
