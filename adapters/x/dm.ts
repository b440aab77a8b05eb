import { compact } from '../../core/compact.ts'
import type { InboundFact, MessageFact } from '../../core/schema/fact.ts'
import type { Attachment, ChoiceOption, MessageBody, Referral } from '../../core/schema/message.ts'
import { isRecord, list, number, record, records, text, type Json } from '../json.ts'
import { base, groupOf, idTime, person, profileOf, quarantine, userId, when, type Context } from './event.ts'
import { filesOf, labels, wordsOf } from './media.ts'

type Content = NonNullable<MessageBody['content']>

/** The answer to a quick reply: the words are in the text, the shop's own word for it in `metadata`. */
const selectionOf = (data: Json, words: string): Content | undefined => {
  const picked = record(data['quick_reply_response'])
  const id = text(picked['metadata']) ?? (text(picked['type']) === undefined ? undefined : words)
  return id === undefined || id === '' ? undefined : { type: 'selection', id, title: words === '' ? id : words }
}

/** What the shop offered from elsewhere: options to answer with, or links. */
const choiceOf = (data: Json): Content | undefined => {
  const replies = records(record(data['quick_reply'])['options']).flatMap((option): ChoiceOption[] => {
    const title = text(option['label'])
    if (title === undefined) return []
    const id = text(option['metadata']) ?? title
    return [compact({ kind: 'reply' as const, id, title, description: text(option['description']) })]
  })
  const links = records(data['ctas']).flatMap((cta): ChoiceOption[] => {
    const title = text(cta['label'])
    const url = text(cta['url'])
    return title === undefined || url === undefined ? [] : [{ kind: 'url', id: url, title, url }]
  })
  const options = [...replies, ...links]
  return options.length === 0 ? undefined : { type: 'choice', style: 'buttons', sections: [{ options }] }
}

/** A place: shared as coordinates, longitude first, or as one that X knows. */
const locationOf = (attachment: Json): Content | undefined => {
  const location = record(attachment['location'])
  const place = record(record(location['shared_place'])['place'])
  const box = list(list(record(place['bounding_box'])['coordinates'])[0])
  const point = list(record(record(location['shared_coordinate'])['coordinates'])['coordinates'])
  const [longitude, latitude] = (point.length > 0 ? point : list(box[0])).map(number)
  if (latitude === undefined || longitude === undefined) return undefined
  return compact({
    type: 'location' as const,
    latitude,
    longitude,
    name: text(place['full_name']) ?? text(place['name']),
    url: text(place['url']),
  })
}

/** How the conversation began: from a post of the shop, or from its welcome message. */
const referralOf = (create: Json): Referral | undefined => {
  const via = record(create['initiated_via'])
  const post = text(via['tweet_id'])
  const welcome = text(via['welcome_message_id'])
  if (post !== undefined) return { source: 'post', sourceId: post, url: `https://x.com/i/status/${post}` }
  return welcome === undefined ? undefined : { source: 'welcome_message', sourceId: welcome }
}

const extraOf = ({ apps }: Context, create: Json): MessageBody['extra'] => {
  const appId = text(create['source_app_id'])
  const app = unwrappedApp(apps, appId)
  const customProfileId = text(create['custom_profile_id']) ?? text(record(create['message_data'])['custom_profile_id'])
  const extra = compact({ appId, app: text(app['name']), customProfileId })
  return Object.keys(extra).length === 0 ? undefined : extra
}

const unwrappedApp = (apps: Json, id: string | undefined): Json =>
  record(id !== undefined && Object.hasOwn(apps, id) ? apps[id] : undefined)

const KNOWN_ATTACHMENTS = new Set(['media', 'location'])

/** What cannot be read: an attachment of a kind that is not known, or a message of nothing at all. */
const unreadOf = (attachment: Json, silent: boolean): Content | undefined => {
  const kind = text(attachment['type'])
  if (!silent && (kind === undefined || KNOWN_ATTACHMENTS.has(kind))) return undefined
  return {
    type: 'unsupported',
    kind: kind ?? 'empty',
    reason: 'X passed on a direct message without words, file or place, or with something that is none of them.',
  }
}

/** What stands for the text where there is none. */
const labelOf = (content: Content | undefined, attachments: readonly Attachment[]): string => {
  if (attachments.length > 0) return labels(attachments)
  if (content?.type === 'selection') return content.title
  return content?.type === 'location' ? '[location]' : '[unsupported message]'
}

const bodyOf = (context: Context, create: Json): MessageBody => {
  const data = record(create['message_data'])
  const attachment = record(data['attachment'])
  const attachments = filesOf(isRecord(attachment['media']) ? [attachment['media']] : [])
  const words = wordsOf(text(data['text']) ?? '', records(record(data['entities'])['urls']), attachments.length > 0)
  const said = selectionOf(data, words) ?? choiceOf(data) ?? locationOf(attachment)
  const content = said ?? unreadOf(attachment, words === '' && attachments.length === 0)
  return compact({
    text: words || labelOf(content, attachments),
    attachments,
    content,
    referral: referralOf(create),
    extra: extraOf(context, create),
  })
}

/** Who wrote to whom: the shop itself (an echo), or the customer. Never an echo as the customer. */
const sidesOf = ({ account, type }: Context, sender: string | undefined, recipient: string | undefined) => {
  const own = sender === account || type === 'dm.sent'
  return { direction: own ? ('out' as const) : ('in' as const), other: own ? recipient : sender }
}

const readCreate = (context: Context, event: Json): InboundFact => {
  const create = record(event['message_create'])
  const id = text(event['id'])
  const sender = userId(create['sender_id'])
  const recipient = userId(record(create['target'])['recipient_id'])
  if (id === undefined || sender === undefined) return quarantine(context, 'a message without its id or sender', event)
  const { direction, other } = sidesOf(context, sender, recipient)
  const body = bodyOf(context, create)
  const thread = groupOf(event['dm_conversation_id'] ?? create['dm_conversation_id'])
  const fact: MessageFact = {
    kind: 'message',
    ...base(context, when(event['created_timestamp']) ?? idTime(id)),
    id,
    direction,
    author: { kind: direction === 'out' ? 'echo' : 'customer' },
    // What the shop says in a group is said to nobody in particular.
    peers: thread !== undefined && direction === 'out' ? [] : person(other),
    ...compact({ thread, profile: profileOf(context.users, other) }),
    body,
  }
  return body.content?.type === 'unsupported' ? { ...fact, raw: event } : fact
}

/**
 * A direct message, received or sent from anywhere (an echo). The only kind of event there is; another one is kept to be
 * looked at. https://docs.x.com/x-api/account-activity/introduction
 */
export const readMessage = (context: Context, event: Json): InboundFact[] => {
  if (event['type'] !== 'message_create') return [quarantine(context, 'a kind of direct message not known', event)]
  return [readCreate(context, event)]
}

/**
 * Everything up to a message was read. Its id tells its time to the millisecond; our own time of the last message is a
 * little later, so that the message itself gets a receipt. What the shop read in X's own app is no receipt of ours.
 */
export const readMark = (context: Context, event: Json): InboundFact[] => {
  const reader = userId(event['sender_id'])
  const target = text(event['last_read_event_id'])
  const at = when(event['created_timestamp'])
  const upTo = idTime(target) ?? at
  if (reader === undefined || target === undefined || upTo === null)
    return [quarantine(context, 'a read mark without its reader or place', event)]
  if (reader === context.account) return []
  const about = { ...base(context, at), state: 'read' as const, peers: person(reader) }
  return [
    { kind: 'receipt', ...about, target },
    { kind: 'watermark', ...about, upTo },
  ]
}

/** Somebody types, for the next seconds. It says nothing that could be kept, and comes with nearly every message. */
export const readTyping = (): InboundFact[] => []
