import type { AccountFact, InboundFact } from '../../core/schema/fact.ts'
import { contentId, isRecord, record, text, time, type Json } from '../json.ts'
import { activity, base, quarantine, type Event } from './event.ts'

/** A change of a field: what Pages and Instagram accounts tell beside conversations (comments, mentions, labels). */
export interface FieldChange {
  readonly field: string
  readonly value: Json
}

const said = ({ field, value }: FieldChange): string => {
  const title = field.replaceAll('_', ' ')
  const who = text(record(value['from'])['username']) ?? text(record(value['from'])['name'])
  const body = text(value['text']) ?? text(value['message']) ?? text(value['verb'])
  return [who === undefined ? title : `${title} by ${who}`, ...(body === undefined ? [] : [body])].join(': ')
}

/** A label was put on, or taken off, a conversation in the Page's inbox. */
const label = (event: Event, { value }: FieldChange): InboundFact => {
  const action = text(value['action']) ?? 'changed'
  const { name, page_label_name: pageLabel } = record(value['label'])
  const title = text(pageLabel) ?? text(name)
  const of = { ...event, item: { sender: value['user'], timestamp: event.item['timestamp'] } }
  return activity(of, `inbox_labels.${action}`, `Label ${action}${title === undefined ? '' : `: ${title}`}`, value)
}

/** Comments and mentions are public: they belong to a post, and there is no conversation to answer them in. */
export const readChange = (event: Event, change: FieldChange): InboundFact => {
  const { field, value } = change
  if (Object.keys(value).length === 0) return quarantine(event, 'a change without a value', change)
  if (field === 'inbox_labels' && isRecord(value['user'])) return label(event, change)
  const stated = time(value['created_time']) ?? time(value['timestamp'])
  const fact: AccountFact = {
    kind: 'account',
    ...base(event),
    ...(stated === null ? {} : { at: stated }),
    id: contentId([field, value], stated),
    event: field,
    text: said(change),
    detail: { ...value },
  }
  return fact
}
