import { compact } from '../compact.ts'
import type { Context } from '../context.ts'
import { endOfFeed, oldestKept } from '../feed-place.ts'
import type { Item } from '../ports.ts'
import { Problem } from '../problem.ts'
import { reachesAccount, type AccountRef, type Principal } from '../reach.ts'
import { dueKeys, endpointKey, endpointRange } from '../store/keys.ts'
import {
  decodeEndpoint,
  endpointIds,
  HEARTBEAT_MS,
  loadEndpoint,
  memberKey,
  type Endpoint,
  type EndpointSettings,
} from './endpoint.ts'
import { TRUSTED_MS } from './wake.ts'

/** The secret before the last rotation signs beside the new one for so long. */
const BOTH_SIGN_MS = 24 * 3_600_000

const missing = (id: string): Problem => new Problem('not_found', `There is no webhook endpoint ${id}.`)

/** A key that is limited to accounts knows of the endpoints that are limited to some of them. */
const isWithin = (principal: Pick<Principal, 'accounts'>, accounts: readonly AccountRef[] | undefined): boolean =>
  principal.accounts === undefined ||
  (accounts?.every(({ channel, account }) => reachesAccount(principal, channel, account)) ?? false)

/** The endpoint of this id, or not_found: also when it is out of the principal's reach. */
export const findEndpoint = async (ctx: Context, principal: Principal, id: string): Promise<Endpoint> => {
  const endpoint = await loadEndpoint(ctx, id)
  if (endpoint?.shop !== principal.shop || !isWithin(principal, endpoint.settings.accounts)) throw missing(id)
  return endpoint
}

/** All of the shop's, in the order of their ids. */
export const listEndpoints = async (ctx: Context, principal: Principal): Promise<readonly Endpoint[]> => {
  const ids = await endpointIds(ctx, principal.shop, true)
  const found = await Promise.all(ids.map((id) => loadEndpoint(ctx, id)))
  return found.filter((one) => one !== undefined).filter((one) => isWithin(principal, one.settings.accounts))
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

/** Makes an endpoint, which is sent what happens from now on. The same key is the same endpoint. */
export const createEndpoint = async (
  ctx: Context,
  principal: Principal,
  idempotencyKey: string,
  given: EndpointSettings,
): Promise<Endpoint> => {
  const { shop, name } = principal
  const settings = checked(principal, given)
  const id = `whk_${ctx.hash('whk', name, shop, idempotencyKey)}`
  const asked = ctx.hash('body', JSON.stringify(settings))
  const now = ctx.now()
  const item: Item = {
    ...endpointKey(id),
    v: 1,
    shop,
    settings: JSON.stringify(settings),
    asked,
    at: now,
    gen: 1,
    pos: await endOfFeed(ctx, shop),
    fails: 0,
    turn: 0,
    // Until then nobody who wakes endpoints may know of it.
    ...dueKeys(now + TRUSTED_MS, id),
  }
  await ctx.table.put(item, { absent: 'pk' })
  const stored = await ctx.table.get(endpointKey(id), { consistent: true })
  if (stored?.['asked'] !== asked || stored['settings'] === undefined) throw reused()
  await ctx.table.put({ ...memberKey(shop, id), v: 1 })
  return decodeEndpoint(stored)
}

export interface EndpointChange {
  readonly settings: (before: EndpointSettings) => EndpointSettings
  /** False pauses it; true lets it go on from where it was, whyever nothing was sent. */
  readonly enabled?: boolean
}

const enabling = async (ctx: Context, { shop, position, id, off }: Endpoint, enabled: boolean | undefined) => {
  if (enabled === undefined || enabled === (off === undefined)) return { set: {}, remove: [] }
  if (!enabled) return { set: { off: 'paused' }, remove: ['dpk', 'dsk', 'probe', 'step'] }
  const pos = Math.max(position, await oldestKept(ctx, shop))
  return { set: { pos, fails: 0, ...dueKeys(ctx.now() + HEARTBEAT_MS, id) }, remove: ['off', 'since', 'probe', 'step'] }
}

/** Changes what the shop says about an endpoint; writes of its worker and of others in between are not lost. */
export const changeEndpoint = async (
  ctx: Context,
  principal: Principal,
  id: string,
  { settings, enabled }: EndpointChange,
): Promise<Endpoint> => {
  for (;;) {
    const endpoint = await findEndpoint(ctx, principal, id)
    const after = checked(principal, settings(endpoint.settings))
    const { set, remove } = await enabling(ctx, endpoint, enabled)
    const item = await ctx.table.update(
      endpointKey(id),
      { set: { ...set, settings: JSON.stringify(after), turn: endpoint.turn + 1 }, remove },
      { all: [{ eq: ['turn', endpoint.turn] }, { exists: 'settings' }] },
    )
    if (item === undefined) continue
    await ctx.queues.notify(id, `changed ${endpoint.turn + 1}`)
    return decodeEndpoint(item)
  }
}

/** Nothing more is sent. Its attempts go with their time. */
export const deleteEndpoint = async (ctx: Context, principal: Principal, id: string): Promise<void> => {
  const { shop } = await findEndpoint(ctx, principal, id)
  await ctx.table.delete(memberKey(shop, id))
  // Its id stays taken: the call that made it makes no other.
  await ctx.table.update(endpointKey(id), { set: { deleted: ctx.now() }, remove: ['settings', 'dpk', 'dsk'] })
  for (let more = true; more;) {
    const { items } = await ctx.table.query({ ...endpointRange(id), limit: 100, consistent: true })
    const waiting = items.filter(({ sk }) => sk !== endpointKey(id).sk)
    for (const { pk, sk } of waiting) await ctx.table.delete({ pk, sk })
    more = waiting.length > 0
  }
}

/** Signs with a new secret; with the one before as well for 24 hours. The same key rotates once. */
export const rotateSecret = async (
  ctx: Context,
  principal: Principal,
  idempotencyKey: string,
  id: string,
): Promise<Endpoint> => {
  const by = ctx.hash('rotate', principal.name, principal.shop, id, idempotencyKey)
  for (;;) {
    const endpoint = await findEndpoint(ctx, principal, id)
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
