import { row, type FailureRow, type FailureTable } from '../../core/failures.ts'
import type { Failure } from '../../core/schema/failure.ts'
import { failed, graphError, lookUp, type MetaError } from '../meta.ts'
import type { ProviderAnswer } from '../http.ts'

/** Wrong for this message and no other: another message to the same person may well go. */
const message = { scope: 'message' } as const

/**
 * Error codes of the Cloud API. They are looked up by code alone: neither the HTTP status nor the localised text says
 * reliably what happened. https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes
 */
export const FAILURES: FailureTable = {
  // Temporary: again with backoff.
  '2': row('provider_unavailable'),
  '4': row('rate_limited'),
  '80007': row('rate_limited'),
  '130429': row('rate_limited'),
  '131000': row('provider_unavailable', message),
  '131016': row('provider_unavailable'),
  '131057': row('provider_unavailable'),
  '133004': row('provider_unavailable'),
  // Too many messages to one person; Meta asks to wait 4^n seconds before this person gets another.
  '131056': row('rate_limited', { scope: 'recipient' }),
  // The sender is limited for its quality or its templates; asking again soon makes it worse.
  '131048': row('rate_limited', { retry: { afterSeconds: 3600 } }),
  '131064': row('rate_limited', { retry: { afterSeconds: 3600 } }),
  // Per-person limit of marketing messages: never again within 24 hours.
  '131049': row('rate_limited', { retry: { afterSeconds: 86_400 }, scope: 'recipient' }),
  // Usually the link could not be fetched just now; a type that is not taken fails the same way.
  '131053': row('media_rejected', { retry: { max: 3 } }),
  '131052': row('media_rejected'),
  // Nothing from this account goes until a person acts.
  '0': row('credentials_invalid'),
  '3': row('credentials_invalid'),
  '10': row('credentials_invalid'),
  '190': row('credentials_invalid'),
  '131005': row('credentials_invalid'),
  '131045': row('credentials_invalid'),
  '133010': row('credentials_invalid'),
  '368': row('policy_blocked'),
  '130497': row('policy_blocked'),
  '131031': row('policy_blocked'),
  '131037': row('policy_blocked'),
  '131042': row('billing_required'),
  // Permanent for this message.
  '33': row('provider_rejected'),
  '100': row('provider_rejected'),
  '130403': row('recipient_unreachable', message),
  '130472': row('recipient_unreachable', message),
  '131008': row('provider_rejected'),
  '131009': row('provider_rejected'),
  '131021': row('recipient_unreachable', message),
  '131026': row('recipient_unreachable', message),
  '131030': row('recipient_unreachable', message),
  // Free text is refused, a template to the same person is not.
  '131047': row('window_closed', message),
  // Opted out of marketing; service messages still go.
  '131050': row('recipient_opted_out', message),
  '131051': row('content_unsupported'),
  '131055': row('content_unsupported'),
  // Not to a user id: authentication codes need the phone number.
  '131062': row('content_unsupported'),
  '131063': row('template_rejected'),
  '135000': row('provider_rejected'),
}

/** Codes that Meta documents as ranges: missing permissions, and everything about templates. */
const byRange = (code: string): FailureRow | undefined => {
  const value = Number(code)
  if (value >= 200 && value <= 299) return row('credentials_invalid')
  if (value >= 132_000 && value <= 132_999) return row('template_rejected')
  return undefined
}

export const rowOf = (error: MetaError): FailureRow | undefined => lookUp(FAILURES, error) ?? byRange(error.code)

/** The failure of a `failed` status. Without an error, or with an unknown one, the message will not arrive. */
export const failureOf = (error: MetaError | undefined): Failure =>
  error === undefined ? { ...row('provider_rejected') } : failed(error, rowOf(error))

/**
 * The failure of an answered send. A server error with a code that is not in the table says nothing about what was
 * done, so it is left undefined: the outcome is not known.
 */
export const refusalOf = ({ status, json }: ProviderAnswer): Failure | undefined => {
  const error = graphError(json)
  if (error === undefined) return undefined
  const found = rowOf(error)
  return found === undefined && status >= 500 ? undefined : failed(error, found, status)
}
