import { compact } from '../../core/compact.ts'
import type { InboundFact } from '../../core/schema/fact.ts'
import type { Delivery } from '../adapter.ts'
import { isRecord, list, readJson, record, records, text, time, unreadable, type Json } from '../json.ts'
import { accountError, accountNews } from './account-news.ts'
import { readCall, readGroup, readHandover } from './activity.ts'
import { quarantine, type Change, type ItemReader } from './change.ts'
import { e164 } from './people.ts'
import { readMessage } from './message.ts'
import { readPreference } from './preferences.ts'
import { readStatus } from './status.ts'
import { readUserIdUpdate } from './system.ts'
import { isTemplateField, templateNews } from './template-news.ts'

const inbound = readMessage('in')
const echo = readMessage('out')

/** Lists of items by their name, in whichever field they come: `standby` carries the same ones as `messages`. */
const LISTS: readonly (readonly [string, ItemReader])[] = [
  ['messages', inbound],
  ['message_echoes', echo],
  ['statuses', readStatus],
  ['user_preferences', readPreference],
  ['user_id_update', readUserIdUpdate],
  ['calls', readCall],
  ['groups', readGroup],
]

/** Reads each item by itself: one that is no object hurts nobody else. */
const readList = (name: string, reader: ItemReader, change: Change): InboundFact[] => {
  const items = change.value[name]
  if (items === undefined) return []
  if (!Array.isArray(items)) return [quarantine(change, `${name} is no list`, items)]
  return items.map((item: unknown) =>
    isRecord(item) ? reader(item, change) : quarantine(change, `an item of ${name} is no object`, item),
  )
}

/** A message without content has the change's errors as its reason; otherwise they are news of the account. */
const readErrors = (change: Change, facts: readonly InboundFact[]): InboundFact[] => {
  const explained = facts.some((fact) => fact.kind === 'message' && fact.body.content?.type === 'unsupported')
  return explained ? [] : records(change.value['errors']).map((error) => accountError(error, change))
}

const readItems = (change: Change): InboundFact[] => {
  const facts = LISTS.flatMap(([name, reader]) => readList(name, reader, change))
  return [...facts, ...readErrors(change, facts)]
}

/** Past messages must not look like new ones to those who read only what was said. */
const past = (fact: InboundFact, status: string | undefined): InboundFact => {
  if (fact.kind !== 'message') return fact
  const extra = compact({ ...fact.body.extra, history: true, historyStatus: status })
  return { ...fact, body: { ...fact.body, extra } }
}

/** One thread of a business app that joined; what we sent is recognised by our own number. */
const readThread = (thread: unknown, change: Change): InboundFact[] => {
  if (!isRecord(thread)) return [quarantine(change, 'a thread is no object', thread)]
  const own = e164(change.ownNumber)
  const reader: ItemReader = (item, of) => {
    const sent = own !== undefined && e164(item['from']) === own
    // Messages we sent may state the customer only as the id of the thread.
    const fact = sent ? echo({ to: thread['id'], ...item }, of) : inbound(item, of)
    return past(fact, text(record(item['history_context'])['status']))
  }
  return readList('messages', reader, { ...change, value: thread })
}

/**
 * The history of a business app that joined, or the error that says why there is none.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/history/
 */
const readHistory = (change: Change): InboundFact[] =>
  list(change.value['history']).flatMap((chunk) => {
    if (!isRecord(chunk)) return [quarantine(change, 'an item of history is no object', chunk)]
    const errors = records(chunk['errors']).map((error) => accountError(error, change))
    return [...list(chunk['threads']).flatMap((thread) => readThread(thread, change)), ...errors]
  })

/** What is beside the lists: handovers, templates, and everything else about the account. */
const readField = (change: Change): InboundFact => {
  if (change.field === 'messages') return quarantine(change, 'nothing known in the change', change.value)
  if (change.field === 'messaging_handovers') return readHandover(change)
  return isTemplateField(change.field) ? templateNews(change) : accountNews(change)
}

const changeOf = (entry: Json, raw: Json): Change => {
  const value = record(raw['value'])
  const metadata = record(value['metadata'])
  return {
    field: text(raw['field']) ?? 'unknown',
    value,
    waba: text(entry['id']) ?? 'unknown',
    at: time(entry['time']),
    account: text(metadata['phone_number_id']),
    ownNumber: text(metadata['display_phone_number']),
    contacts: records(value['contacts']),
  }
}

const readChange = (entry: Json, raw: unknown): InboundFact[] => {
  const change = changeOf(entry, record(raw))
  if (!isRecord(raw) || !isRecord(raw['value'])) return [quarantine(change, 'a change without a value', raw)]
  const { standby } = change.value
  const observed = isRecord(standby)
    ? readItems({ ...change, value: standby, contacts: [...change.contacts, ...records(standby['contacts'])] })
    : []
  const facts = [...readItems(change), ...observed, ...readHistory(change)]
  return facts.length > 0 ? facts : [readField(change)]
}

/**
 * Reads a webhook of a WhatsApp Business Account: every entry, change and item. Tolerant, because a signed body that
 * is refused comes again for days: what is new becomes news, what is broken is quarantined alone.
 */
export const parse = ({ body }: Delivery): InboundFact[] => {
  const json = new TextDecoder().decode(body)
  const envelope = readJson(json)
  if (!isRecord(envelope)) return [unreadable(body, json, 'the body is no JSON object')]
  const { object } = envelope
  if (object !== undefined && object !== 'whatsapp_business_account')
    return [unreadable(body, json, 'the object is no WhatsApp Business Account')]
  const entries = list(envelope['entry'])
  if (entries.length === 0) return [unreadable(body, json, 'the body has no entries')]
  return entries.flatMap((raw) => {
    const entry = record(raw)
    const changes = list(entry['changes'])
    if (changes.length === 0) return [quarantine(changeOf(entry, {}), 'an entry without changes', raw)]
    return changes.flatMap((change) => readChange(entry, change))
  })
}
