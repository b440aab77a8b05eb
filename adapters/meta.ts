import { createHash } from 'node:crypto'
import { row, type FailureRow, type FailureTable } from '../core/failures.ts'
import { compact } from '../core/compact.ts'
import type { QuarantineFact } from '../core/schema/fact.ts'
import type { Failure } from '../core/schema/failure.ts'
import type { WebhookReply, WebhookRequest } from './adapter.ts'
import { anySecret, equal, hmac } from './signature.ts'

/** A JSON object of unknown shape. */
export type Json = Readonly<Record<string, unknown>>

const plain = (status: number, body: string): WebhookReply => ({
  status,
  headers: { 'content-type': 'text/plain; charset=utf-8' },
  body,
})

/**
 * Answers Meta's subscription check: the bare challenge for the configured verify token, else 403. A challenge wrapped
 * in JSON fails. Undefined when the request is no check.
 * https://developers.facebook.com/docs/graph-api/webhooks/getting-started#verification-requests
 */
export const handshake = (
  req: WebhookRequest,
  verifyTokens: readonly string[] | undefined,
): WebhookReply | undefined => {
  const query = new Map(req.query)
  if (req.method !== 'GET' || !query.has('hub.mode')) return undefined
  const token = query.get('hub.verify_token') ?? ''
  const known = anySecret(verifyTokens, (secret) => equal(secret, token))
  const challenge = query.get('hub.challenge')
  if (!known || query.get('hub.mode') !== 'subscribe' || challenge === undefined) return plain(403, 'Forbidden')
  return plain(200, challenge)
}

/**
 * Checks `X-Hub-Signature-256: sha256=<lower-case hex>`, the HMAC-SHA256 of the raw body under the app secret. Meta
 * escapes unicode before it signs, and sends the body as it was signed: never parse and write it again before this.
 * https://developers.facebook.com/docs/graph-api/webhooks/getting-started#event-notifications
 */
export const verifySignature = (req: WebhookRequest, appSecrets: readonly string[] | undefined): boolean => {
  const header = req.headers['x-hub-signature-256'] ?? ''
  return anySecret(appSecrets, (secret) => equal(`sha256=${hmac('sha256', secret, req.body, 'hex')}`, header))
}

/** The signature header of a body, as Meta makes it. */
export const signatureHeader = (appSecret: string, body: Uint8Array | string): string =>
  `sha256=${hmac('sha256', appSecret, body, 'hex')}`

/** Meta looks at the status alone; the words are those of its own samples. */
export const received = (): WebhookReply => plain(200, 'EVENT_RECEIVED')

export const isRecord = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The object, or an empty one for anything else. */
export const record = (value: unknown): Json => (isRecord(value) ? value : {})

export const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

/** The table's own entry: names come from outside, and `constructor` is in no table. */
export const entry = <T>(table: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined

export const records = (value: unknown): readonly Json[] => list(value).filter(isRecord)

/** A non-empty string. Ids come as strings and as numbers: both give the string. */
export const text = (value: unknown): string | undefined => {
  if (typeof value === 'string') return value === '' ? undefined : value
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : undefined
}

/** A number; quantities and coordinates also come as decimal strings. */
export const number = (value: unknown): number | undefined => {
  const found = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  // JSON cannot write a negative zero, so none is kept.
  return typeof found === 'number' && Number.isFinite(found) ? found + 0 : undefined
}

export const flag = (value: unknown): boolean | undefined => (typeof value === 'boolean' ? value : undefined)

/** From here a number means milliseconds: as seconds it would be the year 5138, as milliseconds it is 1973. */
const FIRST_MS = 100_000_000_000

/** Provider time as ms since epoch. Seconds and milliseconds, strings and numbers occur within one payload. */
export const time = (value: unknown): number | null => {
  const found = number(value)
  if (found === undefined || found < 0) return null
  const ms = Math.round(found < FIRST_MS ? found * 1000 : found)
  return ms <= 8.64e15 ? ms : null
}

/** Deeper nesting is no payload of Meta's, and would overflow the stack of whoever writes it as JSON again. */
const MAX_DEPTH = 100

const tooDeep = (json: string): boolean => {
  let depth = 0
  let quoted = false
  for (let i = 0; i < json.length; i++) {
    const c = json[i]
    if (c === '"') quoted = !quoted
    else if (quoted) i += c === '\\' ? 1 : 0
    else if (c === '{' || c === '[') depth += 1
    else if (c === '}' || c === ']') depth -= 1
    if (depth > MAX_DEPTH) return true
  }
  return false
}

const UNSAFE_INTEGER = /[:[,]\s*-?\d{16,}/

/** Ids that come as numbers beyond 2^53 keep their digits, as strings. */
const exactInteger = (_: string, value: unknown, context?: { readonly source?: string }): unknown =>
  typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d+$/.test(context?.source ?? '')
    ? context?.source
    : value

/** The body as JSON, or undefined when it is none. */
export const readJson = (body: string): unknown => {
  if (tooDeep(body)) return undefined
  try {
    return JSON.parse(body, UNSAFE_INTEGER.test(body) ? exactInteger : undefined)
  } catch {
    return undefined
  }
}

/** JSON as Meta writes it: everything but ASCII and every slash is escaped, and signed as it is sent. */
export const metaJson = (value: unknown): string =>
  JSON.stringify(value)
    .replaceAll('/', String.raw`\/`)
    .replace(/[\u0080-\uffff]/g, (c) => String.raw`\u` + c.charCodeAt(0).toString(16).padStart(4, '0'))

/** JSON with sorted keys, without the keys whose values change between deliveries of one event. */
const stable = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(stable).join(',')}]`
  if (!isRecord(value)) return JSON.stringify(value) ?? 'null'
  const keys = Object.keys(value).filter((key) => key !== 'timestamp' && key !== 'time')
  return `{${keys
    .sort()
    .map((key) => `${JSON.stringify(key)}:${stable(value[key])}`)
    .join(',')}}`
}

export const digest = (data: Uint8Array | string): string => createHash('sha256').update(data).digest('base64url')

/**
 * Id of something the provider gave none: a hash of what it says, without its times, which differ between deliveries.
 * `at` joins in where the same words at another time are other news (a second opt-out, a template approved again):
 * to lose that one would be worse than to see the first one twice, which sets the same state again.
 */
export const contentId = (slice: unknown, at?: number | null): string =>
  digest(at === undefined || at === null ? stable(slice) : `${stable(slice)}@${at}`)

/** A body that cannot be read at all. Its bytes are the id: nothing in it can be told to be the event. */
export const unreadable = (body: Uint8Array, json: string, reason: string): QuarantineFact => ({
  kind: 'quarantine',
  scope: 'unknown',
  account: 'unknown',
  at: null,
  id: digest(body),
  reason,
  raw: json,
})

/** An error as Graph answers it, or as a webhook carries it. `detail` is for people: it is localised. */
export interface MetaError {
  readonly code: string
  readonly subcode?: string
  readonly detail?: string
  readonly href?: string
}

/** Reads an error object; undefined when it has no code. */
export const readError = (value: unknown): MetaError | undefined => {
  const error = record(value)
  const code = text(error['code'])
  if (code === undefined) return undefined
  const words = [error['title'], error['message'], record(error['error_data'])['details'], error['details']]
  return compact({
    code,
    subcode: text(error['error_subcode']),
    detail: sentence(words),
    href: text(error['href']),
  })
}

/** The distinct texts, one after the other. */
export const sentence = (words: readonly unknown[]): string | undefined => {
  const said = words.map((word) => (typeof word === 'string' ? word.trim() : '')).filter((word) => word !== '')
  return said.length === 0 ? undefined : Array.from(new Set(said)).join(': ')
}

/** The error of a Graph answer `{error: {…}}`. */
export const graphError = (json: unknown): MetaError | undefined => readError(record(json)['error'])

/** The row of `code/subcode`, else of `code`. HTTP status and text say nothing reliable. */
export const lookUp = (table: FailureTable, { code, subcode }: MetaError): FailureRow | undefined =>
  (subcode === undefined ? undefined : entry(table, `${code}/${subcode}`)) ?? entry(table, code)

export const failed = (
  error: MetaError,
  found: FailureRow = row('provider_rejected'),
  httpStatus?: number,
): Failure => ({
  ...found,
  provider: compact({ ...error, httpStatus }),
})
