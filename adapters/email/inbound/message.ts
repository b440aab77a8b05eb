import { compact } from '../../../core/compact.ts'
import type { EmailInfo } from '../../../core/schema/email.ts'
import type { InboundFact, MessageFact, QuarantineFact } from '../../../core/schema/fact.ts'
import { storable } from '../../../core/text/storable.ts'
import type { InboundObject } from '../../adapter.ts'
import { addressOf, mailboxes, onlyAddress, withoutLabel, type Mailbox } from '../address.ts'
import type { ReplyTokens } from '../reply-token.ts'
import { digest, messageIdOf, messageIds, providerIdOf, threadOf, unprovenThread } from '../thread.ts'
import { isProven, kept, type Findings } from './authentication.ts'
import { readBody, type ReadBody } from './body.ts'
import type { InboundPolicy } from './config.ts'
import { automatedOf } from './machine.ts'
import { headerOf, readMime, sha256, wordsOf, type Mail } from './mail.ts'
import { reportedBy } from './report.ts'

/** A mail as a provider hands it over. */
export interface Received {
  /** The envelope's recipients. */
  readonly recipients: readonly string[]
  /** The envelope's sender: empty for the null sender, undefined where nobody tells. */
  readonly sender: string | undefined
  /** When the provider took it, ms since epoch. What the mail itself says is its sender's word. */
  readonly at: number | null
  readonly content: Uint8Array | Mail
  /** What the receiving server found. */
  readonly findings: (mail: Mail) => Findings
  /** Where the mail already lies in the object store, or what is to be kept there as the original. */
  readonly original: { readonly name: string } | { readonly body: Uint8Array; readonly contentType: string }
}

export interface Read {
  readonly facts: InboundFact[]
  readonly objects: readonly InboundObject[]
}

interface Sender {
  /** Undefined: nobody with an address sent it. */
  readonly address: string | undefined
  readonly name: string
  /** From is not an address, and another header stands in for it. */
  readonly substituted: boolean
}

/** Whoever From names; where that is no address, Sender and the envelope. Nothing is guessed from a display name. */
const senderOf = (mail: Mail, envelope: string | undefined): Sender => {
  const [from] = mailboxes(headerOf(mail, 'from') ?? '')
  if (from) return { ...from, substituted: false }
  const instead = onlyAddress(headerOf(mail, 'sender')) ?? addressOf(envelope ?? '')
  return { address: instead, name: '', substituted: true }
}

/** The mailboxes of ours that a mail came for, each with the addresses that say so. */
const accountsOf = (mail: Mail | undefined, recipients: readonly string[]): ReadonlyMap<string, readonly string[]> => {
  const stated = recipients.flatMap((recipient) => onlyAddress(recipient) ?? [])
  const header = (name: string): string[] =>
    mail === undefined ? [] : mailboxes(headerOf(mail, name) ?? '').map(({ address }) => address)
  const found = [stated, header('delivered-to'), header('x-original-to'), header('to')].find(({ length }) => length > 0)
  const accounts = new Map<string, string[]>()
  for (const address of new Set(found)) {
    const account = withoutLabel(address)
    accounts.set(account, [...(accounts.get(account) ?? []), address])
  }
  return accounts
}

/** Everywhere that a reply token may have survived. */
const addressed = (mail: Mail, recipients: readonly string[]): string[] => [
  ...recipients,
  ...['delivered-to', 'x-original-to', 'to', 'cc'].flatMap((name) =>
    mail.headers
      .filter((header) => header.name === name)
      .flatMap(({ value }) => mailboxes(value).map(({ address }) => address)),
  ),
]

const MAX_ADDRESSES = 100
const MAX_IDS = 100
const MAX_HEADER = 1000

const listed = (mail: Mail, name: string): Mailbox[] =>
  mail.headers
    .filter((header) => header.name === name)
    .flatMap(({ value }) => mailboxes(value))
    .slice(0, MAX_ADDRESSES)
const addresses = (found: readonly Mailbox[]): string[] | undefined =>
  found.length === 0 ? undefined : [...new Set(found.map(({ address }) => address))]

/** The oldest ids begin a conversation, the latest are what is answered: what is left out is in between. */
const someOf = (ids: readonly string[]): string[] =>
  ids.length <= MAX_IDS ? [...ids] : [...ids.slice(0, MAX_IDS / 2), ...ids.slice(-MAX_IDS / 2)]

/** Headers that people or helpdesks may want to see, beside those that have fields of their own. */
const SHOWN = [
  'auto-submitted',
  'content-language',
  'date',
  'importance',
  'list-id',
  'list-unsubscribe',
  'list-unsubscribe-post',
  'organization',
  'precedence',
  'sender',
  'user-agent',
  'x-mailer',
  'x-priority',
] as const

const shownHeaders = (mail: Mail): Record<string, string> | undefined => {
  const found = SHOWN.flatMap((name): [string, string][] => {
    const value = wordsOf(headerOf(mail, name))
    return value === undefined || value === '' ? [] : [[name, value.slice(0, MAX_HEADER).toWellFormed()]]
  })
  return found.length === 0 ? undefined : Object.fromEntries(found)
}

/** What is the same for all mailboxes that a mail came for. */
interface Letter {
  readonly received: Received
  readonly mail: Mail
  readonly sender: Sender
  readonly envelope: string | undefined
  readonly findings: Findings
  readonly body: ReadBody
  readonly messageId: string | undefined
  readonly references: readonly string[]
  readonly inReplyTo: readonly string[]
  readonly proven: boolean
  readonly token: string | undefined
}

/**
 * The conversation: that of a valid reply token, whoever uses it; else of the person in From with the mail that began it.
 * A mail whose sender is not proven, while the policy asks for it, has a conversation of its own whatever its
 * headers say, so that a forged one never stands among a customer's.
 */
const threadIn = (letter: Letter, account: string, id: string): string | undefined => {
  const from = letter.sender.address
  if (letter.token !== undefined || from === undefined) return letter.token
  if (!letter.proven) return unprovenThread(account, id)
  return threadOf(account, from, letter.references[0] ?? letter.inReplyTo[0] ?? letter.messageId ?? id)
}

const infoOf = (letter: Letter, receivedFor: readonly string[]): EmailInfo => {
  const { mail, sender, findings, body } = letter
  const replyTo = addresses(listed(mail, 'reply-to'))?.filter((address) => address !== sender.address)
  return compact({
    messageId: letter.messageId,
    inReplyTo: someOf(letter.inReplyTo),
    references: someOf(letter.references),
    replyTo: replyTo?.length === 0 ? undefined : replyTo,
    receivedFor: [...receivedFor],
    automated: automatedOf(mail, sender.address, letter.envelope),
    verdicts: Object.keys(findings.verdicts).length === 0 ? undefined : findings.verdicts,
    original: body.original,
    htmlFile: body.htmlFile,
    textFile: body.textFile,
  })
}

const messageFact = (letter: Letter, account: string, receivedFor: readonly string[], id: string): MessageFact => {
  const { mail, sender, body, proven, token } = letter
  const thread = threadIn(letter, account, id)
  const subject = wordsOf(headerOf(mail, 'subject'))
  const answered = proven || token !== undefined ? letter.inReplyTo[0] : undefined
  return compact({
    kind: 'message' as const,
    scope: account,
    account,
    at: letter.received.at,
    id,
    direction: 'in' as const,
    author: { kind: 'customer' as const },
    peers: sender.address === undefined ? [] : [{ type: 'email', value: sender.address }],
    // Without a sender nobody can be answered: no conversation is begun.
    thread: thread === undefined || sender.address === undefined ? undefined : { type: 'mail_thread', value: thread },
    profile: sender.name === '' ? undefined : { name: sender.name.toWellFormed() },
    body: compact({
      text: body.text,
      attachments: body.attachments,
      replyTo: answered === undefined ? undefined : { providerId: providerIdOf(answered) },
      subject: subject === undefined || subject === '' ? undefined : subject.slice(0, MAX_HEADER).toWellFormed(),
      html: body.html,
      replyText: body.replyText,
      to: addresses(listed(mail, 'to')),
      cc: addresses(listed(mail, 'cc')),
      headers: shownHeaders(mail),
      email: infoOf(letter, receivedFor),
      extra: body.filesLeftOut === 0 ? undefined : { filesLeftOut: body.filesLeftOut },
    }),
  })
}

/** Every delivery names a connection's mailbox, or else this. */
const NO_MAILBOX = 'unknown'

const quarantine = (account: string, at: number | null, id: string, reason: string, raw: unknown): QuarantineFact => ({
  kind: 'quarantine',
  scope: account,
  account,
  at,
  id,
  reason,
  raw,
})

/** One dead letter for each mailbox of a mail that cannot or may not be shown, with the name of what is kept of it. */
const refuse = (received: Received, reason: string, keep: boolean, mail?: Mail): Read => {
  const { original, recipients, at, sender } = received
  const hash = 'name' in original ? sha256(original.name) : sha256(original.body)
  const name = 'name' in original ? original.name : `mail/${hash.slice(0, 32)}/original`
  const accounts = accountsOf(mail, recipients)
  const raw = compact({ recipients: [...recipients], sender, original: keep || 'name' in original ? name : undefined })
  return {
    facts: (accounts.size === 0 ? [NO_MAILBOX] : [...accounts.keys()]).map((account) =>
      quarantine(account, at, digest('refused', account, hash), reason, raw),
    ),
    objects: keep && 'body' in original ? [{ name, body: original.body, contentType: original.contentType }] : [],
  }
}

/**
 * The facts of a mail, one for each mailbox of ours it came for, and the files to keep. A mail that reports on one we sent
 * becomes its receipts. The id is made of what stays when a server sends a mail again, and of enough that nobody can
 * take another mail's id beforehand: mailbox, Message-ID, From and the body.
 */
export const readMail = async (received: Received, policy: InboundPolicy, tokens: ReplyTokens): Promise<Read> => {
  const mail = received.content instanceof Uint8Array ? await readMime(received.content) : received.content
  if ('refused' in mail) return refuse(received, mail.refused, true)
  const envelope =
    received.sender ??
    headerOf(mail, 'return-path')
      ?.trim()
      .replace(/^<(.*)>$/s, '$1')
  const sender = senderOf(mail, envelope)
  const findings = received.findings(mail)
  const accounts = accountsOf(mail, received.recipients)
  if (accounts.size === 0) return refuse(received, 'the mail names no recipient', true, mail)
  const reports = [...accounts.keys()].map((account) => reportedBy(mail, { account, at: received.at }, sender.address))
  if (reports.every((report) => report !== undefined)) return { facts: reports.flat(), objects: [] }
  const reason = kept(policy, findings)
  // A virus is not stored a second time.
  if (reason !== undefined) return refuse(received, reason, findings.verdicts.virus !== 'fail', mail)
  const proven =
    policy.threading === 'headers' ||
    (sender.address !== undefined && !sender.substituted && isProven(mail, sender.address, findings))
  const token = addressed(mail, received.recipients)
    .map(tokens.read)
    .find((thread) => thread !== undefined)
  const messageId = messageIdOf(headerOf(mail, 'message-id'))
  const [references, inReplyTo] = [messageIds(headerOf(mail, 'references')), messageIds(headerOf(mail, 'in-reply-to'))]
  const from = sender.address ?? headerOf(mail, 'from') ?? ''
  const body = readBody(mail, digest('files', messageId ?? '', from, mail.bodyHash), received.original)
  const letter: Letter = {
    received,
    mail,
    sender,
    envelope,
    findings,
    body,
    messageId,
    references,
    inReplyTo,
    proven,
    token,
  }
  const facts = Array.from(accounts, ([account, receivedFor]) =>
    messageFact(letter, account, receivedFor, digest('mail', account, messageId ?? '', from, mail.bodyHash)),
  )
  return { facts, objects: body.objects }
}

/** A request or message that is not what the provider sends: kept whole, as a dead letter. */
export const unreadable = (body: Uint8Array, reason: string): Read => {
  const hash = sha256(body)
  const small = body.byteLength <= 64 * 1024
  const name = `mail/${hash.slice(0, 32)}/request`
  const raw = small ? { body: storable(new TextDecoder().decode(body)) } : { object: name }
  return {
    facts: [quarantine(NO_MAILBOX, null, digest('unreadable', hash), reason, raw)],
    objects: small ? [] : [{ name, body, contentType: 'application/octet-stream' }],
  }
}
