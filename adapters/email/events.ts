import type { ChannelAdapter, Delivery } from '../adapter.ts'
import { eventName } from './inbound/ses-notification.ts'
import { readJson } from '../json.ts'
import { objectIn } from './inbound/json.ts'

type Inbound = Pick<ChannelAdapter, 'webhook' | 'queue' | 'parse' | 'objects'>

/** SNS carries 256 KB; what is larger came by a webhook. */
const MAX_EVENT_BYTES = 300_000

/** Whether a delivery is SES's word on a mail, and none of the webhooks': of those only Postmark's are JSON at all. */
const isEvent = ({ body }: Delivery): boolean =>
  body.byteLength <= MAX_EVENT_BYTES &&
  body[0] === 0x7b &&
  eventName(objectIn(readJson(new TextDecoder().decode(body)))) !== undefined

/**
 * A way in whose mails are answered through SES: the queue brings what became of the answers, the webhook goes on bringing
 * mail. `events` is SES's own way in, of which only the events are used.
 */
export const withSesEvents = (mails: Inbound, events: Inbound): Inbound => {
  const readerOf = (raw: Delivery): Inbound => (isEvent(raw) ? events : mails)
  return {
    ...mails,
    ...(events.queue ? { queue: events.queue } : {}),
    parse: (raw) => readerOf(raw).parse(raw),
    objects: async (raw) => (await readerOf(raw).objects?.(raw)) ?? [],
  }
}
