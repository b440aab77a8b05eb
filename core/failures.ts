import type { Failure, FailureCode, FailureScope, Retry } from './schema/failure.ts'

/** One row of a provider's table of error codes: what it means here, and the two columns that decide what follows. */
export interface FailureRow {
  readonly code: FailureCode
  readonly retry: Retry
  readonly scope: FailureScope
}
export type FailureTable = Readonly<Record<string, FailureRow>>

/** The columns of a failure where a provider's own table says nothing else. */
const DEFAULT_ROWS: Readonly<Record<FailureCode, FailureRow>> = {
  credentials_invalid: { code: 'credentials_invalid', retry: 'no', scope: 'account' },
  billing_required: { code: 'billing_required', retry: 'no', scope: 'account' },
  recipient_unreachable: { code: 'recipient_unreachable', retry: 'no', scope: 'recipient' },
  recipient_opted_out: { code: 'recipient_opted_out', retry: 'no', scope: 'recipient' },
  window_closed: { code: 'window_closed', retry: 'no', scope: 'recipient' },
  template_rejected: { code: 'template_rejected', retry: 'no', scope: 'message' },
  media_rejected: { code: 'media_rejected', retry: 'no', scope: 'message' },
  content_unsupported: { code: 'content_unsupported', retry: 'no', scope: 'message' },
  content_too_large: { code: 'content_too_large', retry: 'no', scope: 'message' },
  policy_blocked: { code: 'policy_blocked', retry: 'no', scope: 'account' },
  provider_rejected: { code: 'provider_rejected', retry: 'no', scope: 'message' },
  expired: { code: 'expired', retry: 'no', scope: 'message' },
  rate_limited: { code: 'rate_limited', retry: 'backoff', scope: 'account' },
  provider_unavailable: { code: 'provider_unavailable', retry: 'backoff', scope: 'account' },
  outcome_unknown: { code: 'outcome_unknown', retry: 'no', scope: 'message' },
}

/** A row with some columns of its own. */
export const row = (code: FailureCode, columns: Partial<Omit<FailureRow, 'code'>> = {}): FailureRow => ({
  ...DEFAULT_ROWS[code],
  ...columns,
})

/** A failure Parley itself states, without a provider's word. */
export const failure = (code: FailureCode, detail?: string): Failure => ({
  ...DEFAULT_ROWS[code],
  ...(detail === undefined ? {} : { provider: { code: 'parley', detail } }),
})
