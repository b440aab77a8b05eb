import type { JSX } from 'preact'
import { dataOf } from '../../../client/index.ts'
import { api } from '../../state/session.ts'
import { webhooks } from '../../texts/admin-delivery.ts'
import { admin } from '../../texts/admin.ts'
import { common } from '../../texts/common.ts'
import { fullTime, number } from '../../texts/format.ts'
import { t } from '../../texts/text.ts'
import { Show } from '../loaded.tsx'
import { Table, type Column } from '../table.tsx'
import { usePages } from '../use-pages.ts'
import { outcomeOf, type Attempt } from './status.tsx'

export const useAttempts = (endpoint: string): ReturnType<typeof usePages<Attempt>> =>
  usePages(async (cursor) => {
    const query = { limit: 20, ...(cursor === undefined ? {} : { cursor }) }
    const params = { path: { endpoint }, query }
    return dataOf(await api().GET('/v1/webhook-endpoints/{endpoint}/attempts', { params }))
  }, endpoint)

const columnsFor = (replay: (event: string) => void): readonly Column<Attempt>[] => [
  { label: t(webhooks.at), names: true, cell: ({ at }) => fullTime(at) },
  {
    label: t(webhooks.event),
    cell: ({ type, event }) => (
      <span dir="ltr">
        {type}
        <span class="table-more">{event}</span>
      </span>
    ),
  },
  {
    label: t(webhooks.outcome),
    cell: (attempt) => (
      <span class="pill" data-kind={attempt.succeeded ? 'good' : 'danger'}>
        {attempt.error === 'redirect' ? `${t(webhooks.redirect)} ` : ''}
        {outcomeOf(attempt)}
      </span>
    ),
  },
  { label: t(webhooks.took), numeric: true, cell: ({ ms }) => t(webhooks.ms, { n: number(ms) }) },
  {
    label: t(admin.actions),
    // A test event is in no feed.
    cell: ({ type, event, at }) =>
      type !== 'webhook.test' && (
        <button
          type="button"
          class="button"
          aria-label={t(webhooks.replayOf, { type, time: fullTime(at) })}
          onClick={() => replay(event)}
        >
          {t(webhooks.replayOne)}
        </button>
      ),
  },
]

/** What was tried lately, and what came of it. */
export const Attempts = ({
  pages,
  onReplay,
}: {
  readonly pages: ReturnType<typeof useAttempts>
  readonly onReplay: (event: string) => void
}): JSX.Element => (
  <section class="admin-section">
    <div class="section-head">
      <h2>{t(webhooks.attempts)}</h2>
      <button type="button" class="button" onClick={() => void pages.reload()}>
        {t(webhooks.refresh)}
      </button>
    </div>
    <Show of={pages}>
      {({ data, next }) =>
        data.length === 0 ? (
          <p class="admin-empty">{t(webhooks.noAttempts)}</p>
        ) : (
          <>
            <Table
              caption={t(webhooks.attempts)}
              quiet
              columns={columnsFor(onReplay)}
              rows={data}
              id={({ event, at }) => `${event} ${at}`}
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
  </section>
)
