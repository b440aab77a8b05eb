import { compact } from '../../core/compact.ts'
import type { InboundFact } from '../../core/schema/fact.ts'
import type { Author } from '../../core/schema/message.ts'
import { entry, isRecord, list, record, text, type Json } from '../json.ts'
import { bodyOf, typeOf } from './body.ts'
import { base, group, quarantine, type Change } from './change.ts'
import { e164, person, type Person } from './people.ts'
import { readSystem } from './system.ts'

type Direction = 'in' | 'out'

/** What all facts about one message have in common. */
interface Heading extends Person {
  readonly scope: string
  readonly account: string
  readonly at: number | null
  readonly id: string
  readonly thread?: { readonly type: 'wa_group'; readonly value: string }
}

/**
 * The customer of a message: who wrote it, or whom the shop wrote to from its own app (an echo). Echoes state the
 * customer as `to`, which is our own number in some samples; we are never our own customer.
 */
const customerOf = (item: Json, change: Change, direction: Direction): Person => {
  const inbound = direction === 'in'
  const toGroup = item['recipient_type'] === 'group' || item['group_id'] !== undefined
  const own = e164(change.ownNumber)
  const sent = own !== undefined && e164(item['to']) === own ? item['from'] : item['to']
  const stated = inbound
    ? { phone: item['from'], userId: item['from_user_id'], parentUserId: item['from_parent_user_id'] }
    : { phone: toGroup ? undefined : sent, userId: item['to_user_id'], parentUserId: item['to_parent_user_id'] }
  return person(stated, change.contacts)
}

const headingOf = (item: Json, change: Change, direction: Direction, id: string): Heading => {
  const groupId = item['group_id'] ?? (item['recipient_type'] === 'group' ? item['to'] : undefined)
  return {
    ...base(change, item['timestamp']),
    id,
    ...customerOf(item, change, direction),
    ...(group(groupId) as Pick<Heading, 'thread'>),
  }
}

/** In a group the author is told apart by their first identity. */
const authorOf = ({ peers, profile, thread }: Heading, direction: Direction): Author =>
  direction === 'out'
    ? { kind: 'echo' }
    : compact({
        kind: 'customer' as const,
        id: thread === undefined ? undefined : peers[0]?.value,
        name: profile?.name,
      })

type Special = (item: Json, change: Change, heading: Heading, direction: Direction) => InboundFact

/** Something said. What WhatsApp could not express keeps the provider's own slice. */
const said: Special = (item, change, heading, direction) => {
  const body = bodyOf(item, list(change.value['errors']))
  const raw = body.content?.type === 'unsupported' ? { raw: item } : {}
  return { kind: 'message', ...heading, direction, author: authorOf(heading, direction), body, ...raw }
}

/** Something that happened in the chat and is no message. */
const activity = (heading: Heading, event: string, words: string, detail: Json): InboundFact => ({
  kind: 'activity',
  ...heading,
  event,
  text: words,
  detail: { ...detail },
})

/** A reaction is taken back with an empty emoji or with none. */
const reaction: Special = (item, change, heading, direction) => {
  const { message_id: on, emoji } = record(item['reaction'])
  const target = text(on)
  if (target === undefined) return quarantine(change, 'a reaction without its message', item)
  return { kind: 'reaction', ...heading, direction, target, emoji: text(emoji) ?? null }
}

const edit: Special = (item, change, heading, direction) => {
  const { original_message_id: original, message } = record(item['edit'])
  const target = text(original)
  if (target === undefined || !isRecord(message)) return quarantine(change, 'an edit without its message', item)
  return { kind: 'edit', ...heading, direction, target, body: bodyOf(message, list(item['errors'])) }
}

const revoke: Special = (item, change, heading, direction) => {
  const target = text(record(item['revoke'])['original_message_id'])
  if (target === undefined) return quarantine(change, 'a revocation without its message', item)
  return { kind: 'revoke', ...heading, direction, target }
}

const requestWelcome: Special = (_, __, heading) =>
  activity(heading, 'request_welcome', 'The customer opened the chat for the first time', {})

/** The answer to a call permission request is a setting of the chat; other interactive replies are said. */
const interactive: Special = (item, change, heading, direction) => {
  const reply = record(item['interactive'])['call_permission_reply']
  if (!isRecord(reply)) return said(item, change, heading, direction)
  const response = text(reply['response']) ?? 'unknown'
  const words = response === 'accept' ? 'The customer allows calls' : 'The customer does not allow calls'
  const asked = text(record(item['context'])['id'])
  return activity(heading, `call_permission.${response}`, words, compact({ ...reply, of: asked }))
}

const SPECIAL: Readonly<Record<string, Special>> = {
  reaction,
  edit,
  revoke,
  request_welcome: requestWelcome,
  interactive,
  system: (item, change, heading) => readSystem(item, change, heading.id),
}

/** Reads one message: of a customer (`in`), or of the shop from WhatsApp's own apps (`out`). */
export const readMessage =
  (direction: Direction) =>
  (item: Json, change: Change): InboundFact => {
    const id = text(item['id'])
    if (id === undefined) return quarantine(change, 'a message without an id', item)
    if (change.account === undefined) return quarantine(change, 'a message without phone_number_id', item)
    const heading = headingOf(item, change, direction, id)
    const special = entry(SPECIAL, typeOf(item, Object.keys(SPECIAL)))
    return (special ?? said)(item, change, heading, direction)
  }
