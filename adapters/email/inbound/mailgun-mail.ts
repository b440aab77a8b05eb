import { compact } from '../../../core/compact.ts'
import { authenticationResults, domainIn, merged, verdictOf, type Findings } from './authentication.ts'
import type { InboundPolicy } from './config.ts'
import { formOf, type Form } from './form.ts'
import { readJson } from '../../json.ts'
import { listIn, objectIn, stringIn } from './json.ts'
import { headerOf, mailOf, type Header, type Mail } from './mail.ts'
import type { Reader } from './provider.ts'
import { spamFindings } from './spam-assassin.ts'

const headersIn = (form: Form): Header[] =>
  listIn(readJson(form.text('message-headers') ?? '')).map((pair) => {
    const [name, value] = listIn(pair)
    return { name: (stringIn(name) ?? '').toLowerCase(), value: stringIn(value) ?? '' }
  })

/** Fields that stand in for headers where Mailgun gives no list of them. */
const fieldHeaders = (form: Form): Header[] =>
  ['from', 'to', 'cc', 'subject', 'message-id', 'in-reply-to', 'references', 'date'].flatMap((name) => {
    const value = form.text(name) ?? form.text(name.replace(/(^|-)[a-z]/g, (letter) => letter.toUpperCase()))
    return value === undefined || value === '' ? [] : [{ name, value }]
  })

const mailIn = (form: Form): Mail => {
  const headers = headersIn(form)
  const map = objectIn(readJson(form.text('content-id-map') ?? ''))
  const ids = new Map(Object.entries(map).map(([id, field]) => [field, id.replace(/^<(.*)>$/, '$1')]))
  return mailOf({
    headers: headers.some(({ name }) => name === 'from') ? headers : [...fieldHeaders(form), ...headers],
    text: form.text('body-plain') || undefined,
    html: form.text('body-html') || undefined,
    files: form.files.map(({ name, filename, contentType, body }) => ({
      filename,
      contentType: (contentType ?? '').split(';')[0]?.trim() ?? '',
      contentId: ids.get(name),
      content: body,
    })),
  })
}

/** Mailgun writes what it found into headers of the mail; the first of each name is its own. */
const findingsOf =
  (envelope: string | undefined, config: InboundPolicy) =>
  (mail: Mail): Findings => {
    const result = (name: string): 'pass' | 'fail' | undefined => {
      const verdict = verdictOf(headerOf(mail, name))
      return verdict === 'none' ? undefined : verdict
    }
    const spf = result('x-mailgun-spf')
    const flag = headerOf(mail, 'x-mailgun-sflag')?.trim().toLowerCase()
    const score = Number.parseFloat(headerOf(mail, 'x-mailgun-sscore') ?? '')
    const tests = (headerOf(mail, 'x-mailgun-spam-rules') ?? '').split(/[\s,]+/)
    const domain = spf === 'pass' ? domainIn(envelope) : undefined
    const own: Findings = {
      verdicts: compact({
        spam: flag === 'yes' ? ('fail' as const) : flag === 'no' ? ('pass' as const) : undefined,
        spf,
        dkim: result('x-mailgun-dkim-check-result'),
        spamScore: Number.isFinite(score) ? score : undefined,
      }),
      domains: domain === undefined ? [] : [domain],
    }
    return merged(merged(authenticationResults(mail, config.authservId), own), spamFindings(mail, tests, envelope))
  }

const secondsIn = (value: string | undefined): number | null =>
  /^\d{1,11}$/.test(value ?? '') ? Number(value) * 1000 : null

export const read: Reader<InboundPolicy> = (raw, config) => {
  const form = formOf(raw.headers['content-type'], raw.body)
  const [recipient, mime] = [form.text('recipient'), form.bytes('body-mime')]
  if (mime === undefined && form.text('from') === undefined && form.text('message-headers') === undefined)
    return { kind: 'unreadable', reason: 'not an inbound mail of Mailgun' }
  const sender = form.text('sender')
  return {
    kind: 'mail',
    received: {
      recipients: (recipient ?? '').split(',').filter((one) => one.trim() !== ''),
      sender: sender === '<>' ? '' : sender,
      at: secondsIn(form.text('timestamp')),
      content: mime ?? mailIn(form),
      findings: findingsOf(sender, config),
      original: mime
        ? { body: mime, contentType: 'message/rfc822' }
        : { body: raw.body, contentType: raw.headers['content-type'] ?? 'application/octet-stream' },
    },
  }
}
