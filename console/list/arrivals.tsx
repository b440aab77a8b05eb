import { effect, useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { conversations } from '../state/conversations.ts'
import { onEvent } from '../state/feed.ts'
import { nameOfConversation } from '../state/names.ts'
import { me } from '../state/session.ts'
import { common } from '../texts/common.ts'
import { list } from '../texts/format.ts'
import { arrivals } from '../texts/list.ts'
import { t } from '../texts/text.ts'
import { moreWait } from './listing.ts'
import { countUnread } from './rows.ts'

/** Between two announcements, so that a busy hour does not talk without end. */
const QUIET_MS = 4000
const MOST_NAMES = 3

effect(() => {
  const unread = me.value ? countUnread(conversations.value.values()) : 0
  document.title = unread > 0 ? `(${unread}${moreWait.value ? '+' : ''}) ${t(common.parley)}` : t(common.parley)
})

/** Says who has written, to those who do not see the list move; the open conversation speaks for itself. */
export const Arrivals = ({ open }: { readonly open: string | undefined }): JSX.Element => {
  const said = useSignal('')
  const opened = useRef(open)
  opened.current = open
  useEffect(() => {
    const names = new Set<string>()
    let timer: ReturnType<typeof setTimeout> | undefined
    const say = (): void => {
      timer = undefined
      if (names.size === 0) return
      const all = [...names].slice(0, MOST_NAMES)
      said.value =
        all.length === 1 ? t(arrivals.one, { name: all[0] ?? '' }) : t(arrivals.several, { names: list(all) })
      names.clear()
      timer = setTimeout(say, QUIET_MS)
    }
    const ended = onEvent(({ type, data, conversation }) => {
      if (type !== 'message.created' || data['direction'] !== 'in' || !conversation) return
      if (conversation.id === opened.current) return
      names.add(nameOfConversation(conversation) ?? t(common.unknownName))
      timer ??= setTimeout(say, 0)
    })
    return () => {
      ended()
      clearTimeout(timer)
    }
  }, [])
  return (
    <p class="sr-only" role="status">
      {said.value}
    </p>
  )
}
