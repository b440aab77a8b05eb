import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { dataOf, ParleyProblem } from '../../../client/index.ts'
import type { components } from '../../../client/schema.ts'
import { loadPeople, type Person } from '../../state/people.ts'
import { api } from '../../state/session.ts'
import { staff } from '../../texts/admin-access.ts'
import { admin } from '../../texts/admin.ts'
import { common } from '../../texts/common.ts'
import { t } from '../../texts/text.ts'
import { attempt, notify } from '../../ui/notices.tsx'
import { Show, useLoaded, type Loaded } from '../loaded.tsx'
import { AdminPage } from '../page.tsx'
import { Ago, Confirm, NameField, Reach } from '../parts.tsx'
import { Standing } from './people-page.tsx'
import { RoleChoice } from './person-form.tsx'
import { Picture } from './picture.tsx'
import { Sessions } from './sessions.tsx'
import { useSignInLink } from './sign-in-link.tsx'

type Change = components['schemas']['PersonChange']

const readPerson = async (id: string): Promise<Person> =>
  dataOf(await api().GET('/v1/people/{person}', { params: { path: { person: id } } }))

/** Changes somebody, unless somebody else did meanwhile: then they are shown as they are. */
const changer =
  (person: Person, loaded: Loaded<Person>) =>
  (body: Change): Promise<boolean> =>
    attempt(async () => {
      const params = { path: { person: person.id }, header: { 'If-Match': `"${person.version}"` } }
      try {
        loaded.keep(dataOf(await api().PATCH('/v1/people/{person}', { params, body })))
      } catch (error) {
        if (!(error instanceof ParleyProblem) || error.status !== 412) throw error
        await loaded.reload()
        notify(t(admin.changedMeanwhile), { kind: 'error' })
      }
      await loadPeople()
    })

const NameForm = ({
  person,
  change,
}: {
  readonly person: Person
  readonly change: (body: Change) => Promise<boolean>
}): JSX.Element => {
  const [name, setName] = useState(person.name)
  const submit = (event: Event): void => {
    event.preventDefault()
    void change({ name: name.trim() })
  }
  return (
    <form class="row-form" onSubmit={submit}>
      <NameField value={name} onName={setName} />
      <button type="submit" class="button" disabled={name.trim() === person.name}>
        {t(common.save)}
      </button>
    </form>
  )
}

const Details = ({ person, loaded }: { readonly person: Person; readonly loaded: Loaded<Person> }): JSX.Element => {
  const [disabling, setDisabling] = useState(false)
  const link = useSignInLink()
  const change = changer(person, loaded)
  const isDisabled = person.disabledAt !== null
  return (
    <>
      <dl class="facts">
        <div>
          <dt>{t(admin.status)}</dt>
          <dd>
            <Standing person={person} />
          </dd>
        </div>
        <div>
          <dt>{t(admin.reach)}</dt>
          <dd>
            <Reach shop={person.shop} />
          </dd>
        </div>
        <div>
          <dt>{t(staff.lastSeen)}</dt>
          <dd>
            <Ago at={person.lastSeenAt} />
          </dd>
        </div>
      </dl>
      <div class="row-actions">
        <button
          type="button"
          class="button button-primary"
          disabled={isDisabled}
          onClick={() => void attempt(() => link.make(person))}
        >
          {t(staff.link)}
        </button>
        {isDisabled ? (
          <button type="button" class="button" onClick={() => void change({ disabled: false })}>
            {t(staff.enable)}
          </button>
        ) : (
          <button type="button" class="button button-danger" onClick={() => setDisabling(true)}>
            {t(staff.disable)}
          </button>
        )}
      </div>
      <section class="admin-section">
        <h2>{t(admin.details)}</h2>
        <NameForm key={person.version} person={person} change={change} />
        <RoleChoice value={person.role} onChoose={(role) => void change({ role })} />
        <Picture person={person} onChanged={loaded.reload} />
      </section>
      <Sessions key={person.version} person={person.id} />
      {link.shown}
      {disabling && (
        <Confirm
          danger
          title={t(staff.disableTitle, { name: person.name })}
          explain={t(staff.disableExplain)}
          label={t(staff.disable)}
          onConfirm={() => change({ disabled: true })}
          onClose={() => setDisabling(false)}
        />
      )}
    </>
  )
}

export const PersonPage = ({ id }: { readonly id: string }): JSX.Element => {
  const loaded = useLoaded(() => readPerson(id), id)
  return (
    <AdminPage
      title={loaded.state === 'ready' ? loaded.data.name : t(admin.people)}
      back={{ href: '/inbox/admin/people', label: t(admin.people) }}
    >
      <Show of={loaded} missing={t(staff.notFound)}>
        {(person) => <Details person={person} loaded={loaded} />}
      </Show>
    </AdminPage>
  )
}
