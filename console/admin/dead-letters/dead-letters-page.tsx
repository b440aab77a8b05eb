import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { dataOf } from '../../../client/index.ts'
import type { components } from '../../../client/schema.ts'
import { api } from '../../state/session.ts'
import { deadLetters } from '../../texts/admin-delivery.ts'
import { admin } from '../../texts/admin.ts'
import { common } from '../../texts/common.ts'
import { fullTime } from '../../texts/format.ts'
import { t } from '../../texts/text.ts'
import { channelName } from '../../ui/channel.tsx'
import { attempt, notify } from '../../ui/notices.tsx'
import { Show } from '../loaded.tsx'
import { AdminPage } from '../page.tsx'
import { Table, type Column } from '../table.tsx'
import { usePages } from '../use-pages.ts'
import { Filters, type Filter } from './filters.tsx'
import { Letter } from './letter.tsx'
import { kindName, reasonOf } from './reason.ts'
import { redriveAll, type Tally } from './redrive-all.ts'

export type DeadLetter = components['schemas']['DeadLetter']

const columnsFor = (
  open: (letter: DeadLetter) => void,
  redrive: (letter: DeadLetter) => void,
): readonly Column<DeadLetter>[] => [
  { label: t(deadLetters.reason), names: true, cell: ({ reason }) => <bdi>{reasonOf(reason)}</bdi> },
  { label: t(deadLetters.at), cell: ({ at }) => fullTime(at) },
  { label: t(admin.channel), cell: ({ channel }) => channelName(channel) },
  { label: t(admin.account), cell: ({ account }) => <bdi dir="ltr">{account ?? '–'}</bdi> },
  { label: t(deadLetters.kind), cell: ({ kind }) => kindName(kind) },
  {
    label: t(admin.actions),
    cell: (letter) => {
      const names = { reason: reasonOf(letter.reason), time: fullTime(letter.at) }
      return (
        <span class="row-actions">
          <button
            type="button"
            class="button"
            aria-label={t(deadLetters.detailsOf, names)}
            onClick={() => open(letter)}
          >
            {t(admin.details)}
          </button>
          <button
            type="button"
            class="button"
            aria-label={t(deadLetters.redriveOf, names)}
            onClick={() => redrive(letter)}
          >
            {t(deadLetters.redrive)}
          </button>
        </span>
      )
    },
  },
]

export const DeadLettersPage = (): JSX.Element => {
  const [filter, setFilter] = useState<Filter>({})
  const [opened, setOpened] = useState<DeadLetter | null>(null)
  const [progress, setProgress] = useState<Tally | null>(null)
  const pages = usePages(async (cursor) => {
    const query = { ...filter, limit: 25, ...(cursor === undefined ? {} : { cursor }) }
    return dataOf(await api().GET('/v1/dead-letters', { params: { query } }))
  }, JSON.stringify(filter))

  const redrive = (letter: DeadLetter): Promise<boolean> =>
    attempt(async () => {
      const params = { path: { letter: letter.id } }
      const { status, reason } = dataOf(await api().POST('/v1/dead-letters/{letter}/redrive', { params }))
      notify(status === 'redriven' ? t(deadLetters.redriven) : t(deadLetters.still, { reason: reasonOf(reason) }))
      setOpened(null)
      await pages.reload()
    })
  const redriveThese = async (): Promise<void> => {
    setProgress({ redriven: 0, open: 0 })
    await attempt(async () => {
      const tried = await redriveAll(filter, setProgress)
      notify(t(deadLetters.result, { redriven: tried.redriven, open: tried.open }))
    })
    setProgress(null)
    await pages.reload()
  }
  const isFiltered = Object.keys(filter).length > 0

  return (
    <AdminPage title={t(admin.deadLetters)} intro={t(deadLetters.intro)}>
      <Filters
        filter={filter}
        onFilter={setFilter}
        reasons={pages.state === 'ready' ? [...new Set(pages.data.data.map(({ reason }) => reason))] : []}
      />
      <Show of={pages}>
        {({ data, next }) =>
          data.length === 0 && next === null ? (
            <p class="admin-empty">{t(isFiltered ? deadLetters.noneMatch : deadLetters.none)}</p>
          ) : (
            <>
              <div class="row-actions">
                <button
                  type="button"
                  class="button button-primary"
                  disabled={progress !== null}
                  onClick={() => void redriveThese()}
                >
                  {t(deadLetters.redriveAll)}
                </button>
                <p role="status" class="muted">
                  {progress && t(deadLetters.redriving, { n: progress.redriven + progress.open })}
                </p>
              </div>
              <Table
                caption={t(admin.deadLetters)}
                quiet
                columns={columnsFor(setOpened, (letter) => void redrive(letter))}
                rows={data}
                id={({ id }) => id}
              />
              {next !== null && (
                <button type="button" class="button" disabled={pages.reading} onClick={() => void pages.more()}>
                  {t(common.more)}
                </button>
              )}
            </>
          )
        }
      </Show>
      {opened !== null && <Letter letter={opened} onRedrive={() => redrive(opened)} onClose={() => setOpened(null)} />}
    </AdminPage>
  )
}
