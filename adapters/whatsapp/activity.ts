import { compact } from '../../core/compact.ts'
import type { InboundFact } from '../../core/schema/fact.ts'
import { contentId, record, text, time, type Json } from '../json.ts'
import { base, group, quarantine, type Change } from './change.ts'
import { accountNews } from './account-news.ts'
import { person } from './people.ts'

const words = (event: string): string => {
  const spoken = event.replaceAll(/[._]/g, ' ')
  return `${spoken[0]?.toUpperCase() ?? ''}${spoken.slice(1)}`
}

/**
 * A call began or ended. https://developers.facebook.com/documentation/business-messaging/whatsapp/calling/
 */
export const readCall = (call: Json, change: Change): InboundFact => {
  const id = text(call['id'])
  if (id === undefined) return quarantine(change, 'a call without an id', call)
  const event = text(call['event']) ?? 'unknown'
  const outgoing = call['direction'] === 'BUSINESS_INITIATED'
  const stated = outgoing
    ? { phone: call['to'], userId: call['to_user_id'], parentUserId: call['to_parent_user_id'] }
    : { phone: call['from'], userId: call['from_user_id'], parentUserId: call['from_parent_user_id'] }
  return {
    kind: 'activity',
    ...base(change, call['timestamp']),
    id: `${id}:${event}`,
    event: `call.${event}`,
    ...person(stated, change.contacts),
    text: words(`call.${event}`),
    detail: { ...call },
  }
}

/**
 * A group was made, changed, joined or left. One that could not be made has no id: that is news of the account.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/groups/webhooks
 */
export const readGroup = (item: Json, change: Change): InboundFact => {
  const thread = group(item['group_id'])
  const event = text(item['type']) ?? change.field
  const at = item['timestamp']
  if (thread.thread === undefined) return accountNews({ ...change, value: item, at: time(at) })
  return {
    kind: 'activity',
    ...base(change, at),
    id: contentId([change.field, item], time(at)),
    event,
    peers: [],
    ...thread,
    text: words(event),
    detail: { ...item },
  }
}

/**
 * Control of a conversation went from or to Meta's own agent. The account is the recipient, not `metadata`.
 * https://docs.360dialog.com/docs/mba/webhooks
 */
export const readHandover = (change: Change): InboundFact => {
  const { value } = change
  const recipient = record(value['recipient'])
  const sender = record(value['sender'])
  const at = value['timestamp']
  const stated = { phone: sender['phone_number'] ?? sender['wa_id'], userId: sender['user_id'] }
  const { peers, profile } = person(stated, change.contacts)
  if (peers.length === 0) return accountNews(change)
  const event = `handover.${text(value['type']) ?? 'unknown'}`
  return compact({
    kind: 'activity' as const,
    ...base({ ...change, account: change.account ?? text(recipient['phone_number_id']) }, at),
    id: contentId(value, time(at)),
    event,
    peers,
    profile,
    text: words(event),
    detail: { ...value },
  })
}
