import { compact } from '../../../core/compact.ts'
import { authenticationResults, domainIn, merged, verdictOf, type Findings } from './authentication.ts'
import type { InboundPolicy } from './config.ts'
import { decode } from './charset.ts'
import { formOf, type Form } from './form.ts'
import { readJson } from '../../json.ts'
import { objectIn, stringIn, stringsIn, type Json } from './json.ts'
import { mailOf, readHeaders, type Mail } from './mail.ts'
import type { Reader } from './provider.ts'

/** Fields of a form, each in the charset that `charsets` states for it. */
const reader = (form: Form) => {
  const charsets = objectIn(readJson(form.text('charsets') ?? ''))
  return (name: string): string | undefined => form.text(name, stringIn(charsets[name]))
}

const mailIn = (form: Form): Mail => {
  const text = reader(form)
  const headers = readHeaders(text('headers') ?? '')
  const names = new Set(headers.map(({ name }) => name))
  const fields = ['from', 'to', 'cc', 'subject'].flatMap((name) => {
    const value = text(name)
    return names.has(name) || value === undefined || value === '' ? [] : [{ name, value }]
  })
  const about = objectIn(readJson(form.text('attachment-info') ?? ''))
  return mailOf({
    headers: [...headers, ...fields],
    text: text('text') || undefined,
    html: text('html') || undefined,
    files: form.files.map((file) => {
      const info = objectIn(about[file.name])
      return {
        filename: stringIn(info['filename']) ?? file.filename,
        contentType: (stringIn(info['type']) ?? file.contentType ?? '').split(';')[0]?.trim() ?? '',
        contentId: stringIn(info['content-id'])?.replace(/^<(.*)>$/, '$1'),
        content: file.body,
      }
    }),
  })
}

/** `{@example.org : pass, @mail.example.org : fail}` */
const dkimIn = (value: string): (readonly [domain: string, verdict: string])[] =>
  Array.from(value.matchAll(/@([a-z0-9._-]{1,253})\s*:\s*([a-z]{1,20})/gi), ([, domain = '', word = '']) => [
    domain.toLowerCase(),
    word.toLowerCase(),
  ])

const findingsOf =
  (form: Form, envelope: Json, config: InboundPolicy) =>
  (mail: Mail): Findings => {
    const results = dkimIn(form.text('dkim') ?? '')
    const signed = results.filter(([, word]) => word === 'pass').map(([domain]) => domain)
    const spf = form.text('SPF') === undefined ? undefined : verdictOf(form.text('SPF'))
    const domain = spf === 'pass' ? domainIn(stringIn(envelope['from'])) : undefined
    const score = Number.parseFloat(form.text('spam_score') ?? '')
    const own: Findings = {
      verdicts: compact({
        spf,
        dkim: signed.length > 0 ? ('pass' as const) : results.length > 0 ? ('fail' as const) : undefined,
        spamScore: Number.isFinite(score) ? score : undefined,
      }),
      domains: domain === undefined ? signed : [...signed, domain],
    }
    return merged(authenticationResults(mail, config.authservId), own)
  }

export const read: Reader<InboundPolicy> = (raw, config) => {
  const form = formOf(raw.headers['content-type'], raw.body)
  const mime = form.bytes('email')
  if (mime === undefined && form.text('headers') === undefined && form.text('from') === undefined)
    return { kind: 'unreadable', reason: 'not an inbound mail of SendGrid' }
  const envelope = objectIn(readJson(decode(form.bytes('envelope') ?? new Uint8Array(), undefined)))
  return {
    kind: 'mail',
    received: {
      recipients: stringsIn(envelope['to']),
      sender: stringIn(envelope['from']),
      at: null,
      content: mime ?? mailIn(form),
      findings: findingsOf(form, envelope, config),
      original: mime
        ? { body: mime, contentType: 'message/rfc822' }
        : { body: raw.body, contentType: raw.headers['content-type'] ?? 'application/octet-stream' },
    },
  }
}
