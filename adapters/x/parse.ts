import type { InboundFact } from '../../core/schema/fact.ts'
import type { Delivery } from '../adapter.ts'
import { entry, isRecord, list, readJson, record, text, unreadable, type Json } from '../json.ts'
import { chatAccount, readChat } from './chat.ts'
import { readMark, readMessage, readTyping } from './dm.ts'
import { news, quarantine, userId, usersById, when, type Context } from './event.ts'
import { readDeletion, readPost, readTweet } from './post.ts'

type Reader = (context: Context, item: Json, body: Json) => InboundFact[]

/** A person took the app's permission back: nothing goes or comes until somebody allows it again. */
const revoked = (context: Context, detail: Json): InboundFact =>
  news(context, 'oauth.revoke', 'The account took back the permission to speak for it', detail, {
    at: when(detail['date_time']),
    health: 'reauth_required',
  })

const readUserEvent: Reader = (context, item) => {
  const revoke = record(item['revoke'])
  const account = userId(record(revoke['source'])['user_id'])
  if (account === undefined) return [quarantine(context, 'a user event that is no revocation', item)]
  return [revoked({ ...context, account }, revoke)]
}

const readTweetDelete: Reader = (context, { status, timestamp_ms: at }) => {
  const { id, user_id: author } = record(status)
  return readDeletion(context, id, author, when(at))
}

const isBlocked = (value: unknown): boolean => value === true || value === 'true'

/** Names of things that concern the account alone. */
const told =
  (event: string): Reader =>
  (context, item) => {
    const type = text(item['type'])
    const name = type === undefined ? event : `${event}.${type}`
    const words = `On X: ${name.replaceAll(/[._]/g, ' ')}`
    return [news(context, name, words, item, { at: when(item['created_timestamp'], item['timestamp_ms']) })]
  }

/**
 * Lists of the Account Activity API, and of the direct messages of the X Activity API, which have the same form.
 * https://docs.x.com/x-api/account-activity/introduction
 */
const LISTS: Readonly<Record<string, Reader>> = {
  direct_message_events: readMessage,
  direct_message_mark_read_events: readMark,
  direct_message_indicate_typing_events: readTyping,
  tweet_create_events: (context, tweet, body) => readTweet(context, tweet, isBlocked(body['user_has_blocked'])),
  tweet_delete_events: readTweetDelete,
  favorite_events: told('like'),
  follow_events: told('follow'),
  unfollow_events: told('unfollow'),
  block_events: told('block'),
  unblock_events: told('unblock'),
  mute_events: told('mute'),
  unmute_events: told('unmute'),
  user_event: readUserEvent,
  replay_job_status: told('replay'),
}

/** What stands beside the lists and is no event. */
const FRAME = new Set(['for_user_id', 'users', 'apps', 'user_has_blocked', 'is_blocked_by'])

/** Reads each item of each list by itself: one that cannot be read hurts no other. Some lists are a single object. */
const readLists = (context: Context, body: Json): InboundFact[] => {
  const names = Object.keys(body).filter((name) => !FRAME.has(name))
  if (names.length === 0) return [quarantine(context, 'a delivery without events', body)]
  return names.flatMap((name) => {
    const value = body[name]
    const reader = entry(LISTS, name)
    if (reader === undefined) return [quarantine(context, 'events of a kind that is not known', { [name]: value })]
    const items = isRecord(value) ? [value] : value
    if (!Array.isArray(items)) return [quarantine(context, `${name} is no list`, { [name]: value })]
    return items.flatMap((item: unknown) =>
      isRecord(item) ? reader(context, item, body) : [quarantine(context, `an item of ${name} is no object`, [item])],
    )
  })
}

/** Kinds of event that concern the account alone. https://docs.x.com/x-api/activity/introduction */
const NEWS = /^(?:follow|like|mute|block|profile|spaces|news)\.[a-z_.]{1,60}$/

/** Whose event it is: the one whose events are subscribed to, or, where that is left out, the one the payload names. */
const accountOf = (type: string, filter: Json, payload: Json): string => {
  const named = userId(filter['user_id']) ?? userId(payload['user_id'])
  return named ?? (type.startsWith('chat.') ? chatAccount(type, payload) : undefined) ?? 'unknown'
}

/** One event of the X Activity API. https://docs.x.com/x-api/activity/event-payloads */
const readEvent = (event: Json): InboundFact[] => {
  const type = text(event['event_type']) ?? 'unknown'
  const payload = record(event['payload'])
  const includes = record(event['includes'])
  const uuid = text(event['event_uuid'])
  const account = accountOf(type, record(event['filter']), payload)
  const users = { ...usersById(includes), ...record(payload['users']) }
  const context: Context = { account, type, users, apps: record(payload['apps']), ...(uuid ? { uuid } : {}) }
  if (!isRecord(event['payload'])) return [quarantine(context, 'an event without its payload', event)]
  if (type.startsWith('dm.')) return readLists(context, payload)
  if (type.startsWith('chat.')) return readChat(context, type, payload)
  if (type === 'post.delete') return readDeletion(context, payload['id'], payload['author_id'], null)
  if (type === 'post.create' || type.startsWith('post.mention')) return readPost(context, payload, includes)
  if (type === 'oauth.revoke') return [revoked({ ...context, account: userId(payload['user_id']) ?? account }, payload)]
  if (NEWS.test(type)) return [news(context, type, `On X: ${type.replaceAll(/[._]/g, ' ')}`, payload)]
  return [quarantine(context, 'an event of a kind that is not known', event)]
}

const readActivities = (body: Json): InboundFact[] => {
  const account = userId(body['for_user_id']) ?? 'unknown'
  return readLists({ account, users: record(body['users']), apps: record(body['apps']) }, body)
}

/**
 * Reads a webhook of X: of the X Activity API, which wraps one event in `data`, or of the Account Activity API before it.
 * Nothing that was signed is refused: what is not known is kept as a dead letter.
 */
export const parse = ({ body }: Pick<Delivery, 'body'>): InboundFact[] => {
  const json = new TextDecoder().decode(body)
  const envelope = readJson(json)
  if (!isRecord(envelope)) return [unreadable(body, json, 'the body is no JSON object')]
  const { data } = envelope
  if (data === undefined) return readActivities(envelope)
  const events = Array.isArray(data) ? list(data) : [data]
  const context = { account: 'unknown' }
  if (events.length === 0) return [quarantine(context, 'a delivery without events', envelope)]
  return events.flatMap((event) =>
    isRecord(event) ? readEvent(event) : [quarantine(context, 'an event is no object', [event])],
  )
}
