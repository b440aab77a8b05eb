import * as z from 'zod'
import { compact } from '../../core/compact.ts'
import type { Context } from '../../core/context.ts'
import { getEvent, listEvents, type FeedPlace } from '../../core/events.ts'
import { EventType, ParleyEvent } from '../../core/schema/event.ts'
import { ListedConversationAnswer } from './answers.ts'
import { cursorsOf } from './cursor.ts'
import { operation, type Operation } from './operation.ts'
import { limit } from './requests.ts'

const EventAnswer = ParleyEvent.extend({ conversation: ListedConversationAnswer.optional() }).meta({ id: 'Event' })
/** `next` is always there: it is where to go on. `more`: whether there is something to read at once. */
const EventsAnswer = z
  .object({ data: z.array(EventAnswer), next: z.string(), more: z.boolean() })
  .meta({ id: 'Events' })

const ONE = `(${EventType.options.map((type) => type.replaceAll('.', '[.]')).join('|')})`
const LISTED = `^${ONE}(,${ONE})*$`

const types = z
  .string()
  .transform((list, issues): EventType[] => {
    const found = z.array(EventType).safeParse(list.split(','))
    if (found.success) return found.data
    issues.addIssue({ code: 'custom', message: 'give types of events, with commas between them' })
    return z.NEVER
  })
  .optional()
  .meta({ as: { type: 'string', pattern: LISTED } })

const EventsQuery = z.strictObject({ after: z.string().optional(), limit, types })

const placeOf = ({ p, at }: Readonly<Record<string, string>>): FeedPlace => ({ position: Number(p), at: Number(at) })

/** `/v1/events`: what happened, in order, for whoever follows it by a cursor. */
export const eventOperations = (ctx: Context): readonly Operation[] => [
  operation({
    id: 'listEvents',
    method: 'get',
    path: '/v1/events',
    tag: 'Events',
    summary: 'Follow what happens',
    description:
      'Events after a cursor, in order. No event ever appears behind a cursor that was given out. Without `after` it begins with the oldest event of the last 30 days, with `after=latest` with the next one. A filter moves `next` on all the same.',
    query: EventsQuery,
    status: 200,
    answer: EventsAnswer,
    problems: ['cursor_expired'],
    handle: async ({ principal, query: { after, limit: most, types: wanted } }) => {
      const cursors = cursorsOf(ctx.hash, ['events', principal.shop])
      const place = after === undefined || after === 'latest' ? after : placeOf(cursors.read(after, 'after'))
      const page = await listEvents(ctx, principal, { after: place, limit: most, ...compact({ types: wanted }) })
      const { position, at } = page.next
      return { data: page.data, next: cursors.write({ p: String(position), at: String(at) }), more: page.more }
    },
  }),
  operation({
    id: 'getEvent',
    method: 'get',
    path: '/v1/events/{event}',
    tag: 'Events',
    summary: 'Get an event',
    ids: { event: 'evt' },
    status: 200,
    answer: EventAnswer,
    handle: ({ principal, params }) => getEvent(ctx, principal, params['event'] ?? ''),
  }),
]
