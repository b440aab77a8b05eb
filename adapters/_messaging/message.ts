import { compact } from '../../core/compact.ts'
import type { InboundFact, MessageFact } from '../../core/schema/fact.ts'
import type { Author, MessageBody } from '../../core/schema/message.ts'
import { readKey } from '../meta-key.ts'
import { isRecord, list, record, records, text, type Json } from '../json.ts'
import { piecesOf } from './attachments.ts'
import { base, customer, directionOf, eventId, quarantine, type Event, type EventReader } from './event.ts'
import type { Piece } from './piece.ts'
import { referralExtra, referralOf } from './referral.ts'

type Content = NonNullable<MessageBody['content']>
type Extra = NonNullable<MessageBody['extra']>

const authorOf = (direction: 'in' | 'out'): Author => ({ kind: direction === 'out' ? 'echo' : 'customer' })

const repliedTo = (message: Json): string | undefined => text(record(message['reply_to'])['mid'])

/** The payload is untrusted: it comes back as the customer's app has it. */
const selection = (message: Json): Content | undefined => {
  const payload = text(record(message['quick_reply'])['payload'])
  const title = text(message['text']) ?? payload
  if (payload === undefined || title === undefined) return undefined
  return compact({ type: 'selection' as const, id: payload, title, of: repliedTo(message) })
}

const storyReply = (message: Json): Content | undefined => {
  const { story } = record(message['reply_to'])
  if (!isRecord(story)) return undefined
  return compact({ type: 'story' as const, relation: 'reply' as const, storyId: text(story['id']) })
}

const unreadable = (event: Event, message: Json): Content => {
  const theirs = message['is_unsupported'] === true
  const reason = theirs
    ? `${event.platform.name} does not pass this kind of message on.`
    : `${event.platform.name} passed on a message without content.`
  return { type: 'unsupported', kind: theirs ? 'unsupported' : 'empty', reason }
}

/** What a message says beside its content: who sent it for the shop, what it came from, what is to be done with it. */
const extraOf = (event: Event, message: Json, pieces: readonly Piece[]): Extra | undefined => {
  const hop = record(event.item['hop_context'])
  const metadata = readKey(message['metadata']) === undefined ? text(message['metadata']) : undefined
  const commands = records(message['commands']).flatMap(({ name }) => text(name) ?? [])
  const extra: Extra = {
    ...Object.fromEntries(pieces.flatMap((piece) => Object.entries(piece.extra ?? {}))),
    ...referralExtra(message['referral']),
    ...compact({
      appId: text(message['app_id']) ?? text(hop['app_id']),
      metadata: metadata ?? text(hop['metadata']),
      commands: commands.length === 0 ? undefined : commands.join(', '),
      tag: text(record(message['tags'])['source']),
      self: message['is_self'] === true || record(message['reply_to'])['is_self_reply'] === true ? true : undefined,
      standby: event.standby ? true : undefined,
    }),
  }
  return Object.keys(extra).length === 0 ? undefined : extra
}

/** Several things may be there at once; the body has room for the one that says most. */
const contentOf = (event: Event, message: Json, pieces: readonly Piece[]): Content | undefined => {
  const readable = pieces.filter(({ content }) => content?.type !== 'unsupported')
  const stated =
    selection(message) ?? storyReply(message) ?? readable.find(({ content }) => content !== undefined)?.content
  const says = text(message['text']) !== undefined || readable.length > 0
  if (stated !== undefined || says) return stated
  return pieces.find(({ content }) => content !== undefined)?.content ?? unreadable(event, message)
}

/** What is said, with `unsupported` for what cannot be read. */
const bodyOf = (event: Event, message: Json): MessageBody => {
  const pieces = piecesOf(message)
  const replyTo = repliedTo(message)
  const labels = pieces.map((piece) => piece.text).join('\n')
  return compact({
    text: text(message['text']) ?? (labels === '' ? '[unsupported message]' : labels),
    attachments: pieces
      .flatMap(({ file }) => file ?? [])
      // Position in the message: stable where URLs differ between deliveries.
      .map((file, i) => ({ id: String(i), ...file })),
    content: contentOf(event, message, pieces),
    replyTo: replyTo === undefined ? undefined : { providerId: replyTo },
    referral: referralOf(message['referral']) ?? pieces.find(({ referral }) => referral !== undefined)?.referral,
    extra: extraOf(event, message, pieces),
  })
}

const factOf = (event: Event, id: string, body: MessageBody, raw?: Json): MessageFact => {
  const direction = directionOf(event)
  return {
    kind: 'message',
    ...base(event),
    id,
    direction,
    author: authorOf(direction),
    peers: customer(event),
    body,
    ...(raw === undefined ? {} : { raw }),
  }
}

/**
 * A message of the customer, or of the shop from another app (an echo). An echo that brings our key home is also the
 * receipt of our send: Messenger and Instagram have no other.
 * https://developers.facebook.com/documentation/business-messaging/messenger-platform/webhooks/webhook-events/messages
 */
export const readMessage: EventReader = (event, message) => {
  const id = text(message['mid'])
  if (id === undefined) return [quarantine(event, 'a message without an id', event.item)]
  if (message['is_deleted'] === true) {
    const direction = directionOf(event)
    return [{ kind: 'revoke', ...base(event), id, target: id, direction, peers: customer(event) }]
  }
  const body = bodyOf(event, message)
  const incomplete = body.content?.type === 'unsupported' || list(message['attachments']).some((a) => !isRecord(a))
  const fact = factOf(event, id, body, incomplete ? event.item : undefined)
  const ours = fact.direction === 'out' ? readKey(message['metadata']) : undefined
  if (ours === undefined) return [fact]
  const receipt: InboundFact = {
    kind: 'receipt',
    ...base(event),
    target: id,
    state: 'sent',
    peers: fact.peers,
    ours,
  }
  return [{ ...fact, ours }, receipt]
}

/**
 * A button, menu entry or icebreaker was picked. Old ones, and those told to a standby app, have no id of their own;
 * those told to a standby app no payload either.
 * https://developers.facebook.com/documentation/business-messaging/messenger-platform/webhooks/webhook-events/messaging-postbacks
 */
export const readPostback: EventReader = (event, postback) => {
  const payload = text(postback['payload'])
  const title = text(postback['title']) ?? payload
  if (title === undefined) return [quarantine(event, 'a postback without title and payload', event.item)]
  const extra = {
    ...referralExtra(postback['referral']),
    ...compact({ userRef: text(record(event.item['sender'])['user_ref']), standby: event.standby ? true : undefined }),
  }
  const body: MessageBody = compact({
    text: title,
    attachments: [],
    content: { type: 'selection' as const, id: payload ?? title, title },
    referral: referralOf(postback['referral']),
    extra: Object.keys(extra).length === 0 ? undefined : extra,
  })
  return [factOf(event, text(postback['mid']) ?? eventId(event, 'postback', postback), body)]
}
