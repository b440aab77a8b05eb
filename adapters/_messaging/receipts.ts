import type { InboundFact, WatermarkFact } from '../../core/schema/fact.ts'
import { entry, list, text, time, type Json } from '../json.ts'
import {
  activity,
  base,
  customer,
  directionOf,
  eventId,
  isOwn,
  quarantine,
  type Event,
  type EventReader,
} from './event.ts'

/** The mark up to which all of ours in the conversation was delivered or read. */
const watermark = (event: Event, state: WatermarkFact['state'], said: Json): InboundFact[] => {
  const upTo = time(said['watermark'])
  const peers = customer(event)
  if (upTo === null || peers.length === 0) return []
  return [{ kind: 'watermark', ...base(event), state, upTo, peers }]
}

const receipt = (event: Event, state: 'delivered' | 'read', mid: unknown): InboundFact[] => {
  const target = text(mid)
  if (target === undefined) return []
  return [{ kind: 'receipt', ...base(event), target, state, peers: customer(event) }]
}

/**
 * Messenger's delivery: always a watermark, and the ids it can name. The ids settle single messages, the mark all those
 * before; both say the same of one message, and the earliest word of a state is kept.
 * https://developers.facebook.com/documentation/business-messaging/messenger-platform/webhooks/webhook-events/message-deliveries
 */
export const readDelivery: EventReader = (event, delivery) => {
  const facts = [
    ...list(delivery['mids']).flatMap((mid) => receipt(event, 'delivered', mid)),
    ...watermark(event, 'delivered', delivery),
  ]
  return facts.length > 0 ? facts : [quarantine(event, 'a delivery of nothing', event.item)]
}

/** Read: a watermark with Messenger, the id of the message with Instagram. Our own reading is no receipt. */
export const readSeen: EventReader = (event, read) => {
  if (isOwn(event)) return [activity(event, 'read', 'Read by the shop', read)]
  const facts = [...receipt(event, 'read', read['mid']), ...watermark(event, 'read', read)]
  return facts.length > 0 ? facts : [quarantine(event, 'a read mark without its place', event.item)]
}

/** The words of older clients, which come without an emoji. */
const EMOJI: Readonly<Record<string, string>> = {
  smile: '😆',
  angry: '😠',
  sad: '😢',
  wow: '😮',
  love: '❤️',
  like: '👍',
  dislike: '👎',
}

/**
 * A reaction, or its removal, which names the message alone. Neither has an id, and the same one may be set, taken back
 * and set again: without their time the second would be lost as a copy of the first.
 * https://developers.facebook.com/documentation/business-messaging/messenger-platform/webhooks/webhook-events/message-reactions
 */
export const readReaction: EventReader = (event, reaction) => {
  const target = text(reaction['mid'])
  if (target === undefined) return [quarantine(event, 'a reaction without its message', event.item)]
  const removed = reaction['action'] === 'unreact'
  const word = text(reaction['reaction'])
  const emoji = removed ? null : (text(reaction['emoji']) ?? entry(EMOJI, word ?? '') ?? word)
  if (emoji === undefined) return [quarantine(event, 'a reaction that is none', event.item)]
  return [
    {
      kind: 'reaction',
      ...base(event),
      id: eventId(event, 'reaction', target, emoji),
      target,
      direction: directionOf(event),
      peers: customer(event),
      emoji,
    },
  ]
}

/** New words for a message, which keeps its id: the number of the edit tells one from the next. */
export const readEdit: EventReader = (event, edit) => {
  const target = text(edit['mid'])
  if (target === undefined) return [quarantine(event, 'an edit without its message', event.item)]
  const count = text(edit['num_edit'])
  return [
    {
      kind: 'edit',
      ...base(event),
      id: count === undefined ? eventId(event, 'edit', edit) : `${target}:${count}`,
      target,
      direction: directionOf(event),
      peers: customer(event),
      body: { text: text(edit['text']) ?? '[edited message]', attachments: [] },
    },
  ]
}
