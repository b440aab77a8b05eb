import type { ChannelAdapter } from '../../adapters/adapter.ts'
import type { email } from '../../adapters/email/index.ts'
import { adapterOf, other, queued, webhook, type CorpusChannel, type Payload } from './payload.ts'

const MAILBOX = 'shop@example.com'

/** What SES's topic says of a mail that it put into the bucket; the mail itself is beside it. */
const received = JSON.stringify({
  notificationType: 'Received',
  mail: {
    timestamp: '2026-01-09T09:12:33.000Z',
    messageId: 'corpus',
    source: 'envelope@example.org',
    destination: [MAILBOX],
    headersTruncated: false,
    headers: [],
    commonHeaders: {},
  },
  receipt: {
    timestamp: '2026-01-09T09:12:33.412Z',
    processingTimeMillis: 1,
    recipients: [MAILBOX],
    spamVerdict: { status: 'PASS' },
    virusVerdict: { status: 'PASS' },
    spfVerdict: { status: 'PASS' },
    dkimVerdict: { status: 'PASS' },
    dmarcVerdict: { status: 'PASS' },
    action: {
      type: 'S3',
      topicArn: 'arn:aws:sns:eu-central-1:111122223333:mail',
      bucketName: 'b',
      objectKey: 'mail/1',
    },
  },
})

const utf8 = new TextEncoder()

/** The body of a mail alone, as the mail whose words it is. */
const letter = (body: Uint8Array, contentType: string): Uint8Array => {
  const head = [
    'From: A customer <customer@example.org>',
    `To: <${MAILBOX}>`,
    'Subject: Re: Your order',
    'Message-ID: <letter@example.org>',
    'MIME-Version: 1.0',
    `Content-Type: ${contentType}; charset=utf-8`,
    'Content-Transfer-Encoding: 8bit',
  ]
  return Uint8Array.from(Buffer.concat([utf8.encode(`${head.join('\r\n')}\r\n\r\n`), body]))
}

/** The fields of a form that is kept as JSON, as a form. */
const form = async (body: Uint8Array): Promise<readonly [Uint8Array, string]> => {
  const fields = JSON.parse(new TextDecoder().decode(body)) as Readonly<Record<string, unknown>>
  const data = new FormData()
  for (const [name, value] of Object.entries(fields))
    data.append(name, typeof value === 'string' ? value : JSON.stringify(value))
  const request = new Response(data)
  return [await request.bytes(), request.headers.get('content-type') ?? '']
}

type Read = (file: string, body: Uint8Array<ArrayBuffer>) => Payload | Promise<Payload>

/** Mails, texts of mails, and what the services that take mail call in. */
export const mails = (factory: typeof email): CorpusChannel => {
  const by = (way: string): ChannelAdapter => adapterOf(factory, { receive: { by: way }, send: { by: 'none' } })
  const ses = by('ses')
  const called = by('postmark')
  const formOf =
    (adapter: ChannelAdapter): Read =>
    async (_, body) =>
      webhook(adapter, ...(await form(body)))
  const rules: readonly (readonly [RegExp, Read])[] = [
    [/\.eml$/, (_, body) => queued(ses, received, body)],
    [/\.html$/, (_, body) => queued(ses, received, letter(body, 'text/html'))],
    [/^reply-text\//, (_, body) => queued(ses, received, letter(body, 'text/plain'))],
    [/vector/, () => other('vectors of signatures')],
    [/^postmark-/, (_, body) => webhook(called, body, 'application/json')],
    [/^mailgun-inbound/, formOf(by('mailgun'))],
    [/^mailgun-/, (_, body) => webhook(by('mailgun'), body, 'application/json')],
    [/^sendgrid-/, formOf(by('sendgrid'))],
    [/^brevo-/, () => other('of a provider without an adapter')],
    [/./, (_, body) => queued(ses, new TextDecoder().decode(body))],
  ]
  return {
    channel: factory.channel,
    payload: (file, body) =>
      rules.find(([pattern]) => pattern.test(file))?.[1](file, body) ?? other('of no known kind'),
  }
}
