import { row, type FailureRow, type FailureTable } from '../../core/failures.ts'
import type { Failure } from '../../core/schema/failure.ts'
import type { ProviderAnswer } from '../http.ts'

const signature = row('credentials_invalid')
const notAllowed = row('policy_blocked')
const unavailable = row('provider_unavailable')
const rejected = row('provider_rejected')

/**
 * What SES answers to SendEmail, and what every service of AWS may answer.
 * https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html#API_SendEmail_Errors
 * https://docs.aws.amazon.com/ses/latest/APIReference-V2/CommonErrors.html
 */
export const SES_FAILURES: FailureTable = {
  AccountSuspendedException: notAllowed,
  BadRequestException: rejected,
  LimitExceededException: rejected,
  MailFromDomainNotVerifiedException: notAllowed,
  MessageRejected: rejected,
  /** The configuration set or the identity is not there. */
  NotFoundException: row('provider_rejected', { scope: 'account' }),
  SendingPausedException: notAllowed,
  TooManyRequestsException: row('rate_limited'),
  ThrottlingException: row('rate_limited'),
  Throttling: row('rate_limited'),
  InternalServiceErrorException: unavailable,
  InternalFailure: unavailable,
  ServiceUnavailable: unavailable,
  ServiceUnavailableException: unavailable,
  /** Our clock, or a request that was long on its way. */
  RequestExpired: unavailable,
  AccessDeniedException: signature,
  ExpiredTokenException: signature,
  IncompleteSignature: signature,
  IncompleteSignatureException: signature,
  InvalidClientTokenId: signature,
  InvalidSignatureException: signature,
  MissingAuthenticationToken: signature,
  MissingAuthenticationTokenException: signature,
  NotAuthorized: signature,
  OptInRequired: signature,
  SignatureDoesNotMatch: signature,
  UnrecognizedClientException: signature,
  RequestEntityTooLarge: row('content_too_large'),
  RequestEntityTooLargeException: row('content_too_large'),
  MalformedHttpRequestException: rejected,
  UnknownOperationException: rejected,
  ValidationError: rejected,
  ValidationException: rejected,
}

const words = (value: unknown): string => (typeof value === 'string' ? value : '')

/** `TooManyRequestsException:http://…` in the header, `com.amazonaws…#MessageRejected` or the bare name in the body. */
const nameOf = ({ headers, json }: ProviderAnswer): string => {
  const body = (typeof json === 'object' && json !== null ? json : {}) as Readonly<Record<string, unknown>>
  const stated = headers.get('x-amzn-errortype') ?? (words(body['__type']) || words(body['code']))
  return stated.split(':')[0]?.split('#').at(-1) ?? ''
}

/** What SES says no with; undefined where it names nothing that is known. */
export const sesFailure = (answer: ProviderAnswer): Failure | undefined => {
  const name = nameOf(answer)
  const known = Object.hasOwn(SES_FAILURES, name) ? SES_FAILURES[name] : undefined
  const found = known ?? (name !== '' && answer.status < 500 && answer.status >= 400 ? rejected : undefined)
  if (found === undefined) return undefined
  const { message, Message } = (answer.json ?? {}) as Readonly<Record<string, unknown>>
  const detail = words(message) || words(Message)
  return { ...found, provider: { code: name, httpStatus: answer.status, ...(detail === '' ? {} : { detail }) } }
}

/** Where in the dialogue a server said no. */
export type SmtpStep = 'connect' | 'auth' | 'sender' | 'recipient' | 'data'

const unreachable = row('recipient_unreachable')
const tooLarge = row('content_too_large')
/** Against this mail, where the account may be as welcome as ever. */
const unwanted = row('policy_blocked', { scope: 'message' })

/**
 * Enhanced status codes for good (RFC 3463 §3 and its registry,
 * https://www.iana.org/assignments/smtp-enhanced-status-codes), without their class. A subject alone (`1`) stands for those
 * of its details that are not listed.
 */
const ENHANCED: FailureTable = {
  '1': unreachable,
  '1.7': notAllowed,
  '1.8': notAllowed,
  '2': unreachable,
  '2.3': tooLarge,
  '3': rejected,
  '3.4': tooLarge,
  '4': unreachable,
  '5': rejected,
  '5.3': tooLarge,
  '6': row('content_unsupported'),
  '6.7': unreachable,
  '7': notAllowed,
  '7.1': unwanted,
  '7.2': unwanted,
  '7.8': signature,
  '7.9': signature,
}

/** Reply codes without an enhanced one (RFC 5321 §4.2.3, RFC 4954 §6, RFC 7504), or by the step where that says more. */
const REPLIES: FailureTable = {
  '521': unreachable,
  '523': tooLarge,
  '530': signature,
  '534': signature,
  '535': signature,
  '538': signature,
  '552': tooLarge,
  '554': unwanted,
  '556': unreachable,
}

/** A server that says "not now" to a recipient (greylisting) may take others; else it is busy with all of them. */
const notNow = (step: SmtpStep): FailureRow =>
  row('provider_unavailable', { scope: step === 'recipient' ? 'recipient' : step === 'data' ? 'message' : 'account' })

const forGood = (code: string, subject: string, detail: string, step: SmtpStep): FailureRow => {
  if (step === 'auth' || ['530', '534', '535', '538'].includes(code)) return signature
  if (step === 'connect') return notAllowed
  const known = ENHANCED[`${subject}.${detail}`] ?? ENHANCED[subject] ?? REPLIES[code]
  return known ?? (step === 'recipient' && code.startsWith('55') ? unreachable : rejected)
}

const REPLY = /^([45]\d\d)(?:[ -](?:[45]\.(\d{1,3})\.(\d{1,3}))?)?/

/** What a server's reply of no means; `detail` keeps its words. Undefined where it is no reply of no. */
export const smtpFailure = (reply: string, step: SmtpStep): Failure | undefined => {
  const [, code, subject = '', detail = ''] = REPLY.exec(reply) ?? []
  if (code === undefined) return undefined
  const found = code.startsWith('4') ? notNow(step) : forGood(code, subject, detail, step)
  const enhanced = subject === '' ? {} : { subcode: `${code[0]}.${subject}.${detail}` }
  return { ...found, provider: { code, ...enhanced, detail: reply.slice(0, 300) } }
}
