import { row, type FailureRow, type FailureTable } from '../../core/failures.ts'
import type { Failure } from '../../core/schema/failure.ts'
import type { ProviderAnswer } from '../http.ts'
import { failed, graphError, lookUp, type MetaError } from '../meta.ts'

/** Wrong for this person and no other. */
const recipient = { scope: 'recipient' } as const

/**
 * Error codes of the Send API, by `code/subcode` or `code`; `*` stands for any code beside a subcode that says it all.
 * Neither the HTTP status nor the localised text says reliably what happened.
 * https://developers.facebook.com/documentation/business-messaging/messenger-platform/error-codes
 * https://developers.facebook.com/documentation/business-messaging/instagram-messaging/error-codes
 */
export const FAILURES: FailureTable = {
  // Temporary: again with backoff.
  '2': row('provider_unavailable'),
  '1200': row('provider_unavailable'),
  '4': row('rate_limited'),
  '17': row('rate_limited'),
  '32': row('rate_limited'),
  '613': row('rate_limited'),
  // The Page is limited for what it sent; asking again soon makes it worse.
  '10/1893063': row('rate_limited', { retry: { afterSeconds: 3600 } }),
  // The customer has to write first.
  '*/2018065': row('window_closed'),
  '*/2018278': row('window_closed'),
  '*/2534022': row('window_closed'),
  // The person blocked the Page, left, or cannot be written to just now.
  '551': row('recipient_unreachable'),
  '551/1545041': row('recipient_unreachable'),
  '200/1545041': row('recipient_unreachable'),
  '10/2018108': row('recipient_unreachable'),
  '100/2018001': row('recipient_unreachable'),
  '100/2534014': row('recipient_unreachable'),
  // Another app has the conversation: this one only, and only until it hands it over.
  '*/2018300': row('policy_blocked', recipient),
  '*/2018321': row('policy_blocked', recipient),
  // Nothing from this account goes until a person acts.
  '3': row('credentials_invalid'),
  '10': row('credentials_invalid'),
  '190': row('credentials_invalid'),
  '200': row('credentials_invalid'),
  '200/2534041': row('credentials_invalid'),
  '368': row('policy_blocked'),
  // Permanent for this message.
  '100': row('provider_rejected'),
  // The link could not be fetched just now, or not at all.
  '100/2018008': row('media_rejected', { retry: { max: 3 } }),
  '100/2018047': row('media_rejected'),
  '100/2018074': row('media_rejected'),
  '100/2018109': row('content_too_large'),
  // It may have been sent all the same, which the echo will tell.
  '1': row('outcome_unknown'),
  '1/1357046': row('outcome_unknown'),
}

/** Permissions that are missing are documented as a range. */
const byRange = (code: string): FailureRow | undefined => {
  const value = Number(code)
  return value >= 200 && value <= 299 ? row('credentials_invalid') : undefined
}

export const rowOf = (error: MetaError): FailureRow | undefined =>
  (error.subcode === undefined ? undefined : FAILURES[`*/${error.subcode}`]) ??
  lookUp(FAILURES, error) ??
  byRange(error.code)

/** The failure of an answered send; undefined where a server error with an unknown code leaves it open what was done. */
export const refusalOf = ({ status, json }: ProviderAnswer): Failure | undefined => {
  const error = graphError(json)
  if (error === undefined) return undefined
  const found = rowOf(error)
  return found === undefined && status >= 500 ? undefined : failed(error, found, status)
}
