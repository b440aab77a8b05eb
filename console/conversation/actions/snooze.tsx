import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useId } from 'preact/hooks'
import type { ListedConversation } from '../../../client/index.ts'
import { now } from '../../state/clock.ts'
import { actions } from '../../texts/actions.ts'
import { nearTime } from '../../texts/format.ts'
import { t } from '../../texts/text.ts'
import { Icon } from '../../ui/icons.tsx'
import { makePending, snooze } from './change.ts'
import { snoozeTimes, timeOfWall, wallTime } from './snooze-times.ts'

/** Until when the conversation is put aside. */
export const SnoozeChoices = ({
  conversation,
  onDone,
}: {
  readonly conversation: ListedConversation
  readonly onDone?: () => void
}): JSX.Element => {
  const own = useSignal('')
  const refused = useSignal(false)
  const id = useId()
  const until = (time: number): void => {
    onDone?.()
    void snooze(conversation, time)
  }
  return (
    <div class="choices">
      <ul>
        {snoozeTimes(now.value).map(({ name, until: time }) => (
          <li key={name}>
            <button type="button" class="menu-item" data-closes onClick={() => until(time)}>
              <Icon name="clock" />
              <span class="action-name">{t(actions[name])}</span>
              <span class="muted small">{nearTime(time, now.value)}</span>
            </button>
          </li>
        ))}
        {conversation.case?.status !== 'pending' && (
          <li>
            <button
              type="button"
              class="menu-item"
              data-closes
              onClick={() => {
                onDone?.()
                void makePending(conversation)
              }}
            >
              <Icon name="person" />
              <span class="action-name">{t(actions.pending)}</span>
            </button>
          </li>
        )}
      </ul>
      <form
        class="field"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          const time = timeOfWall(own.value, Date.now())
          refused.value = time === undefined
          if (time === undefined) return
          const menu = event.currentTarget.closest('details')
          menu?.removeAttribute('open')
          menu?.querySelector('summary')?.focus()
          until(time)
        }}
      >
        <label for={id}>{t(actions.ownTime)}</label>
        <div class="field-row">
          <input
            id={id}
            class="input"
            type="datetime-local"
            min={wallTime(now.value)}
            value={own.value}
            aria-invalid={refused.value}
            aria-describedby={`${id}-problem`}
            onInput={(event) => (own.value = event.currentTarget.value)}
          />
          <button type="submit" class="button">
            {t(actions.snooze)}
          </button>
        </div>
        <p id={`${id}-problem`} class="field-error" role="status">
          {refused.value && t(actions.notToCome)}
        </p>
      </form>
    </div>
  )
}
