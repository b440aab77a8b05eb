import type { InboundFact } from '../../core/schema/fact.ts'
import type { Delivery } from '../adapter.ts'
import { entry, isRecord, list, readJson, record, text, unreadable, type Json } from '../json.ts'
import { ACTIVITIES, readOther } from './activity.ts'
import { readChange } from './changes.ts'
import { quarantine, side, type Event, type EventReader } from './event.ts'
import { readMessage, readPostback } from './message.ts'
import type { Platform } from './platform.ts'
import { readDelivery, readEdit, readReaction, readSeen } from './receipts.ts'

const READERS: Readonly<Record<string, EventReader>> = {
  message: readMessage,
  message_edit: readEdit,
  postback: readPostback,
  reaction: readReaction,
  delivery: readDelivery,
  read: readSeen,
  ...ACTIVITIES,
}

/** Keys that every event has, and those that belong to another one of the same event. */
const FRAME = ['sender', 'recipient', 'timestamp', 'hop_context']
const LEAD = 'lead'

const readKey = (event: Event, name: string): InboundFact[] => {
  const said = event.item[name]
  const reader = entry(READERS, name)
  if (reader === undefined) return [readOther(event, name, said)]
  return isRecord(said) ? reader(event, said) : [quarantine(event, `${name} is no object`, event.item)]
}

/** Reads everything an event says. Most say one thing. */
const readEvent = (event: Event): InboundFact[] => {
  const said = Object.keys(event.item).filter((name) => !FRAME.includes(name) && event.item[name] !== undefined)
  const names = said.includes('referral') ? said.filter((name) => name !== LEAD) : said
  if (names.length === 0) return [quarantine(event, 'nothing known in the event', event.item)]
  return names.flatMap((name) => readKey(event, name))
}

/** The account of an entry; the dashboard's test events say `0` and name the Page as the recipient. */
const accountOf = (holder: Json, item: Json): string => {
  const id = text(holder['id'])
  return (id === '0' ? undefined : id) ?? side(item, 'recipient') ?? id ?? 'unknown'
}

const readItem = (platform: Platform, holder: Json, raw: unknown, standby: boolean): InboundFact[] => {
  const item = record(raw)
  const event: Event = { platform, account: accountOf(holder, item), item, standby }
  return isRecord(raw) ? readEvent(event) : [quarantine(event, 'an event is no object', raw)]
}

/** Reads each item of a list by itself: one that cannot be read hurts nobody else. */
const readList = (platform: Platform, holder: Json, name: 'messaging' | 'standby'): InboundFact[] => {
  const items = holder[name]
  if (items === undefined) return []
  if (!Array.isArray(items)) {
    const event = { account: accountOf(holder, {}), item: {} }
    return [quarantine(event, `${name} is no list`, items)]
  }
  return items.flatMap((item: unknown) => readItem(platform, holder, item, name === 'standby'))
}

/** A field with its value: an event of a conversation in the dashboard's test, news of the account otherwise. */
const readField = (platform: Platform, holder: Json, raw: unknown): InboundFact[] => {
  const change = record(raw)
  const value = record(change['value'])
  if (isRecord(value['sender']) || isRecord(value['recipient'])) return readItem(platform, holder, value, false)
  const item = { timestamp: holder['time'] }
  const event: Event = { platform, account: accountOf(holder, {}), item, standby: false }
  if (!isRecord(raw)) return [quarantine(event, 'a change is no object', raw)]
  return [readChange(event, { field: text(change['field']) ?? 'unknown', value })]
}

/** Instagram with its own login puts field and value into the entry itself. */
const readEntry = (platform: Platform, raw: unknown): InboundFact[] => {
  const holder = record(raw)
  const facts = [
    ...readList(platform, holder, 'messaging'),
    ...readList(platform, holder, 'standby'),
    ...list(holder['changes']).flatMap((change) => readField(platform, holder, change)),
    ...(holder['field'] === undefined ? [] : readField(platform, holder, holder)),
  ]
  if (facts.length > 0) return facts
  return [quarantine({ account: accountOf(holder, {}), item: {} }, 'an entry without events', raw)]
}

/**
 * Media of stories may not be kept: its URL is taken out before anything is read, so that it is in no raw slice and no
 * detail either.
 */
const withoutUrl = ({ url: _url, story_media_url: _media, ...rest }: Json): Json => rest

/** Mentions in a story, and stories that were passed on. */
const STORIES = new Set<unknown>(['story_mention', 'ig_story', 'story'])

const withoutStories = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value), (key, child: unknown) => {
    if (!isRecord(child)) return child
    if (key === 'story') return withoutUrl(child)
    const told = STORIES.has(child['type']) && isRecord(child['payload'])
    return told ? { ...withoutUrl(child), payload: withoutUrl(record(child['payload'])) } : child
  })

/**
 * Reads a webhook of a Page or an Instagram account: every entry and event. Tolerant, because a signed body that is
 * refused comes again, and after an hour of refusals Meta ends the subscription: what is new becomes news, what is broken
 * is quarantined alone.
 */
export const parser =
  (platform: Platform) =>
  ({ body }: Delivery): InboundFact[] => {
    const json = new TextDecoder().decode(body)
    const envelope = withoutStories(readJson(json) ?? null)
    if (!isRecord(envelope)) return [unreadable(body, json, 'the body is no JSON object')]
    const { object } = envelope
    if (object !== undefined && object !== platform.object)
      return [unreadable(body, json, `the object is not ${platform.object}`)]
    if (isRecord(envelope['value'])) return readField(platform, {}, envelope)
    const entries = list(envelope['entry'])
    if (entries.length === 0) return [unreadable(body, json, 'the body has no entries')]
    return entries.flatMap((raw) => readEntry(platform, raw))
  }
