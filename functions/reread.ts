import type { Delivery } from '../adapters/adapter.ts'
import type { Context } from '../core/context.ts'
import type { Reread } from '../core/dead-letters/redrive.ts'
import type { Connections } from './connections.ts'
import { storeObjects, type WholeDelivery } from './record.ts'

const isWhole = (raw: unknown): raw is WholeDelivery =>
  typeof raw === 'object' && raw !== null && 'base64' in raw && typeof raw.base64 === 'string'

type Objects = Pick<Context, 'objects'>

/** What the delivery is about, where it is kept by itself; undefined where that is gone, and nothing can be read any more. */
const objectOf = async ({ objects }: Objects, name: string): Promise<Pick<Delivery, 'object'> | undefined> => {
  const body = await objects.get(name)
  return body && { object: { name, body } }
}

/** The delivery that was kept: whole, or the words of its body. A slice of one is nothing by itself. */
const deliveryOf = async (ctx: Objects, url: string, raw: unknown): Promise<Delivery | undefined> => {
  const request = { method: 'POST', url, query: [], headers: {} }
  if (typeof raw === 'string') return { ...request, body: Buffer.from(raw) }
  if (!isWhole(raw)) return undefined
  const object = raw.object === undefined ? {} : await objectOf(ctx, raw.object)
  const { query, headers } = raw
  return object && { ...request, query, headers, ...object, body: Buffer.from(raw.base64, 'base64') }
}

/** Reads what was kept of a delivery with today's adapter of its connection, the files within it as well. */
export const createReread =
  (ctx: Objects & Pick<Context, 'publicUrl'>, connections: Connections): Reread =>
  async ({ channel, connection }, raw) => {
    const adapter = connections.find(channel, connection)
    const delivery = await deliveryOf(ctx, `${ctx.publicUrl}/webhooks/${channel}/${connection}`, raw)
    if (adapter === undefined || delivery === undefined) return undefined
    try {
      const facts = await adapter.parse(delivery)
      await storeObjects(ctx, adapter, delivery)
      return facts
    } catch {
      return undefined
    }
  }
