import type { Context } from '../context.ts'
import { endpointIds } from './endpoint.ts'

/** For so long a process trusts what it read of a shop's endpoints. A new one begins by itself after that. */
export const TRUSTED_MS = 10_000

/**
 * Wakes the endpoints of the shop that an event is of. A shop without any costs one small read in ten seconds; what fails here is
 * made good by the endpoint's heartbeat.
 */
export const createOnEvent = (ctx: Pick<Context, 'table' | 'queues' | 'now' | 'log'>): Context['onEvent'] => {
  const known = new Map<string, { readonly until: number; readonly ids: Promise<readonly string[]> }>()
  const idsOf = (shop: string): Promise<readonly string[]> => {
    const found = known.get(shop)
    if (found !== undefined && found.until > ctx.now()) return found.ids
    const ids = endpointIds(ctx, shop, false)
    known.set(shop, { until: ctx.now() + TRUSTED_MS, ids })
    return ids
  }
  return async (shop, event) => {
    try {
      for (const id of await idsOf(shop)) await ctx.queues.notify(id, event)
    } catch (error) {
      known.delete(shop)
      ctx.log('wake_failed', { shop, error: error instanceof Error ? error.name : 'unknown' })
    }
  }
}
