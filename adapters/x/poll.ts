import { compact } from '../../core/compact.ts'
import type { InboundFact, MessageFact } from '../../core/schema/fact.ts'
import type { Routine } from '../adapter.ts'
import { isRecord, record, records, text, type Json } from '../meta.ts'
import type { XClient } from './client.ts'
import { base, groupOf, idTime, person, profileOf, unwrapped, userId, when } from './event.ts'
import { filesOf, includedMedia, labels, wordsOf } from './media.ts'

const EVERY_MS = 5 * 60_000
/** 15 requests in 15 minutes are allowed, which are three runs. https://docs.x.com/x-api/fundamentals/rate-limits */
const PAGES = 5

const QUERY = new URLSearchParams({
  max_results: '100',
  event_types: 'MessageCreate',
  'dm_event.fields': 'attachments,created_at,dm_conversation_id,entities,event_type,id,sender_id,text',
  expansions: 'attachments.media_keys,sender_id',
  'media.fields': 'media_key,type,url,variants,alt_text',
  'user.fields': 'name,username,profile_image_url',
}).toString()

const isId = (value: string | undefined): value is string => value !== undefined && /^\d{1,20}$/.test(value)
const later = (a: string, b: string): boolean => BigInt(a) > BigInt(b)

/** Up to which event all is known; while a gap is still being read, what lies above it and where to go on. */
interface Cursor {
  readonly since: string
  readonly above?: string
  readonly page?: string
}
const readCursor = (value: string | undefined): Cursor | undefined => {
  const [since, above, page] = value?.split(' ') ?? []
  return isId(since) ? { since, ...(isId(above) && page !== undefined ? { above, page } : {}) } : undefined
}
const writeCursor = ({ since, above, page }: Cursor): string =>
  above === undefined || page === undefined ? since : `${since} ${above} ${page}`

/** A message as the list has it: the same fact, by the same id, as the webhook's. */
const factOf = (accounts: readonly string[], event: Json, includes: Json): InboundFact[] => {
  const id = text(event['id'])
  const sender = userId(event['sender_id'])
  const conversation = text(event['dm_conversation_id'])
  const sides = conversation?.split('-') ?? []
  const account = accounts.find((own) => own === sender || sides.includes(own)) ?? accounts[0]
  if (!isId(id) || sender === undefined || account === undefined) return []
  const out = sender === account
  const thread = groupOf(conversation)
  const other = out ? userId(sides.find((side) => side !== account)) : sender
  const attachments = filesOf(includedMedia(record(event['attachments'])['media_keys'], includes))
  const words = wordsOf(text(event['text']) ?? '', records(record(event['entities'])['urls']), attachments.length > 0)
  // Of a file alone the list tells no link to leave out, but its own short one.
  const bare = attachments.length > 0 ? words.replace(/(?:^|\s)https:\/\/t\.co\/\w{1,40}$/, '') : words
  const users = Object.fromEntries(
    records(includes['users']).map((user) => [text(unwrapped(user)['id']) ?? '', unwrapped(user)]),
  )
  const content: MessageFact['body']['content'] =
    bare === '' && attachments.length === 0
      ? { type: 'unsupported', kind: 'empty', reason: 'X lists a direct message without words or a file.' }
      : undefined
  return [
    {
      kind: 'message',
      ...base({ account }, when(event['created_at']) ?? idTime(id)),
      id,
      direction: out ? 'out' : 'in',
      author: { kind: out ? 'echo' : 'customer' },
      peers: thread !== undefined && out ? [] : person(other),
      ...compact({ thread, profile: profileOf(users, other) }),
      body: compact({ text: bare || labels(attachments) || '[unsupported message]', attachments, content }),
    },
  ]
}

/**
 * Direct messages that no webhook told, out of the list of the last 30 days. The first run only looks where the list ends:
 * what was said before Parley was there is no news. What more than five pages hold is read by the runs that follow.
 * https://docs.x.com/x-api/direct-messages/get-dm-events
 */
export const poll = (client: XClient): Routine => ({
  everyMs: EVERY_MS,
  run: async (given, accounts, signal) => {
    const cursor = readCursor(given)
    const facts: InboundFact[] = []
    let newest = cursor?.above ?? cursor?.since ?? '0'
    let page = cursor?.page
    for (let read = 0; read < PAGES; read++) {
      const token = page === undefined ? '' : `&pagination_token=${encodeURIComponent(page)}`
      const asked = await client.ask({ method: 'GET', path: `/2/dm_events?${QUERY}${token}` }, signal)
      if (asked.kind === 'refused') {
        // What was read is not lost: the next run goes on from here.
        if (facts.length > 0 && cursor !== undefined && page !== undefined)
          return { facts, cursor: writeCursor({ since: cursor.since, above: newest, page }) }
        throw new Error(`dm_events: ${asked.failure.code}`)
      }
      const body = record(asked.json)
      const events = records(body['data'])
      const ids = events.flatMap((event) => text(event['id']) ?? []).filter(isId)
      newest = ids.reduce((most, id) => (later(id, most) ? id : most), newest)
      if (cursor === undefined) return { facts, cursor: newest }
      const { since } = cursor
      const includes = record(body['includes'])
      for (const event of events.filter(isRecord))
        if (!isId(text(event['id'])) || later(text(event['id']) ?? '0', since))
          facts.push(...factOf(accounts, event, includes))
      const next = text(record(body['meta'])['next_token'])
      if (next === undefined || ids.some((id) => !later(id, since))) return { facts, cursor: newest }
      page = next
    }
    return { facts, cursor: writeCursor({ since: cursor?.since ?? '0', above: newest, ...(page ? { page } : {}) }) }
  },
})
