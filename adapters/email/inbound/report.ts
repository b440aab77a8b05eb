import type { ConsentFact, InboundFact, OwnKey, ReceiptFact } from '../../../core/schema/fact.ts'
import type { Alias } from '../../../core/schema/identity.ts'
import { onlyAddress } from '../address.ts'
import { digest, messageIdOf, messageIds, providerIdOf } from '../thread.ts'
import { bounceFailure, complaintFailure, statusIn } from './failures.ts'
import { isFromMailSystem, reportType } from './machine.ts'
import { headerOf, readHeaders, type Header, type Mail } from './mail.ts'

/** Reports are short; what a server quotes further down is not read. */
const MAX_REPORT = 64 * 1024
const MAX_RECIPIENTS = 50

const textOf = (content: Uint8Array): string => new TextDecoder().decode(content.subarray(0, MAX_REPORT))

/** Our own key, in a header that comes back with the mail: message id and part. */
export const ownKeyIn = (value: string | undefined): OwnKey | undefined => {
  const [, message, part] = /^(msg_[\w-]{1,100})\s+(\d{1,6})$/.exec(value?.trim() ?? '') ?? []
  return message === undefined ? undefined : { message, part: Number(part) }
}

/** The mail that a report speaks of. */
interface Concerned {
  readonly target: string
  readonly ours: OwnKey | undefined
  readonly to: string | undefined
}

const concernedBy = (headers: readonly Header[]): Concerned | undefined => {
  const returned = { headers }
  const ours = ownKeyIn(headerOf(returned, 'x-parley-message'))
  const id = messageIdOf(headerOf(returned, 'message-id'))
  const target = id === undefined ? ours && `${ours.message}.${ours.part}` : providerIdOf(id)
  return target === undefined ? undefined : { target, ours, to: onlyAddress(headerOf(returned, 'to')) }
}

const RETURNED = new Set([
  'message/rfc822',
  'text/rfc822-headers',
  'message/rfc822-headers',
  'message/global',
  'message/global-headers',
])

/** Where servers that know no attachments put the mail: below their own words, from the first header on. */
const QUOTED_MAIL = /^[> \t]{0,8}(?:Message-ID|X-Parley-Message)[ \t]*:.{1,998}$/gim

const returnedMail = (mail: Mail): Concerned | undefined => {
  for (const file of mail.files) {
    if (!RETURNED.has(file.contentType)) continue
    const found = concernedBy(readHeaders(textOf(file.content)))
    if (found) return found
  }
  const quoted = Array.from((mail.text ?? '').slice(0, MAX_REPORT).matchAll(QUOTED_MAIL), ([line]) =>
    line.replace(/^[> \t]+/, ''),
  )
  return concernedBy(readHeaders(quoted.join('\n')))
}

/** Our own Message-ID, as we write it (outbound/headers.ts): part and message are told by it alone. */
const OWN_ID = /^(msg_[\w-]{1,100})\.(\d{1,6})@/

/** A Message-ID that can only be one of ours: our own, or that of SES, which puts its own in the place of ours. */
const concernedById = (id: string): Concerned[] => {
  const [, message, part] = OWN_ID.exec(id) ?? []
  const target = providerIdOf(id)
  if (message !== undefined) return [{ target, ours: { message, part: Number(part) }, to: undefined }]
  return target === id ? [] : [{ target, ours: undefined, to: undefined }]
}

const REPORT = /^message\/(?:global-)?delivery-status$/

/**
 * Reports without the mail, which name it by a field of their own, or answer it. Only what a mail system wrote: a person
 * who answers us may have attached a report about somebody else's mail.
 */
const namedMail = (mail: Mail, from: string | undefined): Concerned | undefined => {
  if (!isFromMailSystem(mail, from)) return undefined
  const reports = mail.files.filter(({ contentType }) => REPORT.test(contentType))
  const fields = reports.flatMap(({ content }) => groupsOf(content).flat())
  const named = ['x-original-message-id', 'original-message-id', 'in-reply-to'].flatMap((name) =>
    [...fields, ...mail.headers].filter((header) => header.name === name).flatMap(({ value }) => messageIds(value)),
  )
  return named.flatMap(concernedById)[0]
}

/** The groups of fields in a status or feedback report (RFC 3464 §2.1): of the mail, then of each recipient. */
const groupsOf = (content: Uint8Array): Header[][] =>
  textOf(content)
    .replaceAll(/\r\n?/g, '\n')
    .split(/\n\s*\n/)
    .map(readHeaders)
    .filter((group) => group.length > 0)
    .slice(0, MAX_RECIPIENTS + 1)

const field = (group: readonly Header[], name: string): string | undefined => headerOf({ headers: group }, name)

/** `rfc822; user@example.com` */
const typed = (value: string | undefined): string | undefined => value?.replace(/^[^;]*;/, '').trim()
const recipientOf = (value: string | undefined): string | undefined => onlyAddress(typed(value))

interface Fate {
  readonly recipient: string | undefined
  readonly action: string
  readonly status: string | undefined
  readonly diagnostic: string | undefined
}

const fatesIn = (mail: Mail): Fate[] => {
  const report = mail.files.find(({ contentType }) => REPORT.test(contentType))
  if (report === undefined) return []
  return groupsOf(report.content).flatMap((group) => {
    const action = /^[a-z]+/i.exec(field(group, 'action') ?? '')?.[0]?.toLowerCase()
    if (action === undefined) return []
    const recipient = recipientOf(field(group, 'final-recipient')) ?? recipientOf(field(group, 'original-recipient'))
    return [{ recipient, action, status: field(group, 'status'), diagnostic: typed(field(group, 'diagnostic-code')) }]
  })
}

/** Servers that write for people alone. A warning that delivery takes longer is no failure. */
const DELAYED =
  /\b(?:delayed|will retry|will be retried|still trying|warning message)\b|not yet been delivered|not need to resend/i
const FAILED = /undeliver|not (?:be )?deliver|fail|returned|rejected|\b[45]\d\d[ -]/i
const REPLY = /\b[45]\d\d[ -].{0,400}/

const fatesInWords = (mail: Mail): Fate[] => {
  const words = `${headerOf(mail, 'subject') ?? ''}\n${mail.text ?? ''}`.slice(0, MAX_REPORT)
  const opening = words.slice(0, 4096)
  const stated = headerOf(mail, 'x-failed-recipients')
  const status = statusIn(words)
  const about = { status, diagnostic: REPLY.exec(words)?.[0] }
  if (stated === undefined && status?.startsWith('5') !== true && DELAYED.test(opening))
    return [{ recipient: undefined, action: 'delayed', ...about }]
  if (stated === undefined && status === undefined && !FAILED.test(opening)) return []
  const recipients = (stated ?? '').split(',').slice(0, MAX_RECIPIENTS)
  return recipients.map((recipient) => ({ recipient: onlyAddress(recipient), action: 'failed', ...about }))
}

const peersOf = (address: string | undefined): Alias[] =>
  address === undefined ? [] : [{ type: 'email', value: address }]

const STATES: ReadonlyMap<string, ReceiptFact['state']> = new Map([
  ['failed', 'failed'],
  // No word of the standard's; SendGrid writes it.
  ['expired', 'failed'],
  ['delivered', 'delivered'],
  ['expanded', 'delivered'],
  // To a server that reports no further.
  ['relayed', 'sent'],
  // It is on its way; the last word is still to come.
  ['delayed', 'sent'],
])

interface Place {
  readonly account: string
  readonly at: number | null
}

const receipt = (
  { account, at }: Place,
  { target, ours }: Concerned,
  state: ReceiptFact['state'],
  to: string | undefined,
): ReceiptFact => ({
  kind: 'receipt',
  scope: account,
  account,
  at,
  target,
  state,
  peers: peersOf(to),
  ...(ours ? { ours } : {}),
})

const bounced = (place: Place, concerned: Concerned, fates: readonly Fate[]): InboundFact[] =>
  fates.flatMap(({ recipient, action, status, diagnostic }): InboundFact[] => {
    const state = STATES.get(action)
    if (state === undefined) return []
    const base = receipt(place, concerned, state, recipient ?? (fates.length === 1 ? concerned.to : undefined))
    if (state === 'failed') return [{ ...base, failure: bounceFailure(status, diagnostic) }]
    return [action === 'delayed' ? { ...base, extra: { delayed: status ?? 'delayed' } } : base]
  })

/** What a complaint means: the mail was unwanted, and so is advertising. */
export const complained = (base: ReceiptFact, type: string | undefined): InboundFact[] => {
  const consent: ConsentFact = {
    kind: 'consent',
    scope: base.scope,
    account: base.account,
    at: base.at,
    id: digest('complaint', base.target, base.peers[0]?.value ?? ''),
    peers: base.peers,
    sender: base.account,
    purpose: 'marketing',
    state: 'revoked',
    source: 'complaint',
    evidence: type ?? 'complaint',
  }
  return [{ ...base, failure: complaintFailure(type) }, ...(base.peers.length === 0 ? [] : [consent])]
}

/** A feedback report (RFC 5965). Undefined where it is none or no complaint. */
const complaint = (mail: Mail, place: Place): InboundFact[] | undefined => {
  const report = mail.files.find(({ contentType }) => contentType === 'message/feedback-report')
  const concerned = report && returnedMail(mail)
  if (report === undefined || concerned === undefined) return undefined
  const fields = groupsOf(report.content).flat()
  const type = field(fields, 'feedback-type')?.toLowerCase()
  if (type === 'not-spam' || type === 'auth-failure') return undefined
  const to = onlyAddress(field(fields, 'original-rcpt-to')) ?? concerned.to
  return complained(receipt(place, concerned, 'failed', to), type)
}

/**
 * What a mail says of one we sent: that it bounced (RFC 3464, and servers that use words of their own), was delivered,
 * or was called spam. Undefined where it is no such mail, or does not tell which mail it speaks of.
 */
export const reportedBy = (mail: Mail, place: Place, from: string | undefined): InboundFact[] | undefined => {
  if (reportType(mail) === 'feedback-report') return complaint(mail, place)
  const stated = fatesIn(mail)
  const fates = stated.length > 0 || !isFromMailSystem(mail, from) ? stated : fatesInWords(mail)
  const concerned = fates.length === 0 ? undefined : (returnedMail(mail) ?? namedMail(mail, from))
  const facts = concerned === undefined ? [] : bounced(place, concerned, fates)
  return facts.length === 0 ? undefined : facts
}
