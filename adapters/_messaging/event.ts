import type { ActivityFact, InboundFact, QuarantineFact } from '../../core/schema/fact.ts'
import type { Alias } from '../../core/schema/identity.ts'
import { contentId, record, text, time, type Json } from '../json.ts'
import type { Platform } from './platform.ts'

/** One event of an entry: something that happened between the account and one person. */
export interface Event {
  readonly platform: Platform
  /** Page id or Instagram account id. */
  readonly account: string
  readonly item: Json
  /** True for a conversation that another app controls: it is told to us and not ours to answer. */
  readonly standby: boolean
}

/** Reads what an event says under one of its keys. */
export type EventReader = (event: Event, said: Json) => InboundFact[]

export const side = (item: Json, name: 'sender' | 'recipient'): string | undefined => text(record(item[name])['id'])

/**
 * What the account itself said or did. Echoes are marked; where the mark is missing, the sender tells. Never the other
 * way round: an echo must not be taken for the customer.
 */
export const isOwn = ({ item, account }: Event): boolean => {
  if (record(item['message'])['is_echo'] === true) return true
  return side(item, 'sender') === account && side(item, 'recipient') !== account
}

export const directionOf = (event: Event): 'in' | 'out' => (isOwn(event) ? 'out' : 'in')

/** Aliases end at 320 characters; a longer id is no id of Meta's. */
const person = ({ platform }: Pick<Event, 'platform'>, id: unknown): Alias[] => {
  const value = text(id)
  return value === undefined || value.length > 320 ? [] : [{ type: platform.peer, value }]
}

/** The customer: who wrote, or whom the account wrote to. A visitor of a web page who is nobody yet has no id. */
export const customer = (event: Event): Alias[] =>
  person(event, side(event.item, isOwn(event) ? 'recipient' : 'sender'))

/** What the fact of an event has in common. The event's own time, never `entry.time`, which changes with each delivery. */
export const base = ({ account, item }: Pick<Event, 'account' | 'item'>) => ({
  scope: account,
  account,
  at: time(item['timestamp']),
})

export const quarantine = (event: Pick<Event, 'account' | 'item'>, reason: string, raw: unknown): QuarantineFact => ({
  kind: 'quarantine',
  ...base(event),
  id: contentId(raw),
  reason,
  raw: raw ?? null,
})

/**
 * Id of an event that has none. Its own time joins in: a customer who picks the same menu entry again next week says
 * something new, and Meta repeats the time unchanged when it delivers an event again.
 */
export const eventId = ({ item }: Event, ...said: readonly unknown[]): string =>
  contentId([side(item, 'sender'), side(item, 'recipient'), ...said], time(item['timestamp']))

/** Something that happened in the conversation and is no message. */
export const activity = (event: Event, name: string, words: string, detail: Json): ActivityFact => ({
  kind: 'activity',
  ...base(event),
  id: eventId(event, name, detail),
  event: name,
  peers: customer(event),
  text: words,
  detail: event.standby ? { ...detail, standby: true } : { ...detail },
})
