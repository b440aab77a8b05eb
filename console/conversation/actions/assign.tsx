import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import type { ListedConversation } from '../../../client/index.ts'
import { loadPeople, nameOfPerson, people, type Person } from '../../state/people.ts'
import { me } from '../../state/session.ts'
import { actions } from '../../texts/actions.ts'
import { common } from '../../texts/common.ts'
import { t } from '../../texts/text.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Icon } from '../../ui/icons.tsx'
import { notifyFailure } from '../../ui/notices.tsx'
import { change } from './change.ts'

/** From so many on, a name is found sooner by its letters. */
const MANY = 8

const byName = (a: Person, b: Person): number => a.name.localeCompare(b.name)

/** Who answers: one of those who are there, or nobody. */
export const AssignChoices = ({
  conversation,
  onDone,
}: {
  readonly conversation: ListedConversation
  readonly onDone?: () => void
}): JSX.Element => {
  const typed = useSignal('')
  useEffect(() => {
    loadPeople().catch(notifyFailure)
  }, [])
  const assignee = conversation.case?.assignee ?? null
  const self = me.value?.person
  const others = people.value.filter(({ id, disabledAt }) => id !== self?.id && disabledAt === null).toSorted(byName)
  const found = others.filter(({ name }) => name.toLowerCase().includes(typed.value.trim().toLowerCase()))
  const isStrange = assignee !== null && assignee !== self?.id && nameOfPerson(assignee) === null

  const choose = (id: string | null): void => {
    onDone?.()
    if (id !== assignee) void change(conversation, { assignee: id })
  }
  const choice = (id: string | null, label: string, picture?: JSX.Element): JSX.Element => (
    <li key={id}>
      <button type="button" class="menu-item" data-closes aria-pressed={id === assignee} onClick={() => choose(id)}>
        {picture ?? <Icon name="close" />}
        <span class="action-name">
          <bdi>{label}</bdi>
        </span>
        {id === assignee && <Icon name="check" size={16} />}
      </button>
    </li>
  )
  const faceOf = ({ id, name, avatarUrl }: Person): JSX.Element => <Avatar name={name} url={avatarUrl} seed={id} />

  return (
    <div class="choices">
      {others.length > MANY && (
        <label class="field">
          <span>{t(actions.findPerson)}</span>
          <input
            class="input"
            type="search"
            autocomplete="off"
            value={typed.value}
            onInput={(event) => (typed.value = event.currentTarget.value)}
          />
        </label>
      )}
      <ul>
        {self && choice(self.id, t(actions.toMe, { name: self.name }), faceOf(self))}
        {found.map((person) => choice(person.id, person.name, faceOf(person)))}
        {isStrange && choice(assignee, t(actions.otherSystem, { id: assignee }), <Icon name="person" />)}
        {choice(null, t(common.nobody))}
      </ul>
      {found.length === 0 && typed.value !== '' && <p class="muted small">{t(actions.noPerson)}</p>}
    </div>
  )
}
