import type { ComponentChildren, JSX } from 'preact'
import type { ListedConversation } from '../../client/index.ts'
import { now } from '../state/clock.ts'
import { nameOfPerson } from '../state/people.ts'
import { head } from '../texts/actions.ts'
import { nearTime } from '../texts/format.ts'
import { t } from '../texts/text.ts'
import { Icon } from '../ui/icons.tsx'
import { Since } from '../ui/time.tsx'

type Kind = 'danger' | 'warning' | 'good'

const State = ({ kind, children }: { readonly kind?: Kind; readonly children: ComponentChildren }): JSX.Element => (
  <li class="pill" data-kind={kind}>
    {children}
  </li>
)

const CaseState = ({ status, snoozedUntil, waitingSince }: NonNullable<ListedConversation['case']>) => {
  if (status === 'closed') return <State>{t(head.closed)}</State>
  if (status === 'snoozed')
    return <State>{t(head.snoozed, { until: nearTime(snoozedUntil ?? now.value, now.value) })}</State>
  return (
    <>
      {status === 'pending' && <State>{t(head.pending)}</State>}
      {waitingSince !== null && (
        <State kind="warning">
          <Icon name="clock" size={14} /> {t(head.waiting)} <Since at={waitingSince} />
        </State>
      )}
    </>
  )
}

const WindowState = ({ open, closesAt }: ListedConversation['window']): JSX.Element | null => {
  if (!open || (closesAt !== null && closesAt <= now.value)) return <State kind="warning">{t(head.windowClosed)}</State>
  return closesAt === null ? null : <State>{t(head.windowUntil, { until: nearTime(closesAt, now.value) })}</State>
}

/** How a conversation stands, in as few words as can be: who waits, until when, who has it, and its tags. */
export const States = ({
  conversation,
  assigned = false,
}: {
  readonly conversation: ListedConversation
  /** Says who has it as well, where nothing beside this does. */
  readonly assigned?: boolean
}): JSX.Element => {
  const { case: current, window, control } = conversation
  const assignee = current?.assignee ?? null
  return (
    <ul class="states" aria-label={t(head.state)}>
      {current && <CaseState {...current} />}
      {current?.status !== 'closed' && <WindowState {...window} />}
      {control.by !== 'human' && (
        <State>{control.name === null ? t(head.byBot) : t(head.byNamed, { name: control.name })}</State>
      )}
      {assigned && assignee !== null && (
        <State>
          <Icon name="person" size={14} />
          <span dir="auto">{t(head.assignedTo, { name: nameOfPerson(assignee) ?? assignee })}</span>
        </State>
      )}
      {current?.tags.map((tag) => (
        <State key={tag}>
          <Icon name="tag" size={14} />
          <span dir="auto">{tag}</span>
        </State>
      ))}
    </ul>
  )
}
