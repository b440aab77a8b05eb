import type { Delivery } from '../adapters/adapter.ts'
import type { Reread } from '../core/dead-letters/redrive.ts'
import type { Connections } from './connections.ts'
import type { WholeDelivery } from './record.ts'

const isWhole = (raw: unknown): raw is WholeDelivery =>
  typeof raw === 'object' && raw !== null && 'base64' in raw && typeof raw.base64 === 'string'

/** The delivery that was kept: whole, or the words of its body. Parts of one are read with what was around them, or not. */
const deliveryOf = (url: string, raw: unknown): Delivery | undefined => {
  const request = { method: 'POST', url, query: [], headers: {} }
  if (isWhole(raw))
    return { ...request, query: raw.query, headers: raw.headers, body: Buffer.from(raw.base64, 'base64') }
  return typeof raw === 'string' ? { ...request, body: Buffer.from(raw) } : undefined
}

/** Reads what was kept of a delivery with today's adapter of its connection. */
export const createReread =
  (connections: Connections, publicUrl: string): Reread =>
  async ({ channel, connection }, raw) => {
    const delivery = deliveryOf(`${publicUrl}/webhooks/${channel}/${connection}`, raw)
    try {
      return delivery && (await connections.find(channel, connection)?.parse(delivery))
    } catch {
      return undefined
    }
  }
