import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda'
import type { ChannelAdapter, WebhookReply, WebhookRequest } from '../adapters/adapter.ts'
import { errorFields } from './log.ts'
import { recordDelivery } from './record.ts'
import type { Wired } from './wire.ts'

export type WebhookHandler = (event: APIGatewayProxyEventV2) => Promise<APIGatewayProxyStructuredResultV2>

const text = (status: number, body: string): WebhookReply => ({
  status,
  headers: { 'content-type': 'text/plain; charset=utf-8' },
  body,
})

const result = ({ status, headers, body }: WebhookReply): APIGatewayProxyStructuredResultV2 => ({
  statusCode: status,
  headers: { ...headers },
  body,
})

/** The call as the provider made it: raw bytes, and the configured public URL, which is what providers sign. */
const toWebhookRequest = (event: APIGatewayProxyEventV2, publicUrl: string): WebhookRequest => {
  const query = event.rawQueryString
  return {
    method: event.requestContext.http.method,
    url: `${publicUrl}${event.rawPath}${query === '' ? '' : `?${query}`}`,
    query: [...new URLSearchParams(query)],
    headers: Object.fromEntries(
      Object.entries(event.headers).map(([name, value]) => [name.toLowerCase(), value ?? '']),
    ),
    body: Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8'),
  }
}

interface Route {
  readonly channel: string
  readonly connection: string
}

/** Writes the facts; when that fails, keeps the raw request in the spill queue. Only if both fail: not acknowledged. */
const keep = async (wired: Wired, route: Route, adapter: ChannelAdapter, request: WebhookRequest): Promise<boolean> => {
  const { ctx } = wired
  const receivedAt = ctx.now()
  try {
    ctx.log('webhook', { ...route, ...(await recordDelivery(ctx, adapter, { ...route, receivedAt }, request)) })
    return true
  } catch (error) {
    ctx.log('webhook_spilled', { ...route, ...errorFields(error) })
  }
  try {
    const { method, url, query, headers, body } = request
    await ctx.queues.spill({
      v: 1,
      ...route,
      method,
      url,
      query,
      headers,
      body: Buffer.from(body).toString('base64'),
      receivedAt,
    })
    return true
  } catch (error) {
    ctx.log('webhook_lost', { ...route, ...errorFields(error) })
    return false
  }
}

/** One straight line for every channel: handshake, verify, parse, record, acknowledge. Fails closed. */
export const createWebhook =
  (wired: Wired): WebhookHandler =>
  async (event) => {
    const [, , channel = '', connection = ''] = event.rawPath.split('/')
    const route = { channel, connection }
    const adapter = wired.connections.find(channel, connection)
    if (adapter?.webhook === undefined) return result(text(404, 'no such webhook'))
    const request = toWebhookRequest(event, wired.publicUrl)
    const handshake = adapter.webhook.handshake?.(request)
    if (handshake) return result(handshake)
    if (!adapter.webhook.verify(request)) {
      // Counted by a metric filter on `metric`; says nothing of what was in the request.
      wired.ctx.log('webhook_rejected', { ...route, metric: 'WebhookRejected', count: 1 })
      return result(text(401, 'invalid signature'))
    }
    const kept = await keep(wired, route, adapter, request)
    return result(kept ? adapter.webhook.ack(request) : text(503, 'try again later'))
  }
