import { row, type FailureRow, type FailureTable } from '../core/failures.ts'
import { compact } from '../core/compact.ts'
import type { Failure } from '../core/schema/failure.ts'
import type { WebhookReply, WebhookRequest } from './adapter.ts'
import { entry, record, text } from './json.ts'
import { anySecret, equal, hmac } from './signature.ts'

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

/** JSON as Meta writes it: everything but ASCII and every slash is escaped, and signed as it is sent. */
export const metaJson = (value: unknown): string =>
  JSON.stringify(value)
    .replaceAll('/', String.raw`\/`)
    .replace(/[\u0080-\uffff]/g, (c) => String.raw`\u` + c.charCodeAt(0).toString(16).padStart(4, '0'))

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
