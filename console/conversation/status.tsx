import type { JSX } from 'preact'
import type { Message } from '../../client/index.ts'
import { statuses } from '../texts/conversation.ts'
import { t } from '../texts/text.ts'
import { Icon, type IconName } from '../ui/icons.tsx'

type Status = Message['status']

const SIGNS: Readonly<Record<Status, IconName>> = {
  received: 'check',
  queued: 'clock',
  held: 'clock',
  sending: 'clock',
  unknown: 'question',
  sent: 'check',
  delivered: 'checks',
  read: 'checks',
  failed: 'warning',
  partially_failed: 'warning',
  cancelled: 'close',
  expired: 'warning',
}

/** How far a message of the shop is, as a sign; a screen reader is told in words. */
export const StatusSign = ({ status }: { readonly status: Status }): JSX.Element => (
  <span class="status" data-status={status} title={t(statuses[status])}>
    <Icon name={SIGNS[status]} size={15} />
    <span class="sr-only">{t(statuses[status])}</span>
  </span>
)
