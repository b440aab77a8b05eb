import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda'
import type { ChannelAdapter, Delivery, QueueRead } from '../adapters/adapter.ts'
import { late } from '../core/late.ts'
import type { SpilledRequest } from '../core/ports.ts'
import { decodeSpilled } from './aws/queues.ts'
import { errorFields } from './log.ts'
import { recordDelivery } from './record.ts'
import type { Wired } from './wire.ts'

export type QueueHandler = (event: SQSEvent) => Promise<SQSBatchResponse>

interface Route {
  readonly channel: string
  readonly connection: string
}

const adapterOf = ({ connections }: Wired, { channel, connection }: Route): ChannelAdapter => {
  const adapter = connections.find(channel, connection)
  if (adapter === undefined) throw new Error('the connection is not configured any more')
  return adapter
}

const bodyOf = async ({ ctx }: Wired, { body, bodyObject }: SpilledRequest): Promise<Uint8Array> => {
  if (bodyObject === undefined) return Buffer.from(body, 'base64')
  const stored = await ctx.objects.get(bodyObject)
  if (stored === undefined) throw new Error('the body of the spilled request is not in the object store')
  return stored
}

/** A webhook that could not be written when it came. It was verified then. */
const recordSpilled = async (wired: Wired, record: SQSRecord): Promise<void> => {
  const spilled = decodeSpilled(record.body)
  const { channel, connection, receivedAt, method, url, query, headers } = spilled
  const request = { method, url, query, headers, body: await bodyOf(wired, spilled) }
  const route = { channel, connection }
  wired.ctx.log('inbound', {
    ...route,
    ...(await recordDelivery(wired.ctx, adapterOf(wired, route), { ...route, receivedAt }, request)),
  })
}

/** Needed only where a mail is not there. */
const lateErase = late(async () => (await import('../core/erase/objects.ts')).wasErased)

/**
 * The mail itself, where the message only says where it lies; undefined where it was erased since. Another bucket than ours is
 * not read from.
 */
const loaded = async (wired: Wired, read: QueueRead & { readonly kind: 'delivery' }): Promise<Delivery | undefined> => {
  if (read.object === undefined) return read.delivery
  const { bucket, key } = read.object
  if (bucket !== wired.bucket) throw new Error('the message names an object in a bucket that is not the configured one')
  const body = await wired.ctx.objects.get(key)
  if (body === undefined) {
    const wasErased = await lateErase()
    if (await wasErased(wired.ctx, key)) return undefined
    throw new Error('the object that the message names is not there')
  }
  return { ...read.delivery, object: { name: key, body } }
}

/** A message of a connection's own queue: what only its provider's topic can write. */
const recordQueued = async (wired: Wired, record: SQSRecord, route: Route): Promise<void> => {
  const adapter = adapterOf(wired, route)
  const read = adapter.queue?.({ id: record.messageId, body: record.body })
  if (read === undefined) throw new Error('the connection is not fed by a queue any more')
  if (read.kind === 'ignore') return wired.ctx.log('inbound_ignored', { ...route, reason: read.reason })
  const received = { ...route, receivedAt: Number(record.attributes.SentTimestamp) }
  const delivery = await loaded(wired, read)
  if (delivery === undefined) return wired.ctx.log('inbound_ignored', { ...route, reason: 'the mail was erased' })
  const kept = await recordDelivery(wired.ctx, adapter, received, delivery)
  wired.ctx.log('inbound', { ...route, ...kept })
}

const routeOf = ({ inboundQueues }: Wired, { eventSourceARN }: SQSRecord): Route | undefined => {
  const [channel, connection] = inboundQueues[eventSourceARN]?.split('/') ?? []
  return channel === undefined || connection === undefined ? undefined : { channel, connection }
}

/**
 * Records what queues bring: webhooks that had to be spilled, and messages of connections that have a queue of their own.
 * What fails goes back to its queue, and in the end to its dead-letter queue.
 */
export const createInbound =
  (wired: Wired): QueueHandler =>
  async (event) => {
    const batchItemFailures: SQSBatchResponse['batchItemFailures'] = []
    for (const record of event.Records) {
      try {
        const route = routeOf(wired, record)
        await (route === undefined ? recordSpilled(wired, record) : recordQueued(wired, record, route))
      } catch (error) {
        wired.ctx.log('inbound_failed', { message: record.messageId, ...errorFields(error) })
        batchItemFailures.push({ itemIdentifier: record.messageId })
      }
    }
    return { batchItemFailures }
  }
