import { createHash, timingSafeEqual } from 'node:crypto'
import type { MiddlewareHandler } from 'hono'
import { compact } from '../../core/compact.ts'
import type { Context } from '../../core/context.ts'
import { useKey } from '../../core/keys/keys.ts'
import { Problem } from '../../core/problem.ts'
import type { Caller } from '../../core/reach.ts'
import type { ApiKey } from '../../core/schema/key.ts'
import type { ApiEnv } from './env.ts'

const digest = (value: string): Buffer => createHash('sha256').update(value).digest()

/**
 * Whether the token is a configured one. Digests are compared, which have one length, and all of them, so that the time
 * taken tells nothing of any key. No key configured: nobody gets in by one.
 */
const isRoot = (token: string, apiKeys: readonly string[]): boolean => {
  const presented = digest(token)
  return apiKeys.filter((key) => key !== '' && timingSafeEqual(digest(key), presented)).length > 0
}

type Known = Pick<ApiKey, 'id' | 'scopes' | 'shop' | 'accounts' | 'connector'>

/** The configured key. Its name stays the same when its secret is rotated: what it sent under an Idempotency-Key stays sent. */
const ROOT: Known = { id: 'key_root', scopes: ['admin'], shop: null, accounts: null, connector: null }

const tokenIn = (header: string | undefined): string => /^Bearer +(\S+)$/i.exec(header ?? '')?.[1] ?? ''

/** The shop of the call. A shop that the key is not for is refused in the same words as one that is not configured. */
const shopOf = (ctx: Context, key: Known, named: string | undefined): string => {
  const shops = ctx.directory.shops().filter(({ id }) => key.shop === null || id === key.shop)
  const shop = named === undefined ? shops[0] : shops.find(({ id }) => id === named)
  if (shop === undefined)
    throw new Problem('invalid_request', 'The header Parley-Shop names a shop that is not configured.', [
      { path: 'Parley-Shop', message: 'give the id of a configured shop (shp_…), or leave the header out' },
    ])
  return shop.id
}

/** Who calls: the name of a key, never the key itself, the shop it acts for, and what it may do and reach. */
export const authenticate =
  (ctx: Context, apiKeys: readonly string[]): MiddlewareHandler<ApiEnv> =>
  async (c, next) => {
    const token = tokenIn(c.req.header('authorization'))
    const key: Known | undefined = isRoot(token, apiKeys) ? ROOT : await useKey(ctx, token)
    if (key === undefined)
      throw new Problem('unauthorized', 'Send the header `Authorization: Bearer <key>` with a valid API key.')
    const caller: Caller = {
      name: key.id,
      shop: shopOf(ctx, key, c.req.header('parley-shop')),
      scopes: key.scopes,
      organisation: key.shop === null,
      ...compact({ accounts: key.accounts ?? undefined, connector: key.connector ?? undefined }),
    }
    c.set('principal', caller)
    await next()
  }
