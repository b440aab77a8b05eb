import { flag, records, text } from '../../json.ts'
import { ask } from '../../setup-kit.ts'
import { type SetupAt, SetupError } from '../../setup.ts'

/** What a person’s key opens at a provider of inbound mail, or that the provider refuses the key. */
export type Opened<T> = T | 'refused'

const refusedBy = (status: number): boolean => status === 401 || status === 403

const wanting = (provider: string, status: number): void => {
  if (status >= 400) throw new SetupError(`${provider} refuses (${status}).`)
}

/** The inbound settings of a Postmark server. https://postmarkapp.com/developer/api/server-api */
export interface PostmarkServer {
  readonly hook: string
  readonly raw: boolean
}
const postmarkHeaders = (key: string) => ({ accept: 'application/json', 'x-postmark-server-token': key })
export const readPostmark = async (at: SetupAt, key: string, signal: AbortSignal): Promise<Opened<PostmarkServer>> => {
  const init = { headers: postmarkHeaders(key) }
  const { status, json } = await ask(at, 'https://api.postmarkapp.com/server', init, signal)
  if (refusedBy(status)) return 'refused'
  wanting('Postmark', status)
  return { hook: text(json['InboundHookUrl']) ?? '', raw: flag(json['RawEmailEnabled']) === true }
}
export const writePostmark = async (at: SetupAt, key: string, hook: string, signal: AbortSignal): Promise<void> => {
  const headers = { ...postmarkHeaders(key), 'content-type': 'application/json' }
  const init = { method: 'PUT', headers, body: JSON.stringify({ InboundHookUrl: hook, RawEmailEnabled: true }) }
  wanting('Postmark', (await ask(at, 'https://api.postmarkapp.com/server', init, signal)).status)
}

/** A route of Mailgun. https://documentation.mailgun.com/docs/mailgun/api-reference/send/mailgun/routes */
export interface MailgunRoute {
  readonly expression: string
  readonly actions: readonly string[]
}
/** An account is in one of the two, and a key opens it there alone. */
const MAILGUN = ['https://api.mailgun.net', 'https://api.eu.mailgun.net']
const mailgunHeaders = (key: string) => ({ authorization: `Basic ${Buffer.from(`api:${key}`).toString('base64')}` })

export interface MailgunAccount {
  readonly host: string
  readonly routes: readonly MailgunRoute[]
}
const readMailgunAt = async (
  at: SetupAt,
  key: string,
  host: string,
  signal: AbortSignal,
): Promise<Opened<MailgunAccount>> => {
  const init = { headers: mailgunHeaders(key) }
  const { status, json } = await ask(at, `${host}/v3/routes?limit=1000`, init, signal)
  if (refusedBy(status)) return 'refused'
  wanting('Mailgun', status)
  const routes = records(json['items']).map(({ expression, actions }) => ({
    expression: text(expression) ?? '',
    actions: Array.isArray(actions) ? actions.flatMap((action) => text(action) ?? []) : [],
  }))
  return { host, routes }
}
export const readMailgun = async (at: SetupAt, key: string, signal: AbortSignal): Promise<Opened<MailgunAccount>> => {
  for (const host of MAILGUN) {
    const found = await readMailgunAt(at, key, host, signal)
    if (found !== 'refused') return found
  }
  return 'refused'
}
export const addRoute = async (
  at: SetupAt,
  key: string,
  host: string,
  { expression, actions }: MailgunRoute,
  signal: AbortSignal,
): Promise<void> => {
  const body = new URLSearchParams([
    ['priority', '0'],
    ['description', 'Parley'],
    ['expression', expression],
    ...actions.map((action): [string, string] => ['action', action]),
  ])
  const init = { method: 'POST', headers: mailgunHeaders(key), body }
  wanting('Mailgun', (await ask(at, `${host}/v3/routes`, init, signal)).status)
}

/** Whether a route takes mail to an address. Python's patterns are close enough to ours; one that is not is given the benefit. */
export const routeTakes = ({ expression }: MailgunRoute, address: string): boolean => {
  const pattern = /match_recipient\(\s*(["'])(.*?)\1\s*\)/.exec(expression)?.[2]
  if (pattern === undefined) return true
  try {
    return new RegExp(`^(?:${pattern})$`, 'i').test(address)
  } catch {
    return true
  }
}

/** A host of SendGrid’s Inbound Parse. https://www.twilio.com/docs/sendgrid/api-reference/settings-inbound-parse */
export interface ParseHost {
  readonly hostname: string
  readonly url: string
}
const SENDGRID = 'https://api.sendgrid.com/v3/user/webhooks/parse/settings'
export const readParse = async (
  at: SetupAt,
  key: string,
  signal: AbortSignal,
): Promise<Opened<readonly ParseHost[]>> => {
  const { status, json } = await ask(at, SENDGRID, { headers: { authorization: `Bearer ${key}` } }, signal)
  if (refusedBy(status)) return 'refused'
  wanting('SendGrid', status)
  return records(json['result']).map(({ hostname, url }) => ({ hostname: text(hostname) ?? '', url: text(url) ?? '' }))
}
/** Makes it, or changes where it leads. */
export const writeParse = async (
  at: SetupAt,
  key: string,
  { hostname, url }: ParseHost,
  there: boolean,
  signal: AbortSignal,
): Promise<void> => {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
  const body = JSON.stringify({ ...(there ? {} : { hostname }), url, spam_check: true, send_raw: true })
  const target = there ? `${SENDGRID}/${encodeURIComponent(hostname)}` : SENDGRID
  wanting('SendGrid', (await ask(at, target, { method: there ? 'PATCH' : 'POST', headers, body }, signal)).status)
}

export const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1).toLowerCase()
