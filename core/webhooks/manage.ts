import { compact } from '../compact.ts'
import type { Context } from '../context.ts'
import { endOfFeed, oldestKept } from '../feed-place.ts'
import type { Item } from '../ports.ts'
import { Problem } from '../problem.ts'
import { reachesAccount, type AccountRef, type Caller, type Principal } from '../reach.ts'
import { dueKeys, endpointKey, endpointRange, placesInFeedsRange } from '../store/keys.ts'
import {
  decodeEndpoint,
  endpointIds,
  HEARTBEAT_MS,
  loadEndpoint,
  memberKey,
  type Endpoint,
  type EndpointSettings,
} from './endpoint.ts'
import { putPlace, shopsFor } from './feeds.ts'
import { TRUSTED_MS } from './wake.ts'

/** The secret before the last rotation signs beside the new one for so long. */
const BOTH_SIGN_MS = 24 * 3_600_000

const missing = (id: string): Problem => new Problem('not_found', `There is no webhook endpoint ${id}.`)

/** A key that is limited to accounts knows of the endpoints that are limited to some of them. */
const isWithin = (principal: Pick<Principal, 'accounts'>, accounts: readonly AccountRef[] | undefined): boolean =>
  principal.accounts === undefined ||
  (accounts?.every(({ channel, account }) => reachesAccount(principal, channel, account)) ?? false)

/** Who asks, and whether for all shops: only they know of endpoints of the organisation. */
export type Manager = Principal & Partial<Pick<Caller, 'organisation'>>

const reachesEndpoint = (manager: Manager, { shop, settings }: Pick<Endpoint, 'shop' | 'settings'>): boolean =>
  (shop === null ? manager.organisation === true : shop === manager.shop) && isWithin(manager, settings.accounts)

/** The endpoint of this id, or not_found: also when it is out of the manager's reach. */
export const findEndpoint = async (ctx: Context, manager: Manager, id: string): Promise<Endpoint> => {
  const endpoint = await loadEndpoint(ctx, id)
  if (endpoint === undefined || !reachesEndpoint(manager, endpoint)) throw missing(id)
  return endpoint
}

/** All of the shop's, or of the organisation's, in the order of their ids. */
export const listEndpoints = async (
  ctx: Context,
  manager: Manager,
  { organisation }: Whose = {},
): Promise<readonly Endpoint[]> => {
  const ids = await endpointIds(ctx, organisation === true ? null : manager.shop, true)
  const found = await Promise.all(ids.map((id) => loadEndpoint(ctx, id)))
  return found.filter((one) => one !== undefined).filter((one) => reachesEndpoint(manager, one))
}

/** Of the shop that the call is for, or of the organisation. */
export interface Whose {
  readonly organisation?: boolean
}

const unusable = (message: string): Problem =>
  new Problem('invalid_request', 'These shops cannot be named.', [{ path: '/shops', message }])

/** Shops that were named before may be gone from the configuration: they are sent nothing, and hinder nobody. */
const checkShops = (
  ctx: Context,
  shop: string | null,
  named: readonly string[] | undefined,
  before: readonly string[],
): void => {
  if (named === undefined) return
  if (shop !== null) throw unusable('leave this out: the endpoint is of one shop; those of the organisation name shops')
  const known = new Set([...before, ...ctx.directory.shops().map(({ id }) => id)])
  if (!named.every((one) => known.has(one))) throw unusable('name shops that are configured')
}

const checked = (principal: Principal, settings: EndpointSettings): EndpointSettings => {
  const accounts = settings.accounts ?? principal.accounts
  if (!isWithin(principal, accounts))
    throw new Problem('invalid_request', 'The key is limited to some accounts.', [
      { path: '/accounts', message: 'name accounts that this key is for, or leave it out' },
    ])
  return { ...settings, ...compact({ accounts }) }
}

const reused = (): Problem =>
  new Problem('idempotency_key_reused', 'This Idempotency-Key was used with another request.', [
    { path: 'Idempotency-Key', message: 'use a new key for another request' },
  ])

/** Where the feeds of these shops end now. What was there before is sent to nobody new. */
const placeAtEnds = (ctx: Context, id: string, shops: readonly string[]): Promise<unknown> =>
  Promise.all(shops.map(async (shop) => putPlace(ctx, id, { shop, position: await endOfFeed(ctx, shop) })))

/**
 * Makes an endpoint, which is sent what happens from now on: in the shop, or in all shops of the organisation. The same key is
 * the same endpoint.
 */
export const createEndpoint = async (
  ctx: Context,
  manager: Manager,
  idempotencyKey: string,
  given: EndpointSettings,
  { organisation = false }: Whose = {},
): Promise<Endpoint> => {
  const { name } = manager
  if (organisation && manager.organisation !== true)
    throw new Problem('forbidden', 'This needs an API key of the organisation.')
  const shop = organisation ? null : manager.shop
  checkShops(ctx, shop, given.shops, [])
  const settings = checked(manager, given)
  const id = `whk_${ctx.hash('whk', name, manager.shop, idempotencyKey)}`
  const asked = ctx.hash('body', JSON.stringify(settings), ...(organisation ? ['organisation'] : []))
  const now = ctx.now()
  const item: Item = {
    ...endpointKey(id),
    v: 1,
    ...(shop === null ? {} : { shop, pos: await endOfFeed(ctx, shop) }),
    settings: JSON.stringify(settings),
    asked,
    at: now,
    gen: 1,
    fails: 0,
    turn: 0,
    // Until then nobody who wakes endpoints may know of it.
    ...dueKeys(now + TRUSTED_MS, id),
  }
  if (await ctx.table.put(item, { absent: 'pk' }))
    await placeAtEnds(ctx, id, shop === null ? shopsFor(ctx, { shop, settings }) : [])
  const stored = await ctx.table.get(endpointKey(id), { consistent: true })
  if (stored?.['asked'] !== asked || stored['settings'] === undefined) throw reused()
  await ctx.table.put({ ...memberKey(shop, id), v: 1 })
  return decodeEndpoint(stored)
}

const changedMeanwhile = (): Problem =>
  new Problem('precondition_failed', 'The endpoint has changed since the version you have seen.', [
    { path: 'If-Match', message: 'read it again, and decide anew' },
  ])

export interface EndpointChange {
  readonly settings: (before: EndpointSettings) => EndpointSettings
  /** False pauses it; true lets it go on from where it was, whyever nothing was sent. */
  readonly enabled?: boolean
  /** Refused where somebody changed it since this version. */
  readonly ifVersion?: number
}

/** What the feeds do not keep any more is not looked for. */
const placeWhereKept = async (ctx: Context, endpoint: Endpoint): Promise<{ readonly pos?: number }> => {
  const { id, shop, position } = endpoint
  if (shop !== null) return { pos: Math.max(position, await oldestKept(ctx, shop)) }
  const feeds = shopsFor(ctx, endpoint).map(async (one) => ({ shop: one, position: await oldestKept(ctx, one) }))
  for (const feed of await Promise.all(feeds)) await putPlace(ctx, id, feed)
  return {}
}

const enabling = async (ctx: Context, endpoint: Endpoint, enabled: boolean | undefined) => {
  const { id, off } = endpoint
  if (enabled === undefined || enabled === (off === undefined)) return { set: {}, remove: [] }
  if (!enabled) return { set: { off: 'paused' }, remove: ['dpk', 'dsk', 'probe', 'step'] }
  const due = dueKeys(ctx.now() + HEARTBEAT_MS, id)
  return {
    set: { ...(await placeWhereKept(ctx, endpoint)), fails: 0, ...due },
    remove: ['off', 'since', 'probe', 'step'],
  }
}

/** Of shops that it was not sent the events of, it is sent what happens from now on. */
const placeInNew = async (ctx: Context, before: Endpoint, settings: EndpointSettings): Promise<void> => {
  if (before.shop !== null) return
  const known = shopsFor(ctx, before)
  const now = shopsFor(ctx, { shop: null, settings })
  await placeAtEnds(
    ctx,
    before.id,
    now.filter((shop) => !known.includes(shop)),
  )
}

/** Changes what the shop says about an endpoint; writes of its worker and of others in between are not lost. */
export const changeEndpoint = async (
  ctx: Context,
  manager: Manager,
  id: string,
  { settings, enabled, ifVersion }: EndpointChange,
): Promise<Endpoint> => {
  for (;;) {
    const endpoint = await findEndpoint(ctx, manager, id)
    if (ifVersion !== undefined && ifVersion !== endpoint.version) throw changedMeanwhile()
    const after = checked(manager, settings(endpoint.settings))
    checkShops(ctx, endpoint.shop, after.shops, endpoint.settings.shops ?? [])
    await placeInNew(ctx, endpoint, after)
    const { set, remove } = await enabling(ctx, endpoint, enabled)
    const item = await ctx.table.update(
      endpointKey(id),
      { set: { ...set, settings: JSON.stringify(after), turn: endpoint.turn + 1, ver: endpoint.version + 1 }, remove },
      { all: [{ eq: ['turn', endpoint.turn] }, { exists: 'settings' }] },
    )
    if (item === undefined) continue
    await ctx.queues.notify(id, `changed ${endpoint.turn + 1}`)
    return decodeEndpoint(item)
  }
}

/** Nothing more is sent. Its attempts go with their time. */
export const deleteEndpoint = async (ctx: Context, manager: Manager, id: string): Promise<void> => {
  const { shop } = await findEndpoint(ctx, manager, id)
  await ctx.table.delete(memberKey(shop, id))
  // Its id stays taken: the call that made it makes no other.
  await ctx.table.update(endpointKey(id), { set: { deleted: ctx.now() }, remove: ['settings', 'dpk', 'dsk'] })
  for (const range of [placesInFeedsRange(id), endpointRange(id)])
    for (let more = true; more;) {
      const { items } = await ctx.table.query({ ...range, limit: 100, consistent: true })
      const waiting = items.filter(({ sk }) => sk !== endpointKey(id).sk)
      for (const { pk, sk } of waiting) await ctx.table.delete({ pk, sk })
      more = waiting.length > 0
    }
}

/** Signs with a new secret; with the one before as well for 24 hours. The same key rotates once. */
export const rotateSecret = async (
  ctx: Context,
  manager: Manager,
  idempotencyKey: string,
  id: string,
): Promise<Endpoint> => {
  const by = ctx.hash('rotate', manager.name, manager.shop, id, idempotencyKey)
  for (;;) {
    const endpoint = await findEndpoint(ctx, manager, id)
    const item = await ctx.table.get(endpointKey(id), { consistent: true })
    if (item?.['rotated'] === by) return decodeEndpoint(item)
    const { generation } = endpoint
    const rotated = await ctx.table.update(
      endpointKey(id),
      { set: { gen: generation + 1, until: ctx.now() + BOTH_SIGN_MS, rotated: by } },
      { all: [{ eq: ['gen', generation] }, { exists: 'settings' }] },
    )
    if (rotated !== undefined) return decodeEndpoint(rotated)
  }
}
