import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { conversations } from '../state/conversations.ts'
import { generation } from '../state/feed.ts'
import '../styles/list.css'
import { number } from '../texts/format.ts'
import { list, views } from '../texts/list.ts'
import { t, tn } from '../texts/text.ts'
import { Arrivals } from './arrivals.tsx'
import { activeFields, type Filter, filterOf, searchOf, VIEWS } from './filter.ts'
import { Filters } from './filters.tsx'
import { ListBody } from './list-body.tsx'
import { loadList, loadWaiting, moreWait } from './listing.ts'
import { countWaiting } from './rows.ts'
import { SearchBox } from './search-box.tsx'
import { SearchResults } from './search-results.tsx'

/** One list or another; how many wait is seen in all of them. */
const Views = ({ filter, path }: { readonly filter: Filter; readonly path: string }): JSX.Element => {
  const waiting = countWaiting(conversations.value.values())
  return (
    <nav class="list-views" aria-label={t(list.views)}>
      {VIEWS.map((view) => (
        <a
          key={view}
          class="list-view"
          href={path + searchOf({ ...filter, view })}
          aria-current={view === filter.view ? 'page' : undefined}
        >
          {t(views[view])}
          {view === 'open' && waiting > 0 && (
            <span class="badge">
              <span aria-hidden="true">{number(waiting) + (moreWait.value ? '+' : '')}</span>
              <span class="sr-only">{tn(list.waitingCount, waiting)}</span>
            </span>
          )}
        </a>
      ))}
    </nav>
  )
}

/** The list of conversations, and what chooses among them. */
export const ListPane = ({ open }: { readonly open: string | undefined }): JSX.Element => {
  const { path, query, route } = useLocation()
  const sought = useSignal('')
  const asked = useSignal(0)
  const filter = filterOf(query)
  const search = searchOf(filter)
  const here = path === '/inbox' ? '/inbox/' : path
  const choose = (chosen: Filter): void => route(here + searchOf(chosen), true)
  useEffect(() => {
    if (generation.value === 0) return
    void loadList(filter)
    // The counts hold without it as far as they go, and are read again.
    if (filter.view !== 'open' || activeFields(filter).length > 0) void loadWaiting().catch(() => undefined)
  }, [search, generation.value])
  const Title = open === undefined ? 'h1' : 'h2'
  return (
    <>
      <section class="inbox-list" aria-label={t(list.title)}>
        <div class="list-head">
          <Title class="sr-only">{t(list.title)}</Title>
          <Filters filter={filter} onChoose={choose}>
            <SearchBox
              value={sought.value}
              onType={(value) => {
                sought.value = value
                asked.value = 0
              }}
              onSubmit={() => asked.value++}
            />
          </Filters>
          <Views filter={filter} path={here} />
        </div>
        {sought.value.trim() === '' ? (
          <ListBody filter={filter} open={open} onChoose={choose} />
        ) : (
          <SearchResults sought={sought.value} asked={asked.value} search={search} open={open} />
        )}
      </section>
      <Arrivals open={open} />
    </>
  )
}
