import { compact } from '../compact.ts'
import type { Context } from '../context.ts'
import { Problem } from '../problem.ts'
import type { AccountRef, Caller, Scope } from '../reach.ts'
import type { Listed } from '../read.ts'
import { same } from '../same.ts'
import type { ApiKey } from '../schema/key.ts'
import { apiKeyKey, apiKeyList } from '../store/keys.ts'
import { decodeKey, encodeKey, reachesKey, readToken, secretHash, tokenOf, type StoredKey } from './key.ts'

type Store = Pick<Context, 'table' | 'hash' | 'now'>

/** How often the last use of a key is written, at most. */
const USED_EVERY_MS = 5 * 60_000

const load = async ({ table }: Pick<Context, 'table'>, id: string): Promise<StoredKey | undefined> => {
  const item = await table.get(apiKeyKey(id), { consistent: true })
  return item && decodeKey(item)
}

/** The key that a token is of, as long as it is not revoked. Notes its use. */
export const useKey = async (ctx: Store, token: string): Promise<ApiKey | undefined> => {
  const parts = readToken(token)
  const stored = parts && (await load(ctx, parts.id))
  if (!stored || !same(stored.secretHash, secretHash(ctx.hash, parts.id, parts.secret))) return undefined
  const { view } = stored
  if (view.revokedAt !== null) return undefined
  const now = ctx.now()
  const due = now - USED_EVERY_MS
  if (view.lastUsedAt === null || view.lastUsedAt <= due)
    await ctx.table.update(
      apiKeyKey(view.id),
      { set: { used: now } },
      { any: [{ all: [{ exists: 'pk' }, { absent: 'used' }] }, { lt: ['used', due + 1] }] },
    )
  return view
}

export interface KeyRequest {
  readonly name: string
  readonly scopes: readonly Scope[]
  /** For every shop of the organisation, instead of the one the call is for. */
  readonly organisation: boolean
  readonly accounts?: readonly AccountRef[]
  /** The connector that speaks by it. */
  readonly connector?: string
}

const checkAccounts = (ctx: Pick<Context, 'directory'>, key: Pick<ApiKey, 'shop' | 'accounts'>): void => {
  const known = ctx.directory.accounts().filter(({ shop }) => key.shop === null || shop === key.shop)
  const errors = (key.accounts ?? []).flatMap(({ channel, account }, index) =>
    known.some((one) => one.channel === channel && one.id === account)
      ? []
      : [{ path: `/accounts/${index}`, message: 'name an account of the shop by its channel and its id' }],
  )
  if (errors.length > 0) throw new Problem('invalid_request', 'Some accounts are not there.', errors)
}

const forbidden = (detail: string): Problem => new Problem('forbidden', detail)

/**
 * Makes a key. `secret` has to be random: at least 192 bits in base64url. The token is told this once: where the same
 * request is repeated, the key is answered without it, since nobody knows it any more.
 */
export const createKey = async (
  ctx: Store & Pick<Context, 'directory'>,
  caller: Caller,
  idempotencyKey: string,
  request: KeyRequest,
  secret: string,
): Promise<{ readonly key: ApiKey; readonly token: string | null }> => {
  const { name, scopes, organisation, accounts, connector } = request
  const id = `key_${ctx.hash('api-key', caller.name, caller.shop, idempotencyKey)}`
  const view: ApiKey = {
    id,
    name,
    scopes: [...scopes],
    shop: organisation ? null : caller.shop,
    accounts: accounts?.map(({ channel, account }) => ({ channel, account })) ?? null,
    connector: connector ?? caller.connector ?? null,
    createdAt: ctx.now(),
    lastUsedAt: null,
    revokedAt: null,
  }
  if (caller.connector !== undefined && view.connector !== caller.connector)
    throw forbidden('The key of a connector cannot make one that speaks as another.')
  if (!reachesKey(caller, view)) throw forbidden('A key cannot make another that reaches more than it does itself.')
  checkAccounts(ctx, view)
  const bodyHash = ctx.hash('body', JSON.stringify(request))
  const item = encodeKey({ view, secretHash: secretHash(ctx.hash, id, secret), bodyHash })
  if (await ctx.table.put(item, { absent: 'pk' })) return { key: view, token: tokenOf(id, secret) }
  const stored = await load(ctx, id)
  if (stored?.bodyHash !== bodyHash)
    throw new Problem('idempotency_key_reused', 'This Idempotency-Key was used with another request.', [
      { path: 'Idempotency-Key', message: 'use a new key for another request' },
    ])
  return { key: stored.view, token: null }
}

/** The key of this id, or not_found: also when it is out of the caller's reach. */
export const getKey = async (ctx: Pick<Context, 'table'>, caller: Caller, id: string): Promise<ApiKey> => {
  const stored = await load(ctx, id)
  if (!stored || !reachesKey(caller, stored.view)) throw new Problem('not_found', `There is no key ${id}.`)
  return stored.view
}

/** The keys of the caller's shop, or those of the organisation, newest first; revoked ones too. */
export const listKeys = async (
  ctx: Pick<Context, 'table'>,
  caller: Caller,
  query: { readonly organisation: boolean; readonly limit: number; readonly after?: Readonly<Record<string, string>> },
): Promise<Listed<ApiKey>> => {
  const shop = query.organisation ? null : caller.shop
  const page = await ctx.table.query({
    ...apiKeyList(shop),
    limit: query.limit,
    reverse: true,
    ...compact({ after: query.after }),
  })
  // The index has the ids alone; a use or a revocation does not rewrite it.
  const items = await Promise.all(page.items.map(({ pk, sk }) => ctx.table.get({ pk, sk })))
  const keys = items.flatMap((item) => (item ? decodeKey(item).view : []))
  return { data: keys.filter((key) => reachesKey(caller, key)), next: page.next ?? null }
}

/** From now on nobody gets in by it. Revoked once and for all: repeating changes nothing. */
export const revokeKey = async (ctx: Pick<Context, 'table' | 'now'>, caller: Caller, id: string): Promise<ApiKey> => {
  await getKey(ctx, caller, id)
  await ctx.table.update(
    apiKeyKey(id),
    { set: { revoked: ctx.now() } },
    { all: [{ exists: 'pk' }, { absent: 'revoked' }] },
  )
  return getKey(ctx, caller, id)
}
