import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import type { ListedConversation } from '../../../client/index.ts'
import { narrow } from '../../state/narrow.ts'
import { nameOfPerson } from '../../state/people.ts'
import { actions, head } from '../../texts/actions.ts'
import { t } from '../../texts/text.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Icon, type IconName } from '../../ui/icons.tsx'
import { Menu } from '../../ui/menu.tsx'
import { AssignChoices } from './assign.tsx'
import { close, openAgain, reopen } from './change.ts'
import { SnoozeChoices } from './snooze.tsx'
import { TagEditor } from './tags.tsx'

interface OfConversation {
  readonly conversation: ListedConversation
}

const CHOICES = {
  assign: { icon: 'person', label: actions.assign, title: actions.assignTitle, Body: AssignChoices },
  tags: { icon: 'tag', label: actions.tag, title: actions.tagTitle, Body: TagEditor },
  snooze: { icon: 'snooze', label: actions.snooze, title: actions.snoozeTitle, Body: SnoozeChoices },
} as const
type Choice = keyof typeof CHOICES
const ALL: readonly Choice[] = ['assign', 'tags', 'snooze']

const isAside = ({ case: current }: ListedConversation): boolean =>
  current?.status === 'snoozed' || current?.status === 'pending'

const Words = ({ icon, label }: { readonly icon: IconName; readonly label: string }): JSX.Element => (
  <>
    <Icon name={icon} />
    <span class="action-word" dir="auto">
      {label}
    </span>
  </>
)

const Plain = ({
  icon,
  label,
  run,
  item = false,
}: {
  readonly icon: IconName
  readonly label: string
  readonly run: () => void
  readonly item?: boolean
}): JSX.Element => (
  <button
    type="button"
    class={item ? 'menu-item' : 'action'}
    title={item ? undefined : label}
    data-closes
    onClick={run}
  >
    {item ? (
      <>
        <Icon name={icon} />
        <span class="action-name">{label}</span>
      </>
    ) : (
      <Words icon={icon} label={label} />
    )}
  </button>
)

/** What needs no choice: back among the open ones, closed, or open once more. */
const States = ({ conversation, item = false }: OfConversation & { readonly item?: boolean }): JSX.Element =>
  conversation.case?.status === 'closed' ? (
    <Plain icon="refresh" label={t(actions.reopen)} item={item} run={() => void reopen(conversation)} />
  ) : (
    <>
      {isAside(conversation) && (
        <Plain icon="inbox" label={t(actions.openAgain)} item={item} run={() => void openAgain(conversation)} />
      )}
      <Plain icon="check" label={t(actions.close)} item={item} run={() => void close(conversation)} />
    </>
  )

/** Side by side, each with its choices below it. */
const WideBar = ({ conversation }: OfConversation): JSX.Element => {
  const isClosed = conversation.case?.status === 'closed'
  const assignee = conversation.case?.assignee ?? null
  const labelOf = (choice: Choice): string =>
    choice === 'assign' && assignee !== null ? (nameOfPerson(assignee) ?? assignee) : t(CHOICES[choice].label)
  const nameOf = (choice: Choice): string =>
    choice === 'assign' && assignee !== null ? t(head.assignedTo, { name: labelOf(choice) }) : labelOf(choice)
  return (
    <div class="actions">
      {!isClosed &&
        ALL.map((choice) => {
          const { icon, Body } = CHOICES[choice]
          return (
            <Menu
              key={choice}
              class="action-menu"
              align="end"
              label={nameOf(choice)}
              button={<Words icon={icon} label={labelOf(choice)} />}
            >
              <Body conversation={conversation} />
            </Menu>
          )
        })}
      <States conversation={conversation} />
    </div>
  )
}

/** On a phone: one menu, whose choices open over the page. */
const NarrowBar = ({ conversation }: OfConversation): JSX.Element => {
  const open = useSignal<Choice | null>(null)
  const chosen = open.value === null ? undefined : CHOICES[open.value]
  const done = (): void => {
    open.value = null
  }
  return (
    <>
      <Menu label={t(actions.all)} align="end" button={<Icon name="more" />} class="action-menu">
        {conversation.case?.status !== 'closed' &&
          ALL.map((choice) => (
            <Plain
              key={choice}
              item
              icon={CHOICES[choice].icon}
              label={t(CHOICES[choice].title)}
              run={() => (open.value = choice)}
            />
          ))}
        <States conversation={conversation} item />
      </Menu>
      {chosen && (
        <Dialog title={t(chosen.title)} onClose={done}>
          <chosen.Body conversation={conversation} onDone={done} />
        </Dialog>
      )}
    </>
  )
}

/** What can be done with a conversation that has a case. */
export const ActionBar = ({ conversation }: OfConversation): JSX.Element | null => {
  if (conversation.case === null) return null
  return narrow.value ? <NarrowBar conversation={conversation} /> : <WideBar conversation={conversation} />
}
