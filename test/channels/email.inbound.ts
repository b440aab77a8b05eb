import { readdirSync, readFileSync } from 'node:fs'
import type { AdapterDeps, ChannelAdapter, Delivery } from '../../adapters/adapter.ts'
import { inbound, InboundConfig } from '../../adapters/email/inbound/index.ts'
import type { ReplyTokens } from '../../adapters/email/reply-token.ts'
import type { InboundFact } from '../../core/schema/fact.ts'

const FOLDER = new URL('../fixtures/email/inbound/', import.meta.url)
export const WEBHOOK_URL = 'https://gateway.example/webhooks/email/main'
export const NOW = Date.UTC(2026, 9, 5, 8, 0, 0)

/** A delivery as its provider makes it. `eml` names the mail in a file of its own. */
export interface Fixture {
  readonly config: { readonly by: 'ses' | 'postmark' | 'mailgun' | 'sendgrid' } & Readonly<Record<string, unknown>>
  readonly eml?: string
  readonly json?: unknown
  readonly form?: Readonly<Record<string, string>>
  /** Fields whose values are these bytes, in base64. */
  readonly bytes?: Readonly<Record<string, string>>
  readonly files?: readonly {
    readonly name: string
    readonly filename: string
    readonly type: string
    readonly text: string
  }[]
}

const names = (end: string): string[] =>
  readdirSync(FOLDER)
    .filter((file) => file.endsWith(end))
    .map((file) => file.slice(0, -end.length))
    .sort()
const read = (name: string): unknown => JSON.parse(readFileSync(new URL(`${name}.json`, FOLDER), 'utf8'))

export const fixtureNames = (): string[] => names('.json').filter((name) => !name.endsWith('.facts'))
export const factNames = (): string[] => names('.facts.json')
export const mailNames = (): string[] => names('.eml')
export const fixture = (name: string): Fixture => read(name) as Fixture
export const expectedFacts = (name: string): InboundFact[] => read(`${name}.facts`) as InboundFact[]
/** As it comes over the wire: lines end in CRLF. */
const eml = (name: string): string => readFileSync(new URL(`${name}.eml`, FOLDER), 'utf8').replaceAll('\n', '\r\n')

/** Reads `+t-…` as a token, so that tests can write one. */
const TOKENS: ReplyTokens = {
  address: (mailbox, thread) => mailbox.replace('@', `+t-${thread}@`),
  read: (recipient) => /\+t-([a-z]+)@/.exec(recipient)?.[1],
}

const unused = (): never => {
  throw new Error('not to be used when mail comes in')
}
const deps = (secrets: AdapterDeps['secrets'] = {}, now = NOW): AdapterDeps => ({
  fetch: unused,
  fetchPublic: unused,
  mode: 'live',
  now: () => now,
  nonce: () => 'nonce',
  secrets,
  credentials: { read: unused, write: unused },
  aws: { region: 'eu-west-1', sign: unused },
  publicUrl: 'https://gateway.example',
  webhookUrl: WEBHOOK_URL,
})

type Inbound = Pick<ChannelAdapter, 'webhook' | 'queue' | 'parse' | 'objects'>
export const adapter = (
  config: Readonly<Record<string, unknown>>,
  secrets?: AdapterDeps['secrets'],
  now?: number,
): Inbound => inbound(InboundConfig.parse(config), deps(secrets, now), TOKENS)

const BOUNDARY = 'parley-form-boundary'

/** A multipart form, part for part as bytes. */
export const multipart = (
  fields: readonly (readonly [name: string, value: Uint8Array | string, filename?: string, type?: string])[],
): { readonly headers: Record<string, string>; readonly body: Uint8Array } => ({
  headers: { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` },
  body: Buffer.concat([
    ...fields.flatMap(([name, value, filename, type]) => [
      Buffer.from(
        `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"${filename === undefined ? '' : `; filename="${filename}"`}\r\n` +
          `${type === undefined ? '' : `Content-Type: ${type}\r\n`}\r\n`,
      ),
      Buffer.from(value as string),
      Buffer.from('\r\n'),
    ]),
    Buffer.from(`--${BOUNDARY}--\r\n`),
  ]),
})

export const request = (headers: Record<string, string>, body: Uint8Array): Delivery => ({
  method: 'POST',
  url: WEBHOOK_URL,
  query: [],
  headers,
  body,
})

export const jsonRequest = (json: unknown): Delivery =>
  request({ 'content-type': 'application/json' }, new TextEncoder().encode(JSON.stringify(json)))

/** The delivery, with the mail where its provider puts it. */
export const deliver = ({ config, eml: mail, json, form = {}, bytes = {}, files = [] }: Fixture): Delivery => {
  const mime = mail === undefined ? undefined : eml(mail)
  if (config.by === 'ses') {
    const delivery = jsonRequest(json)
    return mime === undefined
      ? delivery
      : { ...delivery, object: { name: 'mail/in/o3vrnil0e2ic', body: Buffer.from(mime) } }
  }
  if (config.by === 'postmark') return jsonRequest(mime === undefined ? json : { ...(json as object), RawEmail: mime })
  const raw = mime === undefined ? [] : [[config.by === 'mailgun' ? 'body-mime' : 'email', mime] as const]
  const { headers, body } = multipart([
    ...Object.entries(form),
    ...Object.entries(bytes).map(([name, value]) => [name, Buffer.from(value, 'base64')] as const),
    ...raw,
    ...files.map(({ name, filename, type, text }) => [name, text, filename, type] as const),
  ])
  return request(headers, body)
}

/** A mail that SES received, as the queue brings it. */
export const sesMail = (
  mime: string | Uint8Array,
  {
    recipients = ['support@shop.example'],
    source = 'ada@customer.example',
    dmarc = 'PASS',
    receipt = {},
  }: {
    readonly recipients?: readonly string[]
    readonly source?: string
    readonly dmarc?: string
    readonly receipt?: Readonly<Record<string, unknown>>
  } = {},
): Delivery => {
  const verdict = (status: string) => ({ status })
  const notification = {
    notificationType: 'Received',
    mail: { timestamp: '2026-10-05T07:59:58.000Z', source, messageId: 'o3vrnil0e2ic' },
    receipt: {
      timestamp: '2026-10-05T07:59:58.000Z',
      recipients,
      spamVerdict: verdict('PASS'),
      virusVerdict: verdict('PASS'),
      spfVerdict: verdict('PASS'),
      dkimVerdict: verdict('PASS'),
      dmarcVerdict: verdict(dmarc),
      action: { type: 'S3', bucketName: 'mail-bucket', objectKey: 'in/o3vrnil0e2ic' },
      ...receipt,
    },
  }
  return { ...jsonRequest(notification), object: { name: 'mail/in/o3vrnil0e2ic', body: Buffer.from(mime as string) } }
}

/** A short mail; lines of `headers` replace those of the same name. */
export const mime = (headers: Readonly<Record<string, string>> = {}, body = 'Hello\r\n'): string =>
  Object.entries({
    From: 'Ada <ada@customer.example>',
    To: 'support@shop.example',
    Subject: 'A question',
    'Message-ID': '<m1@customer.example>',
    ...headers,
  })
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('') + `\r\n${body}`

export const parseSes = (
  mail: string | Uint8Array,
  options?: Parameters<typeof sesMail>[1],
  config: Readonly<Record<string, unknown>> = {},
): Promise<InboundFact[]> => adapter({ by: 'ses', ...config }).parse(sesMail(mail, options))
