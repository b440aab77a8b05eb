import { row, type FailureRow, type FailureTable } from '../../../core/failures.ts'
import type { Failure } from '../../../core/schema/failure.ts'
import type { ProviderAnswer } from '../../http.ts'

const table = (groups: readonly (readonly [FailureRow, readonly string[]])[]): FailureTable =>
  Object.fromEntries(groups.flatMap(([found, codes]) => codes.map((code) => [code, found])))

const reasons = (exception: string, names: readonly string[]): string[] => names.map((name) => `${exception}/${name}`)
const conflicts = (...names: readonly string[]): string[] => reasons('ConflictException', names)
const quotas = (...names: readonly string[]): string[] => reasons('ServiceQuotaExceededException', names)
const invalid = (...names: readonly string[]): string[] => reasons('ValidationException', names)

/** The sender or its configuration is wrong: no message of the account goes before that is mended. */
const senderRejected = row('provider_rejected', { scope: 'account' })
/** This recipient, or their country, is not to be written to from here; others are. */
const notThere = row('policy_blocked', { scope: 'recipient' })
const HOUR = 3600

/**
 * Exceptions of SendTextMessage, alone and with their reasons, and the errors all of AWS has in common. Reasons that only
 * other operations give (registrations, pools, keywords) fall to the exception's own row.
 * https://docs.aws.amazon.com/pinpoint/latest/apireference_smsvoicev2/API_SendTextMessage.html#API_SendTextMessage_Errors
 * https://docs.aws.amazon.com/pinpoint/latest/apireference_smsvoicev2/CommonErrors.html
 */
export const FAILURES: FailureTable = table([
  [
    row('credentials_invalid'),
    ['AccessDeniedException', 'AccessDenied', 'NotAuthorized', 'UnrecognizedClientException'],
  ],
  [row('credentials_invalid'), ['InvalidClientTokenId', 'InvalidSignatureException', 'SignatureDoesNotMatch']],
  [row('credentials_invalid'), ['IncompleteSignature', 'IncompleteSignatureException', 'MissingAuthenticationToken']],
  [row('credentials_invalid'), ['MissingAuthenticationTokenException']],
  // The role's credentials are renewed by themselves: the next attempt is signed anew.
  [row('provider_unavailable'), ['ExpiredTokenException', 'ExpiredToken', 'RequestExpired']],
  [row('policy_blocked'), reasons('AccessDeniedException', ['INSUFFICIENT_ACCOUNT_REPUTATION', 'ACCOUNT_DISABLED'])],
  [row('billing_required'), ['OptInRequired', ...quotas('MONTHLY_SPEND_LIMIT_REACHED_FOR_TEXT')]],
  [row('billing_required'), quotas('MONTHLY_SPEND_LIMIT_REACHED_FOR_MEDIA', 'MONTHLY_SPEND_LIMIT_REACHED_FOR_VOICE')],
  [row('billing_required'), quotas('MONTHLY_SPEND_LIMIT_REACHED_FOR_NOTIFY')],
  [row('rate_limited', { retry: { afterSeconds: HOUR } }), ['ServiceQuotaExceededException']],
  [row('rate_limited'), ['ThrottlingException', 'Throttling', 'TooManyRequestsException', 'RequestLimitExceeded']],
  // AWS states that it did not complete the request; its own SDKs send such a request again.
  [row('provider_unavailable'), ['InternalServerException', 'ServiceUnavailable', 'ServiceUnavailableException']],

  [row('recipient_opted_out'), conflicts('DESTINATION_PHONE_NUMBER_OPTED_OUT')],
  // An account in AWS's own sandbox writes to verified numbers alone.
  [notThere, conflicts('DESTINATION_PHONE_NUMBER_NOT_VERIFIED')],
  [notThere, conflicts('DESTINATION_COUNTRY_BLOCKED_BY_PROTECT_CONFIGURATION')],
  [notThere, conflicts('DESTINATION_PHONE_NUMBER_BLOCKED_BY_PROTECT_NUMBER_OVERRIDE')],
  [notThere, invalid('DESTINATION_COUNTRY_BLOCKED', 'COUNTRY_NOT_ENABLED', 'INTERNATIONAL_SENDING_NOT_SUPPORTED')],
  [notThere, invalid('INVALID_IDENTITY_FOR_DESTINATION_COUNTRY', 'COUNTRY_CODE_MISMATCH', 'PRICE_OVER_THRESHOLD')],
  [notThere, invalid('SENDER_ID_NOT_REGISTERED', 'SENDER_ID_NOT_SUPPORTED', 'SENDER_ID_REQUIRES_REGISTRATION')],
  [row('policy_blocked'), conflicts('REGISTRATION_NOT_COMPLETE', 'PHONE_NUMBER_NOT_IN_REGISTRATION_REGION')],
  [senderRejected, ['ResourceNotFoundException', ...conflicts('RESOURCE_NOT_ACTIVE')]],
  [senderRejected, conflicts('NO_ORIGINATION_IDENTITIES_FOUND', 'NUMBER_CAPABILITIES_MISMATCH', 'KEYWORD_MISMATCH')],
  [senderRejected, conflicts('MESSAGE_TYPE_MISMATCH', 'EVENT_DESTINATION_MISMATCH')],
  [senderRejected, conflicts('PROTECT_CONFIGURATION_NOT_ASSOCIATED_WITH_CONFIGURATION_SET')],
  [senderRejected, invalid('CHANNEL_NOT_ENABLED', 'RESOURCE_NOT_ACCESSIBLE', 'INVALID_ARN')],
  [row('content_too_large'), invalid('MAXIMUM_SIZE_EXCEEDED', 'VALUE_TOO_LARGE')],
  [row('provider_rejected'), ['ConflictException', 'ValidationException', 'ValidationError', 'SerializationException']],
  [row('provider_rejected'), ['UnknownOperationException', 'InvalidAction', 'InvalidParameterValue']],
])

/** A field that AWS names as the one that is wrong says more than that one is. */
const FIELDS: FailureTable = {
  DestinationPhoneNumber: row('recipient_unreachable'),
  OriginationIdentity: senderRejected,
  ConfigurationSetName: senderRejected,
  ProtectConfigurationId: senderRejected,
  MessageType: senderRejected,
}

/**
 * What a final event means for a message that never arrived, by `messageStatus`.
 * https://docs.aws.amazon.com/sms-voice/latest/userguide/configuration-sets-event-types.html
 */
export const STATUS_FAILURES: FailureTable = {
  INVALID: row('recipient_unreachable'),
  UNREACHABLE: row('recipient_unreachable'),
  // Passing trouble in the carrier's network.
  CARRIER_UNREACHABLE: row('provider_unavailable', { retry: { max: 2 }, scope: 'recipient' }),
  INVALID_MESSAGE: row('content_unsupported'),
  BLOCKED: notThere,
  CARRIER_BLOCKED: notThere,
  PROTECT_BLOCKED: notThere,
  SPAM: row('policy_blocked', { scope: 'message' }),
  TTL_EXPIRED: row('expired'),
}

interface AwsError {
  readonly type?: string
  readonly reason?: string
  readonly message?: string
  readonly field?: string
}

const words = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)

/** `__type` may carry a namespace before the name (`com.amazonaws…#`), the header an address behind it. */
const readError = ({ json, headers }: ProviderAnswer): AwsError => {
  const body = (typeof json === 'object' && json !== null ? json : {}) as Readonly<Record<string, unknown>>
  const stated = words(body['__type']) ?? words(headers.get('x-amzn-errortype'))
  const type = words(stated?.split('#').at(-1)?.split(':')[0])
  const reason = words(body['Reason'])
  const message = words(body['Message']) ?? words(body['message'])
  const [first] = Array.isArray(body['Fields']) ? (body['Fields'] as readonly unknown[]) : []
  const field = words((first as { readonly Name?: unknown } | null | undefined)?.Name)
  return {
    ...(type === undefined ? {} : { type }),
    ...(reason === undefined ? {} : { reason }),
    ...(message === undefined ? {} : { message }),
    ...(field === undefined ? {} : { field }),
  }
}

/**
 * The failure of an answered send. Undefined where the HTTP status says more: no exception is named, or one nobody knows
 * on anything but a plain 400.
 */
export const refusalOf = (answer: ProviderAnswer): Failure | undefined => {
  const { type, reason, message, field } = readError(answer)
  if (type === undefined) return undefined
  const byField = type === 'ValidationException' && field !== undefined ? FIELDS[field] : undefined
  const known = FAILURES[`${type}/${reason}`] ?? byField ?? FAILURES[type]
  if (known === undefined && answer.status !== 400) return undefined
  return {
    ...(known ?? row('provider_rejected')),
    provider: {
      code: type,
      ...(reason === undefined ? {} : { subcode: reason }),
      ...(message === undefined ? {} : { detail: message }),
      href: 'https://docs.aws.amazon.com/pinpoint/latest/apireference_smsvoicev2/API_SendTextMessage.html',
      httpStatus: answer.status,
    },
  }
}
