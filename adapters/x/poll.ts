import { compact } from '../../core/compact.ts'
import type { InboundFact } from '../../core/schema/fact.ts'
import type { Failure } from '../../core/schema/failure.ts'
import type { Routine } from '../adapter.ts'
import { record, records, text, type Json } from '../json.ts'
import type { XClient } from './client.ts'
import { readMessage } from './dm.ts'
import { usersById } from './event.ts'
import { includedMedia } from './media.ts'

const EVERY_MS = 5 * 60_000
/** 15 requests in 15 minutes are allowed, which are three runs. https://docs.x.com/x-api/fundamentals/rate-limits */
const PAGES = 5

/**
 * Events of a page: few to see whether there is more than the webhooks told, and the most there may be where there is. X charges
 * for each event it shows, once a day: https://docs.x.com/x-api/getting-started/pricing
 */
const SIZE = { look: 10, gap: 100 } as const

const QUERY = new URLSearchParams({
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

/** The list tells no link that stands for a file but its own short one, at the end. */
const BARE = /(?:^|\s)https:\/\/t\.co\/\w{1,40}$/

/** A message as the webhook would have told it: the same fact comes of it, by the same id. */
const asWebhook = (event: Json, media: Json | undefined, recipient: string | undefined): Json => {
  const said = text(event['text']) ?? ''
  const data = compact({
    text: media === undefined ? said : said.replace(BARE, ''),
    entities: event['entities'],
    attachment: media === undefined ? undefined : { type: 'media', media },
  })
  const target = compact({ recipient_id: recipient })
  return compact({
    type: 'message_create',
    id: event['id'],
    created_timestamp: event['created_at'],
    dm_conversation_id: event['dm_conversation_id'],
    message_create: compact({ sender_id: event['sender_id'], target, message_data: data }),
  })
}

const factsOf = (accounts: readonly string[], event: Json, includes: Json): InboundFact[] => {
  const sides = text(event['dm_conversation_id'])?.split('-') ?? []
  const sender = text(event['sender_id'])
  const account = accounts.find((own) => own === sender || sides.includes(own)) ?? accounts[0]
  if (account === undefined) return []
  const [media] = includedMedia(record(event['attachments'])['media_keys'], includes)
  const other = sides.find((side) => side !== account)
  const context = { account, users: usersById(includes), apps: {} }
  return readMessage(context, asWebhook(event, media, sender === account ? other : account))
}

interface Page {
  /** Newest first. */
  readonly events: readonly { readonly id: string; readonly event: Json }[]
  readonly includes: Json
  readonly next: string | undefined
}

const pageOf = (json: unknown): Page => {
  const body = record(json)
  const events = records(body['data']).flatMap((event) => {
    const id = text(event['id'])
    return isId(id) ? [{ id, event }] : []
  })
  return { events, includes: record(body['includes']), next: text(record(body['meta'])['next_token']) }
}

/**
 * Direct messages that no webhook told, out of the list of the last 30 days. The first run only looks where the list ends:
 * what was said before Parley was there is no news. What more than five pages hold is read by the runs that follow.
 * https://docs.x.com/x-api/direct-messages/get-dm-events
 */
export const poll = (client: XClient): Routine => {
  const read = async (size: number, page: string | undefined, signal: AbortSignal): Promise<Page | Failure> => {
    const token = page === undefined ? '' : `&pagination_token=${encodeURIComponent(page)}`
    const path = `/2/dm_events?max_results=${size}&${QUERY}${token}`
    const asked = await client.ask({ method: 'GET', path }, signal)
    return asked.kind === 'answer' ? pageOf(asked.json) : asked.failure
  }

  return {
    everyMs: EVERY_MS,
    run: async (given, accounts, signal) => {
      const cursor = readCursor(given)
      const { since, page: begun } = cursor ?? { since: '0' }
      const facts: InboundFact[] = []
      let above = cursor?.above ?? since
      let page = begun
      let size: number = begun === undefined ? SIZE.look : SIZE.gap
      for (let pages = 0; pages < PAGES; pages++) {
        const found = await read(size, page, signal)
        if ('code' in found) {
          // What was read is not lost: the next run goes on from here.
          if (facts.length > 0) break
          throw new Error(`dm_events: ${found.code}`)
        }
        const { events, includes, next } = found
        above = events.reduce((most, { id }) => (later(id, most) ? id : most), above)
        if (cursor === undefined) return { facts, cursor: above }
        const unknown = events.filter(({ id }) => later(id, since))
        const isAll = next === undefined || unknown.length < events.length
        if (size === SIZE.look && !isAll) {
          // More is new than a look shows: the list is read again, by pages of one size.
          size = SIZE.gap
          continue
        }
        facts.push(...unknown.flatMap(({ event }) => factsOf(accounts, event, includes)))
        if (isAll) return { facts, cursor: above }
        page = next
      }
      return { facts, cursor: writeCursor({ since, above, ...(page === undefined ? {} : { page }) }) }
    },
  }
}
