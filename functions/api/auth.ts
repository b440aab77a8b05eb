import { createHash, timingSafeEqual } from 'node:crypto'
import type { Context as Call, MiddlewareHandler } from 'hono'
import { compact } from '../../core/compact.ts'
import type { Context } from '../../core/context.ts'
import { useKey } from '../../core/keys/keys.ts'
import { useSession } from '../../core/people/sessions.ts'
import { Problem } from '../../core/problem.ts'
import type { Caller } from '../../core/reach.ts'
import type { ApiKey } from '../../core/schema/key.ts'
import type { Person } from '../../core/schema/person.ts'
import { readSession, refuseForeign } from './cookie.ts'
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

/** The shop of the call. A shop that the caller is not for is refused in the same words as one that is not configured. */
const shopOf = (ctx: Context, own: string | null, named: string | undefined): string => {
  const shops = ctx.directory.shops().filter(({ id }) => own === null || id === own)
  const shop = named === undefined ? shops[0] : shops.find(({ id }) => id === named)
  if (shop === undefined)
    throw new Problem('invalid_request', 'The header Parley-Shop names a shop that is not configured.', [
      { path: 'Parley-Shop', message: 'give the id of a configured shop (shp_…), or leave the header out' },
    ])
  return shop.id
}

const ofKey = (ctx: Context, c: Call<ApiEnv>, key: Known): Caller => ({
  name: key.id,
  shop: shopOf(ctx, key.shop, c.req.header('parley-shop')),
  scopes: key.scopes,
  organisation: key.shop === null,
  ...compact({ accounts: key.accounts ?? undefined, connector: key.connector ?? undefined }),
})

/** A person as a caller: what their role is today counts. */
export const callerOf = (ctx: Context, c: Call<ApiEnv>, { id, name, avatarUrl, role, shop }: Person): Caller => ({
  name: id,
  shop: shopOf(ctx, shop, c.req.header('parley-shop')),
  scopes: [role === 'admin' ? 'admin' : 'write'],
  organisation: shop === null,
  person: { id, name, avatarUrl },
})

const byKey = async (ctx: Context, c: Call<ApiEnv>, apiKeys: readonly string[]): Promise<Caller> => {
  const token = tokenIn(c.req.header('authorization'))
  const key: Known | undefined = isRoot(token, apiKeys) ? ROOT : await useKey(ctx, token)
  if (key === undefined)
    throw new Problem('unauthorized', 'Send the header `Authorization: Bearer <key>` with a valid API key.')
  return ofKey(ctx, c, key)
}

const bySession = async (ctx: Context, c: Call<ApiEnv>, token: string): Promise<Caller> => {
  refuseForeign(ctx, c)
  const used = await useSession(ctx, token)
  if (used === undefined) throw new Problem('unauthorized', 'This session has ended: sign in again.')
  c.set('session', used.session)
  return callerOf(ctx, c, used.person)
}

/**
 * Who calls: the name of a key, or of a person who is signed in, never the key or the session itself, the shop they act for, and
 * what they may do and reach. A key goes before a session: a program says by it who it is. `open`: method and path of what
 * anyone may call.
 */
export const authenticate =
  (ctx: Context, apiKeys: readonly string[], open: ReadonlySet<string>): MiddlewareHandler<ApiEnv> =>
  async (c, next) => {
    if (open.has(`${c.req.method} ${c.req.path}`)) return next()
    const session = c.req.header('authorization') === undefined ? readSession(ctx, c) : undefined
    c.set('principal', session === undefined ? await byKey(ctx, c, apiKeys) : await bySession(ctx, c, session))
    return next()
  }
