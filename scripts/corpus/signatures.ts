import { generateKeyPairSync } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { WebhookRequest } from '../../adapters/adapter.ts'
import { email } from '../../adapters/email/index.ts'
import { verifySignature } from '../../adapters/sms/twilio/verify.ts'
import { x } from '../../adapters/x/index.ts'
import { filesOf } from './examine.ts'
import { adapterOf } from './payload.ts'

/** Checks of one file of vectors: each must hold, and none with another secret. */
type Checks = readonly { readonly right: boolean; readonly wrong: boolean }[]
type Json = Readonly<Record<string, string>>

interface Corpus {
  readonly json: unknown
  readonly read: (file: string) => Uint8Array
}

const utf8 = new TextEncoder()
const post = (body: Uint8Array, more: Partial<WebhookRequest> = {}): WebhookRequest => ({
  method: 'POST',
  url: 'https://gateway.example/',
  query: [],
  headers: {},
  body,
  ...more,
})

interface TwilioVector {
  readonly authToken: string
  readonly url: string
  readonly params: Readonly<Record<string, string | readonly string[]>>
  readonly body: string | null
  readonly signature: string
}

const twilio = ({ json }: Corpus): Checks =>
  (json as readonly TwilioVector[]).map(({ authToken, url, params, body, signature }) => {
    const pairs = Object.entries(params).flatMap(([name, value]) =>
      [value].flat().map((one): [string, string] => [name, one]),
    )
    const request = post(utf8.encode(body ?? new URLSearchParams(pairs).toString()), {
      url,
      query: Array.from(new URLSearchParams(url.split('?')[1] ?? '')),
      headers: { 'x-twilio-signature': signature },
    })
    return { right: verifySignature(request, [authToken]), wrong: verifySignature(request, [`${authToken}0`]) }
  })

const xVectors = ({ json, read }: Corpus): Checks => {
  const vector = json as Json
  const secret = vector['consumerSecret'] ?? ''
  const name = 'x-twitter-webhooks-signature'
  const signed = post(read(`x/${vector['rawBodyFile']}`), { headers: { [name]: vector[name] ?? '' } })
  const challenge: WebhookRequest = {
    ...post(new Uint8Array()),
    method: 'GET',
    query: [['crc_token', vector['crc_token'] ?? '']],
  }
  const answer = JSON.stringify({ response_token: vector['response_token'] })
  const at = (consumerSecret: string) => adapterOf(x, {}, { secrets: { consumerSecret: [consumerSecret] } }).webhook
  const check = (holds: (webhook: ReturnType<typeof at>) => boolean) => ({
    right: holds(at(secret)),
    wrong: holds(at(`${secret}0`)),
  })
  return [
    check((webhook) => webhook?.verify(signed) === true),
    check((webhook) => webhook?.handshake?.(challenge)?.body === answer),
  ]
}

/** A mail service's signature, at the time that it states. */
const mail = (
  by: string,
  secret: readonly [string, string],
  other: string,
  request: WebhookRequest,
  now: number,
): Checks => {
  const verify = (value: string): boolean =>
    adapterOf(
      email,
      { receive: { by }, send: { by: 'none' } },
      { now: () => now, secrets: { [secret[0]]: [value] } },
    ).webhook?.verify(request) === true
  return [{ right: verify(secret[1]), wrong: verify(other) }]
}

const mailgun = ({ json }: Corpus): Checks => {
  const { signingKey = '', timestamp = '', token = '', signature = '' } = json as Json
  const request = post(utf8.encode(new URLSearchParams({ timestamp, token, signature }).toString()), {
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  })
  return mail('mailgun', ['mailgunSigningKey', signingKey], `${signingKey}0`, request, Number(timestamp) * 1000)
}

const sendgrid = ({ json }: Corpus): Checks => {
  const { publicKeyDerBase64 = '', timestamp = '', signature = '', rawBody = '' } = json as Json
  const request = post(utf8.encode(rawBody), {
    headers: {
      'x-twilio-email-event-webhook-signature': signature,
      'x-twilio-email-event-webhook-timestamp': timestamp,
    },
  })
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  const other = publicKey.export({ type: 'spki', format: 'der' }).toString('base64')
  return mail('sendgrid', ['sendgridPublicKey', publicKeyDerBase64], other, request, Number(timestamp) * 1000)
}

const VECTORS: Readonly<Record<string, (corpus: Corpus) => Checks>> = {
  'sms/twilio-signature-vectors.json': twilio,
  'x/signature-vectors.json': xVectors,
  'email/mailgun-signature-vector.json': mailgun,
  'email/sendgrid-ecdsa-vector.json': sendgrid,
}

/** Vectors of whom nothing here speaks with. */
const WITHOUT_ADAPTER: Readonly<Record<string, string>> = {
  'sms/messagebird-jwt-reference-vectors.json': 'MessageBird',
  'sms/plivo-signature-vectors.json': 'Plivo',
  'sms/vonage-sms-signature-vectors.json': 'Vonage',
  'helpdesk/signature-vectors.json': 'helpdesks',
}

export interface Verified {
  readonly file: string
  readonly vectors: number
  readonly verified: number
  /** Why none is verified. */
  readonly without?: string
}

/** Verifies every vector of signatures that the corpus has, wherever it lies. */
export const verifyAll = (corpus: string): readonly Verified[] => {
  const read = (file: string): Uint8Array => readFileSync(`${corpus}/${file}`)
  const files = filesOf(corpus).filter((file) => /vectors?\.json$/.test(file))
  return files.map((file) => {
    const json: unknown = JSON.parse(new TextDecoder().decode(read(file)))
    const checks = VECTORS[file]?.({ json, read })
    if (checks !== undefined)
      return { file, vectors: checks.length, verified: checks.filter(({ right, wrong }) => right && !wrong).length }
    const of = WITHOUT_ADAPTER[file]
    const vectors = Array.isArray(json) ? json.length : 1
    return { file, vectors, verified: 0, ...(of === undefined ? {} : { without: `no adapter speaks with ${of}` }) }
  })
}
