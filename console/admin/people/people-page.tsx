import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { loadPeople, people, type Person } from '../../state/people.ts'
import { me } from '../../state/session.ts'
import { staff } from '../../texts/admin-access.ts'
import { admin } from '../../texts/admin.ts'
import { t } from '../../texts/text.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { attempt } from '../../ui/notices.tsx'
import { Show, useLoaded } from '../loaded.tsx'
import { AdminPage } from '../page.tsx'
import { Ago, Reach } from '../parts.tsx'
import { Table, type Column } from '../table.tsx'
import { PersonForm } from './person-form.tsx'
import { useSignInLink } from './sign-in-link.tsx'

const NameCell = ({ person }: { readonly person: Person }): JSX.Element => (
  <a class="person-link" href={`/inbox/admin/people/${person.id}`}>
    <Avatar name={person.name} url={person.avatarUrl} seed={person.id} />
    <bdi>{person.name}</bdi>
    {person.id === me.value?.person?.id && <span class="pill">{t(staff.you)}</span>}
  </a>
)

export const Standing = ({ person }: { readonly person: Person }): JSX.Element => (
  <span class="pill" data-kind={person.disabledAt === null ? 'good' : undefined}>
    {t(person.disabledAt === null ? staff.active : staff.disabled)}
  </span>
)

const columns = (): readonly Column<Person>[] => [
  { label: t(admin.name), names: true, cell: (person) => <NameCell person={person} /> },
  { label: t(staff.role), cell: ({ role }) => t(staff[role]) },
  { label: t(admin.reach), cell: ({ shop }) => <Reach shop={shop} /> },
  { label: t(staff.lastSeen), cell: ({ lastSeenAt }) => <Ago at={lastSeenAt} /> },
  { label: t(admin.status), cell: (person) => <Standing person={person} /> },
]

/** Who is disabled comes last. */
const inOrder = (all: readonly Person[]): readonly Person[] => [
  ...all.filter(({ disabledAt }) => disabledAt === null),
  ...all.filter(({ disabledAt }) => disabledAt !== null),
]

export const PeoplePage = (): JSX.Element => {
  const loaded = useLoaded(loadPeople)
  const [adding, setAdding] = useState(false)
  const link = useSignInLink()

  const onAdded = async (person: Person): Promise<void> => {
    setAdding(false)
    await attempt(() => link.make(person))
    await loaded.reload()
  }

  return (
    <AdminPage
      title={t(admin.people)}
      intro={t(staff.intro)}
      action={
        <button type="button" class="button button-primary" onClick={() => setAdding(true)}>
          {t(staff.add)}
        </button>
      }
    >
      <Show of={loaded}>
        {() =>
          people.value.length === 0 ? (
            <p class="admin-empty">{t(staff.none)}</p>
          ) : (
            <Table
              caption={t(admin.people)}
              quiet
              columns={columns()}
              rows={inOrder(people.value)}
              id={({ id }) => id}
            />
          )
        }
      </Show>
      {adding && <PersonForm onAdded={onAdded} onClose={() => setAdding(false)} />}
      {link.shown}
    </AdminPage>
  )
}
