import { createHash, timingSafeEqual } from 'node:crypto'
import type { MiddlewareHandler } from 'hono'
import type { Context } from '../../core/context.ts'
import { Problem } from '../../core/problem.ts'
import type { ApiEnv } from './env.ts'

const digest = (value: string): Buffer => createHash('sha256').update(value).digest()

/**
 * The configured key that was presented. Digests are compared, which have one length, and all of them, so that the time
 * taken tells nothing of any key. No key configured: nobody gets in.
 */
const keyOf = (header: string | undefined, apiKeys: readonly string[]): string | undefined => {
  const presented = digest(/^Bearer +(\S+)$/i.exec(header ?? '')?.[1] ?? '')
  return apiKeys.filter((key) => key !== '' && timingSafeEqual(digest(key), presented))[0]
}

const shopOf = (ctx: Context, named: string | undefined): string => {
  const shops = ctx.directory.shops()
  const shop = named === undefined ? shops[0] : shops.find(({ id }) => id === named)
  if (shop === undefined)
    throw new Problem('invalid_request', 'The header Parley-Shop names a shop that is not configured.', [
      { path: 'Parley-Shop', message: 'give the id of a configured shop (shp_…), or leave the header out' },
    ])
  return shop.id
}

/** Who calls: the name of a key, never the key itself, and the shop it acts for. A key acts for the whole organisation. */
export const authenticate =
  (ctx: Context, apiKeys: readonly string[]): MiddlewareHandler<ApiEnv> =>
  async (c, next) => {
    const key = keyOf(c.req.header('authorization'), apiKeys)
    if (key === undefined)
      throw new Problem('unauthorized', 'Send the header `Authorization: Bearer <key>` with a valid API key.')
    const name = `key_${ctx.hash('api-key', key).slice(0, 12)}`
    c.set('principal', { name, shop: shopOf(ctx, c.req.header('parley-shop')) })
    await next()
  }
