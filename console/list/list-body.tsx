import type { JSX, Ref } from 'preact'
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import { conversations } from '../state/conversations.ts'
import { common } from '../texts/common.ts'
import { number } from '../texts/format.ts'
import { empty, list, views } from '../texts/list.ts'
import { t } from '../texts/text.ts'
import { Empty } from './empty.tsx'
import { type Filter, searchOf } from './filter.ts'
import type { Choose } from './filters.tsx'
import { listing, loadMore } from './listing.ts'
import { ConversationRow } from './row.tsx'
import { type Held, RECENT, type Row, rowsOf, startOf, WAITING } from './rows.ts'

/** The rows; the conversation that is open keeps its place although it leaves the list. */
const useRows = (filter: Filter, open: string | undefined): readonly Row[] => {
  const held = useRef<(Held & { readonly search: string }) | undefined>(undefined)
  const { filter: read, reach } = listing.value
  const search = searchOf(filter)
  if (held.current?.id !== open || held.current?.search !== search) held.current = undefined
  const rows = rowsOf(
    conversations.value.values(),
    filter,
    // What is listed belongs to another filter until the next one is begun.
    searchOf(read) === search ? reach : startOf(WAITING),
    held.current,
  )
  const own = rows.find(({ conversation }) => conversation.id === open)
  if (own) held.current = { id: own.conversation.id, rank: own.rank, search }
  return rows
}

/** The foot of the list: reads on when it comes near, or when it is pressed. */
const Foot = (): JSX.Element | null => {
  const foot = useRef<HTMLDivElement>(null)
  const { state, cursor, part } = listing.value
  useEffect(() => {
    const element = foot.current
    if (!element || state !== 'more') return
    const watcher = new IntersectionObserver(
      (seen) => {
        if (seen.some(({ isIntersecting }) => isIntersecting)) void loadMore()
      },
      { root: element.closest('.list-scroll'), rootMargin: '600px' },
    )
    watcher.observe(element)
    return () => watcher.disconnect()
  }, [state, cursor, part])
  if (state === 'end') return null
  return (
    <div ref={foot} class="list-foot">
      {state === 'loading' && <p class="muted">{t(common.loading)}</p>}
      {state === 'failed' && <p role="alert">{t(empty.failed)}</p>}
      {state !== 'loading' && (
        <button type="button" class="button list-more" onClick={() => void loadMore()}>
          {t(state === 'failed' ? common.retry : common.more)}
        </button>
      )}
    </div>
  )
}

/** Up and down, or j and k, lead from row to row of the list that has the focus. */
const moveBy = (event: KeyboardEvent, list: HTMLElement): void => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return
  const links = [...list.querySelectorAll<HTMLElement>('a.row')]
  const at = links.findIndex((link) => link === document.activeElement)
  const targets: Readonly<Record<string, number>> = {
    ArrowDown: at + 1,
    j: at + 1,
    ArrowUp: at - 1,
    k: at - 1,
    Home: 0,
    End: links.length - 1,
  }
  const target = links[targets[event.key] ?? -1]
  if (!target || at < 0) return
  event.preventDefault()
  target.focus()
}

/**
 * The element that scrolls, with its keys. Where the list is not seen beside a conversation, its place would be lost with it: who
 * comes back finds it, and the focus at what they had opened.
 */
const useScroll = (open: string | undefined): Ref<HTMLDivElement> => {
  const scroll = useRef<HTMLDivElement>(null)
  const place = useRef(0)
  const opened = useRef(open)
  useEffect(() => {
    const element = scroll.current
    const onKey = (event: KeyboardEvent): void => {
      if (element) moveBy(event, element)
    }
    const onScroll = (): void => {
      if (element && element.clientHeight > 0) place.current = element.scrollTop
    }
    element?.addEventListener('keydown', onKey)
    element?.addEventListener('scroll', onScroll, { passive: true })
    return () => {
      element?.removeEventListener('keydown', onKey)
      element?.removeEventListener('scroll', onScroll)
    }
  }, [])
  useLayoutEffect(() => {
    const before = opened.current
    opened.current = open
    if (open !== undefined || before === undefined || !scroll.current) return
    if (scroll.current.scrollTop === 0) scroll.current.scrollTop = place.current
    if (document.activeElement !== document.body) return
    scroll.current.querySelector<HTMLElement>(`a.row[href^="/inbox/c/${before}"]`)?.focus({ preventScroll: true })
  }, [open])
  return scroll
}

const Part = ({
  rows,
  title,
  count,
  search,
  open,
}: {
  readonly rows: readonly Row[]
  readonly title: string
  /** Shown beside a title that is seen. */
  readonly count?: string
  readonly search: string
  readonly open: string | undefined
}): JSX.Element | null =>
  rows.length === 0 ? null : (
    <>
      <h2 class={count === undefined ? 'sr-only' : 'list-part'}>
        {title}
        {count && <span class="list-count">{count}</span>}
      </h2>
      <ol>
        {rows.map(({ conversation }) => (
          <ConversationRow
            key={conversation.id}
            conversation={conversation}
            search={search}
            current={conversation.id === open}
          />
        ))}
      </ol>
    </>
  )

/** The list as it stands, in its parts. */
export const ListBody = ({
  filter,
  open,
  onChoose,
}: {
  readonly filter: Filter
  readonly open: string | undefined
  readonly onChoose: Choose
}): JSX.Element => {
  const rows = useRows(filter, open)
  const search = searchOf(filter)
  const waiting = rows.filter(({ rank }) => rank[0] === WAITING)
  const recent = rows.filter(({ rank }) => rank[0] === RECENT)
  const { state, part } = listing.value
  const scroll = useScroll(open)
  const inParts = filter.view === 'open'
  // Where there is more, it says so: the number is of those that were read.
  const isAll = part !== WAITING || state === 'end'
  return (
    <div ref={scroll} class="list-scroll">
      <Part
        rows={waiting}
        title={t(list.waiting)}
        count={`${number(waiting.length)}${isAll ? '' : '+'}`}
        search={search}
        open={open}
      />
      <Part
        rows={recent}
        title={inParts ? t(list.others) : t(list.rowsOf, { view: t(views[filter.view]) })}
        {...(inParts ? { count: '' } : {})}
        search={search}
        open={open}
      />
      {rows.length === 0 && state === 'end' && <Empty filter={filter} onChoose={onChoose} />}
      <Foot />
    </div>
  )
}
