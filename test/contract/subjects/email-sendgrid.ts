import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto'
import { email } from '../../../adapters/email/index.ts'
import type { ContractSubject, ExampleRequest } from '../../../adapters/testing/contract.ts'
import { CUSTOMER, delivery, deviations, MAILBOX, mime, sends } from '../email.subject.ts'

const keyPair = (): { readonly name: string; readonly key: KeyObject } => {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return { name: publicKey.export({ type: 'spki', format: 'der' }).toString('base64'), key: privateKey }
}
const ours = keyPair()
const strangers = keyPair()
const TIMESTAMP = '1790000000'

const form = (fields: Readonly<Record<string, string>>): ExampleRequest => {
  const parts = Object.entries(fields).map(
    ([name, value]) => `--xYz\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  )
  return {
    method: 'POST',
    query: [],
    headers: { 'content-type': 'multipart/form-data; boundary=xYz' },
    body: new TextEncoder().encode(`${parts.join('')}--xYz--\r\n`),
  }
}

const mail = (fields: Readonly<Record<string, string>> = {}): ExampleRequest =>
  form({
    envelope: JSON.stringify({ to: [MAILBOX], from: CUSTOMER }),
    SPF: 'pass',
    dkim: '{@customer.example : pass}',
    charsets: '{"to":"UTF-8","from":"UTF-8"}',
    email: mime(),
    ...fields,
  })

/** Mail by SendGrid's Inbound Parse, answered through SES. */
export const subject: ContractSubject = {
  factory: email,
  config: { receive: { by: 'sendgrid' }, send: { by: 'ses', configurationSet: 'parley' } },
  secrets: { sendgridPublicKey: ours.name, replyToken: 'reply-token-secret' },
  identifiers: { sendgridPublicKey: 'A public key.' },
  webhook: {
    secret: 'sendgridPublicKey',
    sign: (request, secret) => {
      const key = secret === ours.name ? ours.key : strangers.key
      const signature = sign('sha256', Buffer.concat([Buffer.from(TIMESTAMP), request.body]), key)
      return {
        ...request,
        headers: {
          ...request.headers,
          'x-twilio-email-event-webhook-signature': signature.toString('base64'),
          'x-twilio-email-event-webhook-timestamp': TIMESTAMP,
        },
      }
    },
  },
  deliveries: {
    message: mail(),
    batch: {
      request: mail({ envelope: JSON.stringify({ to: [MAILBOX, 'sales@shop.example'], from: CUSTOMER }) }),
      facts: 2,
    },
    unknown: form({ something: 'new' }),
    redelivered: {
      first: mail(),
      again: mail({ SPF: 'none', spam_score: '0.2', email: mime({ received: 'Tue, 24 Nov 2026 11:30:00 +0000' }) }),
    },
    others: { delivered: delivery({ tags: { 'parley-message': ['msg_1'], 'parley-part': ['0'] } }) },
  },
  sends,
  deviations: {
    ...deviations,
    'accepts both secrets while one is rotated, and no third':
      'The suite makes another secret by adding to the first, which is no public key any more.',
  },
}
