import { compact } from '../../../core/compact.ts'
import { authenticationResults, domainIn, merged, verdictOf, type Findings } from './authentication.ts'
import type { InboundPolicy } from './config.ts'
import { readJson } from '../../json.ts'
import { listIn, objectIn, stringIn, type Json } from './json.ts'
import { headerOf, mailOf, type Header, type Mail, type MailFile } from './mail.ts'
import type { Reader } from './provider.ts'
import { spamFindings } from './spam-assassin.ts'

const quoted = (name: string): string => `"${name.replaceAll(/["\\]/g, String.raw`\$&`)}"`
const mailboxIn = (value: unknown): string => {
  const { Name, Email } = objectIn(value)
  const address = stringIn(Email) ?? ''
  const name = stringIn(Name) ?? ''
  return name === '' ? address : `${quoted(name)} <${address}>`
}

const fileIn = (value: unknown): MailFile => {
  const file = objectIn(value)
  // Postmark's own test calls the content `Data`.
  const content = stringIn(file['Content']) ?? stringIn(file['Data']) ?? ''
  return {
    filename: stringIn(file['Name']),
    contentType: (stringIn(file['ContentType']) ?? '').split(';')[0]?.trim() ?? '',
    contentId: stringIn(file['ContentID'])?.replace(/^<(.*)>$/, '$1') || undefined,
    content: Buffer.from(content, 'base64'),
  }
}

const headersIn = (payload: Json): Header[] =>
  listIn(payload['Headers']).map((value) => {
    const { Name, Value } = objectIn(value)
    return { name: (stringIn(Name) ?? '').toLowerCase(), value: stringIn(Value) ?? '' }
  })

/** Postmark takes these out of the headers and gives them in fields of their own. */
const fieldHeaders = (payload: Json): Header[] => {
  const all = (name: string): string => listIn(payload[name]).map(mailboxIn).join(', ')
  const from = payload['FromFull'] === undefined ? '' : mailboxIn(payload['FromFull'])
  const fields: readonly (readonly [string, string | undefined])[] = [
    ['from', from || stringIn(payload['From'])],
    ['to', all('ToFull') || stringIn(payload['To'])],
    ['cc', all('CcFull') || stringIn(payload['Cc'])],
    ['reply-to', stringIn(payload['ReplyTo'])],
    ['subject', stringIn(payload['Subject'])],
    ['date', stringIn(payload['Date'])],
  ]
  return fields.flatMap(([name, value]) => (value === undefined || value === '' ? [] : [{ name, value }]))
}

const contentOf = (payload: Json): Uint8Array | Mail => {
  const mime = stringIn(payload['RawEmail'])
  if (mime !== undefined && mime !== '') return new TextEncoder().encode(mime)
  return mailOf({
    headers: [...fieldHeaders(payload), ...headersIn(payload)],
    text: stringIn(payload['TextBody']) || undefined,
    html: stringIn(payload['HtmlBody']) || undefined,
    files: listIn(payload['Attachments']).map(fileIn),
  })
}

/**
 * Postmark tells of no DMARC. What it knows stands in headers that it adds on top: SpamAssassin's, and Received-SPF.
 * The first of each name is its own.
 */
const findingsOf =
  (envelope: string | undefined, given: readonly Header[], config: InboundPolicy) =>
  (mail: Mail): Findings => {
    const own = { headers: [...given, ...mail.headers] }
    const tests = (headerOf(own, 'x-spam-tests') ?? '').split(/[\s,]+/)
    const spf = verdictOf(/^\s*([a-z]+)/i.exec(headerOf(own, 'received-spf') ?? '')?.[1])
    const found = spamFindings(mail, tests, envelope)
    const domain = spf === 'pass' ? domainIn(envelope) : undefined
    const findings: Findings = {
      verdicts: compact({
        ...found.verdicts,
        spam: ({ yes: 'fail', no: 'pass' } as const)[
          (headerOf(own, 'x-spam-status') ?? '').trim().slice(0, 3).toLowerCase().replace(/\W/g, '')
        ],
        spamScore: scoreIn(headerOf(own, 'x-spam-score')),
        spf: spf === 'none' ? found.verdicts.spf : spf,
      }),
      domains: domain === undefined ? found.domains : [...found.domains, domain],
    }
    return merged(authenticationResults(mail, config.authservId), findings)
  }

const scoreIn = (value: string | undefined): number | undefined => {
  const score = Number.parseFloat(value ?? '')
  return Number.isFinite(score) ? score : undefined
}

const isInbound = (payload: Json): boolean =>
  payload['RecordType'] === undefined && (payload['FromFull'] !== undefined || payload['RawEmail'] !== undefined)

const originalOf = (payload: Json, body: Uint8Array) => {
  const mime = stringIn(payload['RawEmail'])
  return mime === undefined || mime === ''
    ? { body, contentType: 'application/json' }
    : { body: new TextEncoder().encode(mime), contentType: 'message/rfc822' }
}

export const read: Reader<InboundPolicy> = (raw, config) => {
  const payload = objectIn(readJson(new TextDecoder().decode(raw.body)))
  if (!isInbound(payload)) return { kind: 'unreadable', reason: 'not an inbound mail of Postmark' }
  const headers = headersIn(payload)
  // Postmark's own is the first; one that the sender wrote comes further down.
  const envelope = headers[0]?.name === 'return-path' ? headers[0].value.replace(/^<|>$/g, '') : undefined
  const recipient = stringIn(payload['OriginalRecipient'])
  return {
    kind: 'mail',
    received: {
      recipients: recipient === undefined ? [] : [recipient],
      sender: envelope,
      at: null,
      content: contentOf(payload),
      findings: findingsOf(envelope, headers, config),
      original: originalOf(payload, raw.body),
    },
  }
}
