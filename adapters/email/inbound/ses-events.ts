import { row } from '../../../core/failures.ts'
import type { ConsentFact, InboundFact, OwnKey, ReceiptFact } from '../../../core/schema/fact.ts'
import type { Failure } from '../../../core/schema/failure.ts'
import { mailboxes, withoutLabel } from '../address.ts'
import { digest } from '../thread.ts'
import { bounceFailure } from './failures.ts'
import { listIn, objectIn, stringIn, stringsIn, timeIn, type Json } from './json.ts'
import { complained, ownKeyIn } from './report.ts'

/** Tag names of our own key, which allow neither spaces nor dots. */
const TAG_MESSAGE = 'parley-message'
const TAG_PART = 'parley-part'

const ownKeyOf = (mail: Json): OwnKey | undefined => {
  const tags = objectIn(mail['tags'])
  const header = listIn(mail['headers'])
    .map(objectIn)
    .find((one) => stringIn(one['name'])?.toLowerCase() === 'x-parley-message')
  const tagged = `${stringsIn(tags[TAG_MESSAGE])[0] ?? ''} ${stringsIn(tags[TAG_PART])[0] ?? ''}`
  return ownKeyIn(tagged) ?? ownKeyIn(stringIn(header?.['value']))
}

const addressIn = (value: unknown): string | undefined => mailboxes(stringIn(value) ?? '')[0]?.address

/** The mailbox that sent: From, else the envelope's sender. */
const accountOf = (mail: Json): string | undefined => {
  const from = addressIn(stringsIn(objectIn(mail['commonHeaders'])['from'])[0]) ?? addressIn(mail['source'])
  return from === undefined ? undefined : withoutLabel(from)
}

interface Event {
  readonly details: Json
  readonly to: readonly string[]
  readonly receipt: (state: ReceiptFact['state'], to: string | undefined, rest?: Partial<ReceiptFact>) => ReceiptFact
}

/**
 * Kinds of bounce. Those that SES calls transient will not be tried again either, except a general one: that is what
 * SES makes of an absence note. https://docs.aws.amazon.com/ses/latest/dg/notification-contents.html#bounce-types
 */
const BOUNCES: Readonly<Record<string, Failure>> = {
  'Permanent/NoEmail': row('recipient_unreachable'),
  'Permanent/Suppressed': row('recipient_unreachable'),
  'Permanent/OnAccountSuppressionList': row('recipient_unreachable'),
  'Transient/MailboxFull': row('recipient_unreachable', { scope: 'message' }),
  'Transient/MessageTooLarge': row('content_too_large'),
  'Transient/ContentRejected': row('policy_blocked', { scope: 'message' }),
  'Transient/AttachmentRejected': row('content_unsupported'),
  'Transient/CustomTimeoutExceeded': row('expired'),
}
const PERMANENT = row('recipient_unreachable')

const bounceOf = (kind: string, recipient: Json): Failure => {
  const [status, diagnostic] = [stringIn(recipient['status']), stringIn(recipient['diagnosticCode'])]
  const known = BOUNCES[kind] ?? (kind === 'Permanent/General' && status === undefined ? PERMANENT : undefined)
  const found = bounceFailure(status, diagnostic)
  const detail = found.provider?.detail
  return known ? { ...known, provider: { code: kind, ...(detail === undefined ? {} : { detail }) } } : found
}

const bounce = ({ details, receipt }: Event): InboundFact[] => {
  const kind = `${stringIn(details['bounceType']) ?? 'Undetermined'}/${stringIn(details['bounceSubType']) ?? 'Undetermined'}`
  return listIn(details['bouncedRecipients'])
    .map(objectIn)
    .map((recipient) => {
      const to = addressIn(recipient['emailAddress'])
      const extra = { bounce: kind.slice(0, 100) }
      return kind === 'Transient/General'
        ? receipt('sent', to, { extra })
        : receipt('failed', to, { failure: bounceOf(kind, recipient), extra })
    })
}

const complaint = ({ details, receipt }: Event): InboundFact[] => {
  const type = stringIn(details['complaintFeedbackType']) ?? stringIn(details['complaintSubType'])
  // The provider says that the recipient took the mail out of the spam folder.
  if (type === 'not-spam') return []
  return listIn(details['complainedRecipients'])
    .map(objectIn)
    .flatMap((one) => complained(receipt('failed', addressIn(one['emailAddress'])), type))
}

const reasoned = (failure: Failure, code: string, detail: unknown): Failure => ({
  ...failure,
  provider: { code, ...(typeof detail === 'string' ? { detail: detail.slice(0, 1000).toWellFormed() } : {}) },
})

/** The recipient used the link that SES adds where it manages lists. */
const subscription = ({ details, to, receipt }: Event): InboundFact[] => {
  const off = objectIn(details['newTopicPreferences'])['unsubscribeAll']
  const { scope, account, at, target, peers } = receipt('sent', addressIn(to[0]))
  if (typeof off !== 'boolean' || peers.length === 0) return []
  const consent: ConsentFact = {
    kind: 'consent',
    scope,
    account,
    at,
    id: digest('subscription', target, peers[0]?.value ?? '', String(off), String(at)),
    peers,
    sender: account,
    purpose: 'marketing',
    state: off ? 'revoked' : 'granted',
    source: 'list_management',
    evidence: (stringIn(details['source']) ?? 'subscription').slice(0, 200).toWellFormed(),
  }
  return [consent]
}

const eachOf = (to: readonly string[], fact: (to: string | undefined) => InboundFact): InboundFact[] =>
  to.length === 0 ? [fact(undefined)] : to.map((one) => fact(addressIn(one)))

/** By event: the field with its details, and the facts. */
const EVENTS: Readonly<Record<string, readonly [field: string, facts: (event: Event) => InboundFact[]]>> = {
  send: ['send', ({ to, receipt }) => eachOf(to, (one) => receipt('sent', one))],
  delivery: [
    'delivery',
    ({ details, receipt }) => eachOf(stringsIn(details['recipients']), (one) => receipt('delivered', one)),
  ],
  deliverydelay: [
    'deliveryDelay',
    ({ details, receipt }) =>
      listIn(details['delayedRecipients'])
        .map(objectIn)
        .map((one) =>
          receipt('sent', addressIn(one['emailAddress']), {
            extra: { delayed: stringIn(details['delayType']) ?? 'delayed' },
          }),
        ),
  ],
  bounce: ['bounce', bounce],
  complaint: ['complaint', complaint],
  reject: [
    'reject',
    ({ details, to, receipt }) =>
      eachOf(to, (one) =>
        receipt('failed', one, {
          failure: reasoned(row('policy_blocked', { scope: 'message' }), 'Reject', details['reason']),
        }),
      ),
  ],
  renderingfailure: [
    'failure',
    ({ details, to, receipt }) =>
      eachOf(to, (one) =>
        receipt('failed', one, {
          failure: reasoned(row('template_rejected'), 'RenderingFailure', details['errorMessage']),
        }),
      ),
  ],
  subscription: ['subscription', subscription],
}

export type EventRead =
  | { readonly kind: 'facts'; readonly facts: InboundFact[] }
  | { readonly kind: 'unreadable'; readonly reason: string }

const unreadable = (reason: string): EventRead => ({ kind: 'unreadable', reason })

/**
 * What SES says became of a mail, as facts about the mail it gave that id to; or why that cannot be told. One receipt for
 * each recipient: two people are never one.
 */
export const readEvent = (event: string, notification: Json): EventRead => {
  const [field, facts] = Object.hasOwn(EVENTS, event) ? (EVENTS[event] ?? []) : []
  const mail = objectIn(notification['mail'])
  const [target, account] = [stringIn(mail['messageId']), accountOf(mail)]
  if (field === undefined || facts === undefined) return unreadable('an event of SES that is not known')
  if (target === undefined || target === '')
    return unreadable('an event of SES without the id of its mail (mail.messageId)')
  if (account === undefined)
    return unreadable('an event of SES without the address that sent (mail.commonHeaders.from, mail.source)')
  const details = objectIn(notification[field])
  const ours = ownKeyOf(mail)
  const about: Event = {
    details,
    to: stringsIn(mail['destination']),
    receipt: (state, to, rest = {}) => ({
      kind: 'receipt',
      scope: account,
      account,
      at: timeIn(details['timestamp']) ?? timeIn(mail['timestamp']),
      target,
      state,
      peers: to === undefined ? [] : [{ type: 'email', value: to }],
      ...(ours ? { ours } : {}),
      ...rest,
    }),
  }
  return { kind: 'facts', facts: facts(about) }
}
