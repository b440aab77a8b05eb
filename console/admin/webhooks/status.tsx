import type { JSX } from 'preact'
import type { components } from '../../../client/schema.ts'
import { webhooks } from '../../texts/admin-delivery.ts'
import { t, type Text } from '../../texts/text.ts'

export type Endpoint = components['schemas']['WebhookEndpoint']
export type Attempt = components['schemas']['WebhookAttempt']

const KINDS = { active: 'good', parked: 'warning', paused: undefined, disabled: 'danger' } as const

export const StatusPill = ({ status }: Pick<Endpoint, 'status'>): JSX.Element => (
  <span class="pill" data-kind={KINDS[status]}>
    {t(webhooks[status])}
  </span>
)

const HINTS = { active: webhooks.activeHint, parked: webhooks.parkedHint, paused: webhooks.pausedHint } as const

/** What a status means for what is sent. */
export const meaningOf = ({ status, reason }: Pick<Endpoint, 'status' | 'reason'>): Text =>
  status === 'disabled' ? webhooks[reason ?? 'failing'] : HINTS[status]

/** What an attempt came to: the status of the answer, or why there was none. */
export const outcomeOf = ({ status, error }: Pick<Attempt, 'status' | 'error'>): string =>
  error === null || error === 'redirect' ? String(status ?? '–') : t(webhooks[error])
