import type { EmailInfo } from '../../../core/schema/email.ts'
import { localPart } from '../address.ts'
import { headerOf, type Mail } from './mail.ts'

type Automated = NonNullable<EmailInfo['automated']>

const MACHINES = /^(?:postmaster|(?:do[-_.]?not|no)[-_.]?reply|bounces?(?:[-_+].*)?|auto[-_]?reply)$/

const first = (value: string | undefined): string => /^[^\s;(]*/.exec((value ?? '').trim().toLowerCase())?.[0] ?? ''

/** `multipart/report; report-type=…` (RFC 6522). */
export const reportType = (mail: Mail): string | undefined =>
  /^\s*multipart\/report\b.*?report-type\s*=\s*"?([\w-]+)/is
    .exec(headerOf(mail, 'content-type') ?? '')?.[1]
    ?.toLowerCase()

const NOTICE = /^(?:undeliver|delivery (?:status|has failed|failure)|failure notice|returned mail|mail delivery)/i

/** The null sender of notifications (RFC 5321 §4.5.5), a header that says so, or a usual subject. */
const isNotice = (mail: Mail): boolean =>
  headerOf(mail, 'return-path')?.trim() === '<>' ||
  headerOf(mail, 'auto-submitted') !== undefined ||
  NOTICE.test(headerOf(mail, 'subject') ?? '')

/**
 * Written by a mail server about a mail of ours: a report by its form, or by its sender where the form is older. A
 * postmaster may be a person, too.
 */
export const isFromMailSystem = (mail: Mail, from: string | undefined): boolean => {
  const local = from === undefined ? '' : localPart(from)
  return (
    reportType(mail) === 'delivery-status' ||
    headerOf(mail, 'x-failed-recipients') !== undefined ||
    local === 'mailer-daemon' ||
    (local === 'postmaster' && isNotice(mail))
  )
}

const byReport = (mail: Mail, from: string | undefined): Automated | undefined => {
  const type = reportType(mail)
  if (type !== undefined) return { kind: type === 'delivery-status' ? 'bounce' : 'report', reason: 'content-type' }
  return isFromMailSystem(mail, from) ? { kind: 'bounce', reason: 'from' } : undefined
}

/** RFC 3834 §5. */
const byAutoSubmitted = (mail: Mail): Automated | undefined => {
  const word = first(headerOf(mail, 'auto-submitted'))
  if (word === '' || word === 'no') return undefined
  return { kind: word === 'auto-replied' ? 'auto_reply' : 'other', reason: 'auto-submitted' }
}

/** Older programs have headers of their own; the values do not matter, except that some say no. */
const AUTO_REPLY = ['x-autoreply', 'x-autorespond', 'x-autoresponder', 'x-autoreply-from', 'x-mail-autoreply']
const byAutoReply = (mail: Mail): Automated | undefined => {
  const found = mail.headers.find(
    ({ name, value }) =>
      // X-Auto-Response-Suppress asks others not to answer by themselves: people's mail from Exchange has it too.
      (AUTO_REPLY.includes(name) || (name.startsWith('x-auto-response-') && name !== 'x-auto-response-suppress')) &&
      !['no', 'false'].includes(first(value)),
  )
  return found && { kind: 'auto_reply', reason: found.name }
}

const PRECEDENCE: ReadonlyMap<string, Automated['kind']> = new Map([
  ['list', 'list'],
  ['bulk', 'bulk'],
  ['junk', 'bulk'],
  ['auto_reply', 'auto_reply'],
])

const LIST = ['list-id', 'list-post', 'mailing-list', 'x-mailing-list']
const byList = (mail: Mail): Automated | undefined => {
  const list = LIST.find((name) => headerOf(mail, name) !== undefined)
  if (list !== undefined) return { kind: 'list', reason: list }
  const kind = PRECEDENCE.get(first(headerOf(mail, 'precedence')))
  if (kind !== undefined) return { kind, reason: 'precedence' }
  return headerOf(mail, 'list-unsubscribe') === undefined ? undefined : { kind: 'bulk', reason: 'list-unsubscribe' }
}

/** Mail of Parley's own that came round: answering it by itself would go on for ever. */
const byOwnMark = (mail: Mail): Automated | undefined =>
  headerOf(mail, 'x-parley-message') === undefined ? undefined : { kind: 'other', reason: 'x-parley-message' }

const bySender = (from: string | undefined, sender: string | undefined): Automated | undefined => {
  const local = from === undefined ? '' : localPart(from)
  if (sender === '') return { kind: 'other', reason: 'return-path' }
  return MACHINES.test(local) ? { kind: 'other', reason: 'from' } : undefined
}

/**
 * Whether a program sent the mail, which is then never answered by a program (RFC 3834 §2), and what shows it.
 * @param sender the envelope's; empty for the null sender, undefined where nobody told
 */
export const automatedOf = (mail: Mail, from: string | undefined, sender: string | undefined): Automated | undefined =>
  byReport(mail, from) ??
  byAutoSubmitted(mail) ??
  byAutoReply(mail) ??
  byList(mail) ??
  byOwnMark(mail) ??
  bySender(from, sender)
