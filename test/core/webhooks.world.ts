import { appendEvent } from '../../core/feed.ts'
import type { EventType, ParleyEvent } from '../../core/schema/event.ts'
import { tick } from '../../core/send/tick.ts'
import { createEndpoint } from '../../core/webhooks/manage.ts'
import { notify } from '../../core/webhooks/notify.ts'
import type { EndpointSettings } from '../../core/webhooks/endpoint.ts'
import { createWorld, PRINCIPAL, SHOP, type WorldOptions } from '../support/world.ts'

export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** What a helpdesk was posted. */
export interface Posted {
  readonly url: string
  readonly at: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly event: ParleyEvent
}

type Answer = (posted: Posted) => Response | Promise<Response>

const URL_ = 'https://helpdesk.example/parley'

/** Webhook endpoints over a world in memory: a helpdesk that answers as it is told, and a clock that only moves when told. */
export const createWebhookWorld = (options: WorldOptions = {}) => {
  const posted: Posted[] = []
  const helpdesk: { answer: Answer } = { answer: () => new Response(null, { status: 204 }) }
  const world = createWorld({
    ...options,
    fetchPublic: async (input, init) => {
      const body = typeof init?.body === 'string' ? init.body : ''
      const headers = Object.fromEntries(new Headers(init?.headers))
      const event = JSON.parse(body) as ParleyEvent
      const one = {
        url: input instanceof Request ? input.url : input.toString(),
        at: world.clock.now(),
        headers,
        body,
        event,
      }
      posted.push(one)
      return helpdesk.answer(one)
    },
  })
  const { ctx, clock, notified } = world
  const work = async (): Promise<void> => {
    for (let wake = notified.shift(); wake; wake = notified.shift())
      await notify(ctx, world.wired.endpoints.post, wake.endpoint)
  }
  let events = 0
  return {
    ...world,
    posted,
    helpdesk,
    /** Works all wake-ups that there are. */
    work,
    /** Lets time go by, with a tick a minute. */
    pass: async (ms: number): Promise<void> => {
      for (let left = ms; left > 0; left -= MINUTE) {
        await clock.advance(Math.min(MINUTE, left))
        await tick(ctx)
        await work()
      }
    },
    endpoint: async (settings: Partial<EndpointSettings> = {}, key = 'one') =>
      createEndpoint(ctx, PRINCIPAL, key, { url: URL_, ...settings }),
    /** Something happens. Answers the event's id. */
    happen: async (type: EventType = 'message.created', data: Record<string, unknown> = {}, shop = SHOP) => {
      const subject = `msg_${(events += 1)}`
      return (await appendEvent(ctx, { type, shop, subject, key: [subject], data: { id: subject, ...data } })).id
    },
    last: (): Posted => {
      const one = posted.at(-1)
      if (one === undefined) throw new Error('nothing was posted')
      return one
    },
    ids: () => posted.map(({ headers }) => headers['webhook-id']),
  }
}
export type WebhookWorld = ReturnType<typeof createWebhookWorld>

export const status =
  (code: number, headers: Record<string, string> = {}) =>
  () =>
    new Response(null, { status: code, headers })
