import type { Context } from '../context.ts'
import { endpointIds } from './endpoint.ts'

/**
 * For so long a process trusts what it read of a shop's endpoints. A new one begins by itself after that; until then what happens
 * may be late by as much, and in the cloud by a minute more, so it is short: the reads it spares matter only to a busy shop.
 */
export const TRUSTED_MS = 1000

/**
 * Names an endpoint of the organisation and the one feed in which something happened. Wake-ups of one name are worked one after
 * the other, so that a busy shop does not keep the others waiting.
 */
const wakeFor = (endpoint: string, shop: string): string => `${endpoint}/${shop}`

export const readWake = (wake: string): { readonly endpoint: string; readonly shop: string | undefined } => {
  const [endpoint = '', shop] = wake.split('/')
  return { endpoint, shop }
}

/**
 * Wakes the endpoints of the shop that an event is of, and the organisation's, these for this shop's feed. Without any it costs
 * two small reads a second at most; what fails here is made good by the endpoint's heartbeat.
 */
export const createOnEvent = (ctx: Pick<Context, 'table' | 'queues' | 'now' | 'log'>): Context['onEvent'] => {
  const known = new Map<string | null, { readonly until: number; readonly ids: Promise<readonly string[]> }>()
  const idsOf = (shop: string | null): Promise<readonly string[]> => {
    const found = known.get(shop)
    if (found !== undefined && found.until > ctx.now()) return found.ids
    const ids = endpointIds(ctx, shop, false)
    known.set(shop, { until: ctx.now() + TRUSTED_MS, ids })
    return ids
  }
  return async (shop, cause) => {
    try {
      const [own, organisation] = await Promise.all([idsOf(shop), idsOf(null)])
      const wakes = [...own, ...organisation.map((id) => wakeFor(id, shop))]
      for (const wake of wakes) await ctx.queues.notify(wake, cause)
    } catch (error) {
      known.delete(shop)
      known.delete(null)
      ctx.log('wake_failed', { shop, error: error instanceof Error ? error.name : 'unknown' })
    }
  }
}
