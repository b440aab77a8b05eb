import { compact } from '../../core/compact.ts'
import type { ActivityFact, InboundFact, ReceiptFact } from '../../core/schema/fact.ts'
import type { Alias } from '../../core/schema/identity.ts'
import type { Pricing } from '../../core/schema/message.ts'
import { flag, isRecord, list, record, text, time, type Json } from '../json.ts'
import { readError } from '../meta.ts'
import { base, group, quarantine, type Change } from './change.ts'
import { failureOf } from './errors.ts'
import { readKey } from './own-key.ts'
import { person } from './people.ts'

const STATES = ['sent', 'delivered', 'read', 'played', 'failed', 'deleted'] as const

const pricingOf = (status: Json): Pricing | undefined => {
  const pricing = status['pricing']
  if (!isRecord(pricing)) return undefined
  return compact({
    model: text(pricing['pricing_model']),
    type: text(pricing['type']),
    category: text(pricing['category']),
    billable: flag(pricing['billable']),
  })
}

/** The conversation that is billed, which is none of ours; newer versions name it only for free entry points. */
const extraOf = (status: Json): ReceiptFact['extra'] => {
  const conversation = record(status['conversation'])
  const extra = compact({
    conversationId: text(conversation['id']),
    conversationOrigin: text(record(conversation['origin'])['type']),
    conversationExpiresAt: time(conversation['expiration_timestamp']) ?? undefined,
  })
  return Object.keys(extra).length === 0 ? undefined : extra
}

interface Recipient {
  readonly peers: Alias[]
  readonly thread?: Alias
  readonly participant?: Alias[]
}

/** The recipient; in a group the group, with the participant whose receipt it is. */
const recipientOf = (status: Json, change: Change): Recipient => {
  if (status['recipient_type'] !== 'group') {
    // Both orders of the words occur in Meta's own samples.
    const parentUserId = text(status['recipient_parent_user_id']) ?? status['parent_recipient_user_id']
    const stated = { phone: status['recipient_id'], userId: status['recipient_user_id'], parentUserId }
    return { peers: person(stated, change.contacts).peers }
  }
  const stated = {
    phone: status['recipient_participant_id'],
    userId: status['recipient_participant_user_id'],
    parentUserId: status['recipient_participant_parent_user_id'],
  }
  const { peers } = person(stated, change.contacts)
  return { peers: [], ...group(status['recipient_id']), ...(peers.length === 0 ? {} : { participant: peers }) }
}

/** States of calls and payments also come as statuses; they are no receipts of a message. */
const otherStatus = (status: Json, change: Change, id: string, of: string): ActivityFact => {
  const state = text(status['status'])?.toLowerCase() ?? 'unknown'
  return {
    kind: 'activity',
    ...base(change, status['timestamp']),
    id: `${id}:${state}`,
    event: `${of}.${state}`,
    peers: recipientOf(status, change).peers,
    text: `${of[0]?.toUpperCase()}${of.slice(1)}: ${state}`,
    detail: { ...status },
  }
}

/**
 * What became of a message we sent. `delivered` may be skipped when the message is read at once.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/status/
 */
export const readStatus = (status: Json, change: Change): InboundFact => {
  const id = text(status['id'])
  if (id === undefined) return quarantine(change, 'a status without an id', status)
  if (change.account === undefined) return quarantine(change, 'a status without phone_number_id', status)
  const of = text(status['type']) ?? (change.field === 'calls' ? 'call' : 'message')
  if (of !== 'message') return otherStatus(status, change, id, of)
  const state = STATES.find((known) => known === status['status'])
  if (state === undefined) return quarantine(change, 'a status with an unknown word', status)
  const errors = list(status['errors']).map(readError)
  return compact({
    kind: 'receipt' as const,
    ...base(change, status['timestamp']),
    target: id,
    state,
    failure: state === 'failed' ? failureOf(errors.find((error) => error !== undefined)) : undefined,
    pricing: pricingOf(status),
    ...recipientOf(status, change),
    ours: readKey(status['biz_opaque_callback_data']),
    extra: extraOf(status),
  })
}
