import { createHash } from 'node:crypto'
import * as z from 'zod'
import { compact } from '../../../core/compact.ts'
import type { ConsentFact, InboundFact, MessageFact, QuarantineFact, ReceiptFact } from '../../../core/schema/fact.ts'
import type { Delivery } from '../../adapter.ts'
import { readJson } from '../../json.ts'
import { readSns } from '../../sns.ts'
import { aliasOf } from '../address.ts'
import { STATUS_FAILURES } from './errors.ts'
import { consentOf } from './keywords.ts'
import { readContext } from './own-key.ts'

/**
 * AWS's ids are UUIDs that need nothing beside them to be unique, and nothing else is in every delivery: a pool picks the
 * number that sends, and an event does not name the AWS account.
 */
export const SCOPE = 'aws'

const text = z.string().min(1).optional().catch(undefined)
const number = z.number().optional().catch(undefined)

/** https://docs.aws.amazon.com/sms-voice/latest/userguide/two-way-sms-payload.html */
const Inbound = z.object({
  inboundMessageId: z.string().min(1),
  originationNumber: z.string(),
  destinationNumber: z.string().min(1),
  messageBody: z.string(),
  messageKeyword: text,
  previousPublishedMessageId: text,
})

/** https://docs.aws.amazon.com/sms-voice/latest/userguide/configuration-sets-event-format.html */
const Event = z.object({
  eventType: z.string(),
  messageId: z.string().min(1),
  messageStatus: z.string(),
  messageStatusDescription: text,
  eventTimestamp: z.number().int().nonnegative().nullable().catch(null),
  originationPhoneNumber: text,
  destinationPhoneNumber: text,
  isoCountryCode: text,
  carrierName: text,
  totalMessageParts: number,
  totalMessagePrice: number,
  totalCarrierFee: number,
  context: z.record(z.string(), z.unknown()).catch({}),
})
type Event = z.infer<typeof Event>

interface Read {
  readonly json: unknown
  readonly at: number | null
  /** A quarantine of the whole delivery for a reason. */
  readonly quarantine: (reason: string, account?: string) => QuarantineFact
}

/** Short codes and names stay as they are; AWS states phone numbers as E.164. */
const peersOf = (address: string | undefined): MessageFact['peers'] => {
  const peer = aliasOf(address ?? '')
  return peer === undefined ? [] : [peer]
}

const readConsent = (message: MessageFact, words: string, keyword: string | undefined): ConsentFact[] => {
  const { account, scope, at, id, peers } = message
  const state = consentOf(words, keyword)
  if (state === undefined) return []
  const evidence = words.trim() || (keyword ?? '')
  return [
    {
      kind: 'consent',
      scope,
      account,
      at,
      id,
      peers,
      sender: account,
      state,
      purpose: 'any',
      source: 'keyword',
      evidence,
    },
  ]
}

const readMessage = (said: z.infer<typeof Inbound>, { at, quarantine }: Read): InboundFact[] => {
  const { destinationNumber: account, messageKeyword, previousPublishedMessageId } = said
  const peers = peersOf(said.originationNumber)
  if (peers.length === 0) return [quarantine('a message without a sender', account)]
  // The message before this one, whatever it was: the customer quotes nothing, so it is no reply.
  const extra = compact({ keyword: messageKeyword, previousMessageId: previousPublishedMessageId })
  const message: MessageFact = {
    kind: 'message',
    scope: SCOPE,
    account,
    at,
    id: said.inboundMessageId,
    direction: 'in',
    author: { kind: 'customer' },
    peers,
    body: {
      text: said.messageBody.trim() === '' ? '[no text]' : said.messageBody,
      attachments: [],
      ...(Object.keys(extra).length === 0 ? {} : { extra }),
    },
  }
  return [message, ...readConsent(message, said.messageBody, messageKeyword)]
}

/** Before it is pending the message is with AWS, as the answer to the send said; UNKNOWN ends 72 hours of hearing nothing. */
const NO_NEWS = new Set(['QUEUED', 'UNKNOWN'])

const STATES: ReadonlyMap<string, ReceiptFact['state']> = new Map([
  ['PENDING', 'sent'],
  ['SENT', 'sent'],
  // A carrier took it. In some countries no more is ever said, and it is not claimed that the customer has it.
  ['SUCCESSFUL', 'sent'],
  ['DELIVERED', 'delivered'],
])

const pricingOf = ({ totalMessagePrice: price }: Event): ReceiptFact['pricing'] =>
  price === undefined ? undefined : { amount: String(price), currency: 'USD' }

const readEvent = (event: Event, { quarantine }: Read): InboundFact[] => {
  const status = event.messageStatus.toUpperCase()
  const { ours, account = event.originationPhoneNumber ?? 'unknown' } = readContext(event.context)
  // MMS that others send with the same configuration set has the same events.
  if (!/^(TEXT|MEDIA)_/.test(event.eventType)) return [quarantine('an event of something that is not SMS', account)]
  if (NO_NEWS.has(status)) return []
  const failure = STATUS_FAILURES[status]
  const state = failure === undefined ? STATES.get(status) : 'failed'
  if (state === undefined) return [quarantine('a status that is not known', account)]
  const extra: ReceiptFact['extra'] = compact({
    // AWS's own word, where it says more than the state.
    status: status === state.toUpperCase() ? undefined : status,
    description: failure === undefined ? event.messageStatusDescription : undefined,
    country: event.isoCountryCode,
    carrier: event.carrierName,
    parts: event.totalMessageParts,
    carrierFee: event.totalCarrierFee,
  })
  return [
    compact({
      kind: 'receipt' as const,
      scope: SCOPE,
      account,
      at: event.eventTimestamp,
      target: event.messageId,
      state,
      failure: failure && {
        ...failure,
        provider: compact({ code: status, detail: event.messageStatusDescription }),
      },
      pricing: pricingOf(event),
      peers: peersOf(event.destinationPhoneNumber),
      ours,
      extra: Object.keys(extra).length === 0 ? undefined : extra,
    }),
  ]
}

/** What the delivery says, without SNS's envelope, of which it keeps the time. */
const read = ({ body }: Delivery): Read | undefined => {
  const sns = readSns(new TextDecoder().decode(body))
  if (sns.kind === 'ignore') return undefined
  const id = createHash('sha256')
    .update(sns.enveloped ? sns.message : body)
    .digest('base64url')
  return {
    json: readJson(sns.message),
    at: sns.at,
    quarantine: (reason, account = 'unknown') => ({
      kind: 'quarantine',
      scope: SCOPE,
      account,
      at: sns.at,
      id,
      reason,
      raw: sns.message,
    }),
  }
}

/** Reads what AWS's topic said: a message that came in, or an event of one that went out. Never more than one. */
export const parse = (delivery: Delivery): InboundFact[] => {
  const found = read(delivery)
  if (found === undefined) return []
  const event = Event.safeParse(found.json)
  if (event.success) return readEvent(event.data, found)
  const inbound = Inbound.safeParse(found.json)
  return inbound.success ? readMessage(inbound.data, found) : [found.quarantine('neither a message nor an event')]
}
