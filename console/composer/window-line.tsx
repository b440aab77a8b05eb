import type { JSX } from 'preact'
import type { ListedConversation } from '../../client/index.ts'
import { now } from '../state/clock.ts'
import { composer, templates } from '../texts/composer.ts'
import { duration, fullTime, timeOfDay } from '../texts/format.ts'
import { t } from '../texts/text.ts'
import { channelName } from '../ui/channel.tsx'
import { Icon } from '../ui/icons.tsx'
import type { WindowState } from './window.ts'

const closedWords = (channel: string, since: number | null, hasTemplates: boolean): string => {
  const values = { channel: channelName(channel), time: since === null ? '' : fullTime(since) }
  if (since === null) return t(composer.closedNever, values)
  return t(hasTemplates ? composer.closedSince : composer.closedNoTemplate, values)
}

/** Until when free text may be sent, once that matters; and what to do when it may not. */
export const WindowLine = ({
  conversation,
  window,
  hasTemplates,
  onTemplates,
}: {
  readonly conversation: ListedConversation
  readonly window: WindowState
  readonly hasTemplates: boolean
  readonly onTemplates: () => void
}): JSX.Element | null => {
  if (window.state === 'open') return null
  if (window.state === 'closing')
    return (
      <p class="composer-line" data-kind="closing">
        <Icon name="clock" size={16} />
        <span>
          {t(composer.openUntil, {
            time: timeOfDay(window.closesAt),
            left: duration(window.closesAt - now.value, 'long'),
          })}
        </span>
      </p>
    )
  return (
    <div class="composer-line" data-kind="closed">
      <Icon name="clock" size={16} />
      <p>{closedWords(conversation.channel, window.since, hasTemplates)}</p>
      {hasTemplates && (
        <button type="button" class="button button-primary" onClick={onTemplates}>
          <Icon name="template" size={18} />
          {t(templates.choose)}
        </button>
      )}
    </div>
  )
}
