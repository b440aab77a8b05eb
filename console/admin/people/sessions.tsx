import type { JSX } from 'preact'
import { dataOf } from '../../../client/index.ts'
import type { components } from '../../../client/schema.ts'
import { api } from '../../state/session.ts'
import { staff } from '../../texts/admin-access.ts'
import { admin } from '../../texts/admin.ts'
import { fullTime } from '../../texts/format.ts'
import { t } from '../../texts/text.ts'
import { attempt, notify } from '../../ui/notices.tsx'
import { answered } from '../answered.ts'
import { Show, useLoaded } from '../loaded.tsx'
import { Ago } from '../parts.tsx'
import { Table, type Column } from '../table.tsx'

type Session = components['schemas']['Session']

const columnsFor = (end: (session: Session) => void): readonly Column<Session>[] => [
  {
    label: t(staff.began),
    names: true,
    cell: ({ createdAt, current }) => (
      <>
        {fullTime(createdAt)} {current && <span class="pill">{t(staff.thisBrowser)}</span>}
      </>
    ),
  },
  { label: t(staff.lastUsed), cell: ({ lastUsedAt }) => <Ago at={lastUsedAt} /> },
  { label: t(staff.until), cell: ({ expiresAt }) => fullTime(expiresAt) },
  {
    label: t(admin.actions),
    cell: (session) => (
      <button
        type="button"
        class="button"
        aria-label={t(staff.endOf, { time: fullTime(session.createdAt) })}
        onClick={() => end(session)}
      >
        {t(staff.end)}
      </button>
    ),
  },
]

/** Where somebody is signed in. */
export const Sessions = ({ person }: { readonly person: string }): JSX.Element => {
  const loaded = useLoaded(async () => {
    const answer = await api().GET('/v1/people/{person}/sessions', { params: { path: { person } } })
    return dataOf(answer).data
  }, person)

  const ending = (call: () => Promise<Parameters<typeof answered>[0]>): Promise<boolean> =>
    attempt(async () => {
      answered(await call())
      notify(t(staff.ended))
      await loaded.reload()
    })
  const end = ({ id }: Session): Promise<boolean> =>
    ending(() => api().DELETE('/v1/people/{person}/sessions/{session}', { params: { path: { person, session: id } } }))
  const endAll = (): Promise<boolean> =>
    ending(() => api().DELETE('/v1/people/{person}/sessions', { params: { path: { person } } }))

  return (
    <section class="admin-section">
      <h2>{t(staff.sessions)}</h2>
      <Show of={loaded}>
        {(sessions) =>
          sessions.length === 0 ? (
            <p class="admin-empty">{t(staff.noSessions)}</p>
          ) : (
            <>
              <Table
                caption={t(staff.sessions)}
                quiet
                columns={columnsFor((session) => void end(session))}
                rows={sessions}
                id={({ id }) => id}
              />
              <button type="button" class="button" onClick={() => void endAll()}>
                {t(staff.endAll)}
              </button>
            </>
          )
        }
      </Show>
    </section>
  )
}
