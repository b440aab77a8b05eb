import { compact } from '../../core/compact.ts'
import { row, type FailureRow, type FailureTable } from '../../core/failures.ts'
import type { Failure } from '../../core/schema/failure.ts'
import type { ProviderAnswer } from '../http.ts'
import { entry, isRecord, record, records, text, type Json } from '../json.ts'

const table = (groups: readonly (readonly [FailureRow, readonly (string | number)[]])[]): FailureTable =>
  Object.fromEntries(groups.flatMap(([found, codes]) => codes.map((code) => [String(code), found])))

/**
 * X's codes, and the last word of its problem types (`…/problems/usage-capped`). A problem without a type of its own
 * (`about:blank`) is told by its status. https://docs.x.com/x-api/fundamentals/response-codes-and-errors
 */
export const FAILURES: FailureTable = table([
  // Keys, tokens and what they are allowed: nothing goes until a person has seen to it.
  [row('credentials_invalid'), [32, 89, 93, 99, 135, 215, 220, 231, 261, 416, 453]],
  [row('credentials_invalid'), ['unsupported-authentication', 'client-forbidden', 'oauth1-permissions']],
  // The project's credits or monthly cap are used up.
  [row('billing_required'), ['usage-capped', 'credits', 'http_402']],
  // The account is suspended or locked, or taken for a machine.
  [row('policy_blocked'), [64, 226, 326]],
  [row('rate_limited'), [88]],
  // The limit of a day: asking again soon makes it no better.
  [row('rate_limited', { retry: { afterSeconds: 3600 } }), [185]],
  [row('provider_unavailable'), [130]],
  // The person does not take direct messages from the shop, or is not there.
  [row('recipient_unreachable'), [50, 63, 108, 109, 136, 150, 349]],
  // Only verified accounts may write to people who do not follow them.
  [row('policy_blocked', { scope: 'recipient' }), [476]],
  // The author lets only some people answer the post.
  [row('policy_blocked', { scope: 'message' }), [433]],
  [row('content_too_large'), [186, 354]],
  [row('content_unsupported'), [386]],
  // Files: not of a kind X takes, not there any more, or not of this account.
  [row('media_rejected'), [323, 324, 325]],
  // What is answered was deleted or cannot be seen, what is said was said already, or the request makes no sense.
  [row('provider_rejected'), [34, 87, 144, 151, 179, 187, 214, 385, 421, 422, 425]],
  [row('provider_rejected'), ['invalid-request', 'resource-not-found', 'not-authorized-for-resource']],
  [row('provider_rejected'), ['disallowed-resource', 'resource-unavailable', 'duplicate-content']],
  // Forbidden, without a word why: most often this person, sometimes the app's permissions. The whole account is not
  // stopped for it.
  [row('provider_rejected', { scope: 'recipient' }), ['http_403']],
])

interface XError {
  readonly code: string
  readonly detail?: string
  readonly href?: string
}

const problem = (type: string | undefined): string | undefined => /\/problems\/([a-z0-9-]{1,60})$/.exec(type ?? '')?.[1]

/** A problem (RFC 9457) or an error of a list; of a problem without a type the status is the code. */
const readError = (error: Json): XError | undefined => {
  const type = text(error['type'])
  const status = text(error['status'])
  const plain = type === undefined || status === undefined ? undefined : `http_${status}`
  const code = text(error['code']) ?? problem(type) ?? plain
  if (code === undefined) return undefined
  const detail = text(error['message']) ?? text(error['detail']) ?? text(error['title'])
  return compact({ code, detail, href: type?.startsWith('https://') === true ? type : undefined })
}

/** The errors of an answer, those that say most first: a problem may carry a list, with the code in it. */
const errorsOf = (json: unknown): XError[] => {
  if (!isRecord(json)) return []
  return [...records(json['errors']), json].flatMap((error) => readError(error) ?? [])
}

/** Limits and what is left of them, as X states them: for a window of minutes, and for a day of the user or the app. */
const WINDOWS = ['x-rate-limit', 'x-user-limit-24hour', 'x-app-limit-24hour'] as const

/**
 * Seconds until a limit that is used up is full again; undefined where none is, or where X does not say. `-reset` is in
 * seconds since epoch. The headers are missing at times. https://docs.x.com/x-api/fundamentals/rate-limits
 */
export const secondsToReset = (headers: Headers, now: number): number | undefined => {
  const waits = WINDOWS.flatMap((window) => {
    const reset = Number(headers.get(`${window}-reset`) ?? Number.NaN)
    const used = headers.get(`${window}-remaining`) === '0'
    return used && Number.isFinite(reset) ? [Math.max(1, Math.ceil(reset - now / 1000))] : []
  })
  return waits.length === 0 ? undefined : Math.max(...waits)
}

const DAY_SECONDS = 86_400

/** The same row, waiting as long as the headers say. */
const paced = (found: FailureRow, headers: Headers, now: number): FailureRow => {
  if (found.code !== 'rate_limited') return found
  const reset = Number(headers.get('x-rate-limit-reset') ?? Number.NaN)
  const stated = Number.isFinite(reset) ? Math.ceil(reset - now / 1000) : undefined
  const seconds = secondsToReset(headers, now) ?? stated
  return seconds === undefined
    ? found
    : { ...found, retry: { afterSeconds: Math.min(Math.max(1, seconds), DAY_SECONDS) } }
}

/** What a status says that is no code of X's own. */
const byStatus = (status: number): FailureRow | undefined => {
  if (status === 401) return row('credentials_invalid')
  if (status === 429) return row('rate_limited')
  return FAILURES[`http_${status}`]
}

/**
 * The failure an answer states; undefined where it states none, or where a server error leaves open what was done. A 401
 * or 429 is that, whatever its problem is called.
 */
export const refusalOf =
  (now: number) =>
  ({ status, headers, json }: ProviderAnswer): Failure | undefined => {
    const errors = errorsOf(json)
    const known = errors.find(({ code }) => entry(FAILURES, code) !== undefined)
    const error = known ?? errors[0]
    const settled = status === 401 || status === 429 ? byStatus(status) : undefined
    const found = settled ?? (known && entry(FAILURES, known.code)) ?? byStatus(status)
    if (found !== undefined && (error !== undefined || settled !== undefined)) {
      const provider = error ?? { code: `http_${status}` }
      return { ...paced(found, headers, now), provider: { ...provider, httpStatus: status } }
    }
    if (error === undefined || status >= 500) return undefined
    return { ...row('provider_rejected'), provider: { ...error, httpStatus: status } }
  }

/** The failure of a success that carries errors and nothing else. https://docs.x.com/x-api/fundamentals/response-codes-and-errors */
export const failedSuccess = (answer: ProviderAnswer, now: number): Failure | undefined =>
  record(answer.json)['data'] === undefined ? refusalOf(now)(answer) : undefined
