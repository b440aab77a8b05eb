import { createHash } from 'node:crypto'
import { compact } from '../../../core/compact.ts'
import { row } from '../../../core/failures.ts'
import type { ConsentFact, InboundFact, MessageFact, QuarantineFact, ReceiptFact } from '../../../core/schema/fact.ts'
import type { Attachment } from '../../../core/schema/message.ts'
import type { Delivery } from '../../adapter.ts'
import { aliasOf } from '../address.ts'
import { consentOf } from '../keywords.ts'
import { failureOf } from './errors.ts'
import { describe, readMedia } from './media.ts'
import { readKey } from './own-key.ts'
import { storableParams, type Params } from './params.ts'

interface Webhook {
  readonly param: Params
  readonly sid: string
  readonly scope: string
  /** Our number, or the Messaging Service while it has not picked one. */
  readonly account: string
  readonly query: Delivery['query']
  /** A quarantine of this webhook for a reason. */
  readonly quarantine: (reason: string) => QuarantineFact
}

/** A prefix names a channel of Twilio's that is not SMS: `whatsapp:`, `messenger:`, `rcs:`. */
const channelOf = (address: string | undefined): string | undefined => /^([a-z]{1,20}):/i.exec(address ?? '')?.[1]

/** What was typed; a Body in base64 (long SMS as MMS) stays as it is. */
const wordsOf = (param: Params): string => param('Body') ?? ''

const textOf = (param: Params, attachments: readonly Attachment[]): string => {
  const words = wordsOf(param)
  if (words.trim() !== '') return words
  return describe(attachments) || '[no text]'
}

const extraOf = (param: Params): NonNullable<MessageFact['body']['extra']> => {
  const segments = Number(param('NumSegments'))
  return compact({
    numSegments: Number.isSafeInteger(segments) && segments > 0 ? segments : undefined,
    messagingServiceSid: param('MessagingServiceSid'),
    optOutType: param('OptOutType'),
    fromCity: param('FromCity'),
    fromState: param('FromState'),
    fromZip: param('FromZip'),
  })
}

const OPT_OUT_TYPES: ReadonlyMap<string, ConsentFact['state']> = new Map([
  ['STOP', 'revoked'],
  ['START', 'granted'],
])

/**
 * What the message says about consent. `OptOutType` comes with Advanced Opt-Out alone, in any language, and is then
 * the whole truth; else the words count that Twilio itself acts on.
 */
const readConsent = (message: MessageFact, param: Params): ConsentFact[] => {
  const { account, scope, id, peers } = message
  const stated = param('OptOutType')
  const state = stated === undefined ? consentOf(wordsOf(param)) : OPT_OUT_TYPES.get(stated.toUpperCase())
  if (state === undefined) return []
  return [
    {
      kind: 'consent',
      scope,
      account,
      at: null,
      id,
      peers,
      sender: account,
      state,
      purpose: 'any',
      source: stated === undefined ? 'keyword' : 'advanced_opt_out',
      evidence: wordsOf(param).trim() || (stated ?? ''),
    },
  ]
}

const readMessage = ({ param, sid, scope, account, quarantine }: Webhook): InboundFact[] => {
  const from = param('From')
  const other = channelOf(from) ?? channelOf(param('To'))
  if (other !== undefined) return [quarantine(`a message of the channel ${other}, which is not SMS`)]
  const peer = aliasOf(from ?? '')
  if (peer === undefined || param('To') === undefined) return [quarantine('a message without a sender or a recipient')]
  const attachments = readMedia(param)
  const extra = extraOf(param)
  const country = param('FromCountry')
  const message: MessageFact = {
    kind: 'message',
    scope,
    account,
    // Twilio states no time.
    at: null,
    id: sid,
    direction: 'in',
    author: { kind: 'customer' },
    peers: [peer],
    ...(country === undefined ? {} : { profile: { country } }),
    body: {
      text: textOf(param, attachments),
      attachments,
      ...(Object.keys(extra).length === 0 ? {} : { extra }),
    },
  }
  return [message, ...readConsent(message, param)]
}

/** Before `sent` the message is with Twilio, which the answer to the send has said already. */
const NO_NEWS = new Set(['accepted', 'scheduled', 'queued', 'sending'])

const STATES: ReadonlyMap<string, ReceiptFact['state']> = new Map([
  ['sent', 'sent'],
  ['delivered', 'delivered'],
  // Some of several recipients, or some segments: more than sent, and Twilio says no more.
  ['partially_delivered', 'delivered'],
  ['read', 'read'],
  ['undelivered', 'failed'],
  ['failed', 'failed'],
  ['canceled', 'failed'],
])

/** A late callback may repeat a failure without its code; it then states none, so that the first one stays. */
const failureIn = (param: Params, status: string): ReceiptFact['failure'] => {
  if (status === 'canceled') return { ...row('provider_rejected'), provider: { code: status, detail: status } }
  const code = param('ErrorCode')
  return code === undefined || !/^[1-9]\d{0,9}$/.test(code) ? undefined : failureOf(code, param('ErrorMessage'))
}

const receiptExtra = (param: Params, status: string, state: ReceiptFact['state']): ReceiptFact['extra'] => {
  const extra = compact({
    // Twilio's own word, where it says more than the state.
    status: status === state ? undefined : status,
    // YYMMDDhhmm without a zone, which differs between carriers: no time to order by.
    rawDlrDoneDate: param('RawDlrDoneDate'),
    messagingServiceSid: param('MessagingServiceSid'),
    channelStatusMessage: param('ChannelStatusMessage'),
  })
  return Object.keys(extra).length === 0 ? undefined : extra
}

const readReceipt = ({ param, sid, scope, account, query, quarantine }: Webhook, word: string): InboundFact[] => {
  const status = word.toLowerCase()
  if (NO_NEWS.has(status)) return []
  const state = STATES.get(status)
  if (state === undefined) return [quarantine('a status that is not known')]
  const other = channelOf(param('From')) ?? channelOf(param('To'))
  // A message to a phone number may have gone over RCS instead: it is ours all the same.
  if (other !== undefined && other !== 'rcs') return [quarantine(`a status of the channel ${other}, which is not SMS`)]
  const peer = aliasOf((param('To') ?? '').replace(/^rcs:/i, ''))
  const failure = state === 'failed' ? failureIn(param, status) : undefined
  return [
    compact({
      kind: 'receipt' as const,
      scope,
      account,
      at: null,
      target: sid,
      state,
      failure,
      peers: peer === undefined ? [] : [peer],
      ours: readKey(query),
      extra: receiptExtra(param, status, state),
    }),
  ]
}

const INBOUND = new Set(['received', 'receiving'])

/**
 * Reads one webhook of Twilio's Messaging: a message that came in, or the status of one that went out. A request
 * carries one of them and never more. https://www.twilio.com/docs/messaging/guides/webhook-request
 */
export const parse = ({ query, body }: Delivery): InboundFact[] => {
  const params = storableParams(body)
  const param: Params = (name) => params.get(name) || undefined
  const word = param('MessageStatus') ?? param('SmsStatus')
  const status = word === undefined || INBOUND.has(word.toLowerCase()) ? undefined : word
  const scope = param('AccountSid') ?? 'unknown'
  const account = param(status === undefined ? 'To' : 'From') ?? param('MessagingServiceSid') ?? 'unknown'
  const quarantine = (reason: string): QuarantineFact => ({
    kind: 'quarantine',
    scope,
    account,
    at: null,
    id: createHash('sha256').update(body).digest('base64url'),
    reason,
    raw: { query: Object.fromEntries(query), params: Object.fromEntries(params) },
  })
  const sid = param('MessageSid')
  if (sid === undefined || scope === 'unknown') return [quarantine('a webhook without MessageSid or AccountSid')]
  const webhook: Webhook = { param, sid, scope, account, query, quarantine }
  if (status !== undefined) return readReceipt(webhook, status)
  const said = params.has('Body') || params.has('NumMedia')
  return said ? readMessage(webhook) : [quarantine('neither a message nor a status')]
}
