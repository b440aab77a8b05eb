import { row, type FailureRow } from '../core/failures.ts'
import type { Failure } from '../core/schema/failure.ts'
import type { AdapterDeps, SendOutcome } from './adapter.ts'
import { readJson } from './json.ts'

/** What a provider said, as far as it could be read. */
export interface ProviderAnswer {
  readonly status: number
  readonly headers: Headers
  /** Parsed JSON, or undefined when the body was none. */
  readonly json: unknown
}

/** What came of a request that was not answered with a success. */
export type Unanswered = Exclude<SendOutcome, { readonly kind: 'accepted' }>

export interface Call<T = SendOutcome> {
  readonly fetch: typeof globalThis.fetch
  readonly url: string
  readonly init: RequestInit
  readonly signal: AbortSignal
  /** Reads a success: the outcome, or undefined when the answer cannot be understood. */
  readonly accepted: (answer: ProviderAnswer) => T | undefined
  /** Reads the provider's own error, or undefined when the answer carries none. */
  readonly refused: (answer: ProviderAnswer) => Failure | undefined
  /** Struck from what the provider says: some quote the credentials of the request they refuse. */
  readonly secrets?: AdapterDeps['secrets']
}

/** Causes that prove that no byte of the request reached the provider (Node's and undici's codes). */
const NOT_CONNECTED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
])

const causeCode = (error: unknown): string => {
  const cause = error instanceof Error ? (error.cause as { code?: unknown } | undefined) : undefined
  const code = cause?.code ?? (error as { code?: unknown } | null)?.code
  return typeof code === 'string' ? code : ''
}

/** Seconds of a Retry-After header (RFC 9110 §10.2.3), which is a number or an HTTP date. */
export const retryAfter = (headers: Headers, now: number): number | undefined => {
  const value = headers.get('retry-after')
  if (value === null) return undefined
  if (/^\d+$/.test(value.trim())) return Number(value)
  const date = Date.parse(value)
  return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - now) / 1000))
}

/** Where the provider gave no code of its own, the HTTP status decides. Undefined: the outcome is not known. */
const byStatus = (status: number): FailureRow | undefined => {
  if (status === 401 || status === 403) return row('credentials_invalid')
  if (status === 429) return row('rate_limited')
  if (status === 413) return row('content_too_large')
  if (status === 503) return row('provider_unavailable')
  if (status >= 400 && status < 500) return row('provider_rejected')
  return undefined
}

/**
 * Makes one provider request and says what came of it. The only place that maps transport and HTTP to a failure:
 * never connected or explicitly refused may be retried; bytes written without a readable answer are `unknown`.
 */
export const callProvider = async <T = SendOutcome>(call: Call<T>, now: number): Promise<T | Unanswered> => {
  let response: Response
  try {
    response = await call.fetch(call.url, { ...call.init, signal: call.signal, redirect: 'error' })
  } catch (error) {
    const code = causeCode(error)
    if (!NOT_CONNECTED.has(code))
      return { kind: 'unknown', detail: code || (error instanceof Error ? error.name : 'error') }
    return { kind: 'refused', failure: { ...row('provider_unavailable'), provider: { code } } }
  }
  // An answer that breaks off in the middle cannot be read either.
  const json = readJson(await response.text().catch(() => ''))
  const answer: ProviderAnswer = { status: response.status, headers: response.headers, json }
  if (response.ok) return call.accepted(answer) ?? { kind: 'unknown', detail: 'unreadable success' }
  const found = call.refused(answer) ?? fallback(response.status)
  if (found === undefined) return { kind: 'unknown', detail: `http ${response.status}` }
  const failure = struck(found, call)
  const after = failure.retry === 'backoff' ? retryAfter(response.headers, now) : undefined
  return { kind: 'refused', failure: after === undefined ? failure : { ...failure, retry: { afterSeconds: after } } }
}

type Refused = Extract<Unanswered, { readonly kind: 'refused' }>

const isRefused = (outcome: { readonly kind: string }): outcome is Refused => outcome.kind === 'refused'
const isUnknown = (outcome: { readonly kind: string }): outcome is Exclude<Unanswered, Refused> =>
  outcome.kind === 'unknown'

const again = (provider: Failure['provider']): Refused => ({
  kind: 'refused',
  failure: { ...row('provider_unavailable'), ...(provider === undefined ? {} : { provider }) },
})

/**
 * A request that changes nothing, or the same thing again: where its outcome is not known it may be made once more, as
 * after a provider that could not be reached.
 */
export const askProvider = async <T extends { readonly kind: string }>(
  call: Call<T>,
  now: number,
): Promise<T | Refused> => {
  const outcome = await callProvider<T>(call, now)
  if (isUnknown(outcome)) return again({ code: outcome.detail })
  return isRefused(outcome) && outcome.failure.code === 'outcome_unknown' ? again(outcome.failure.provider) : outcome
}

/** The failure without the call's secrets, and without the credentials of its own header (base64 in Basic). */
const struck = (failure: Failure, { secrets = {}, init }: Pick<Call, 'secrets' | 'init'>): Failure => {
  const header = new Headers(init.headers).get('authorization')?.split(' ')[1] ?? ''
  const needles = [...Object.values(secrets).flat(), header.replace(/=+$/, '')].filter((needle) => needle !== '')
  const clean = (_: string, value: unknown): unknown =>
    typeof value === 'string' ? needles.reduce((text, needle) => text.replaceAll(needle, '[withheld]'), value) : value
  return failure.provider ? { ...failure, provider: JSON.parse(JSON.stringify(failure.provider, clean)) } : failure
}

const fallback = (status: number): Failure | undefined => {
  const found = byStatus(status)
  return found && { ...found, provider: { code: `http_${status}`, httpStatus: status } }
}

/** What the answer to a request that may be made again comes to, where nothing but its status says so. */
export const failureOfStatus = ({ status, headers }: Pick<Response, 'status' | 'headers'>, now: number): Failure => {
  const provider = { code: `http_${status}`, httpStatus: status }
  const failure = fallback(status) ?? { ...row('provider_unavailable'), provider }
  const after = failure.retry === 'backoff' ? retryAfter(headers, now) : undefined
  return after === undefined ? failure : { ...failure, retry: { afterSeconds: after } }
}
