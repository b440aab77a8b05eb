import type { Context } from './context.ts'
import { appendEvent } from './feed.ts'
import type { Item } from './ports.ts'
import type { Account } from './schema/directory.ts'
import type { Failure } from './schema/failure.ts'
import type { OutboundFact } from './store/facts.ts'
import { accountKey } from './store/keys.ts'

/** What all messages of an account wait for. Times in ms since epoch. */
export interface AccountState {
  readonly needsReauth: boolean
  readonly probeAt: number
  readonly pausedUntil: number
}

type Ref = Pick<Account, 'shop' | 'channel' | 'connection' | 'id'>
const refOf = (fact: OutboundFact): Ref => ({ ...fact, id: fact.address.account })
const keyOf = (ctx: Context, fact: OutboundFact) =>
  accountKey(ctx.hash, fact.channel, fact.connection, fact.address.account)

/** Tells a change of health that nobody has told: also one whose writer died before it could. */
export const tellHealth = async (ctx: Context, ref: Ref, item: Item): Promise<void> => {
  const { channel, connection, shop, id } = ref
  const [health, since] = [String(item['health']), String(item['since'])]
  await appendEvent(ctx, {
    type: 'channel.health_changed',
    shop,
    subject: id,
    key: [channel, connection, id, health, since],
    data: { channel, connection, account: id, health, reason: item['reason'] ?? null },
  })
  await ctx.table.update(accountKey(ctx.hash, channel, connection, id), { set: { told: since } })
}

export const readAccountState = async (ctx: Context, fact: OutboundFact): Promise<AccountState> => {
  const item = await ctx.table.get(keyOf(ctx, fact))
  if (item?.['since'] !== undefined && item['told'] !== String(item['since'])) await tellHealth(ctx, refOf(fact), item)
  return {
    needsReauth: item?.['health'] === 'reauth_required',
    probeAt: Number(item?.['probe'] ?? 0),
    pausedUntil: Number(item?.['pause'] ?? 0),
  }
}

/** The provider throttles the whole account: nobody sends from it before this time. */
export const pauseAccount = async (ctx: Context, fact: OutboundFact, until: number): Promise<void> => {
  await ctx.table.update(
    keyOf(ctx, fact),
    { set: { pause: until } },
    { any: [{ absent: 'pause' }, { lt: ['pause', until] }] },
  )
}

/** The provider refused the credentials: everything from the account is held until one message goes through. */
export const holdAccount = async (ctx: Context, fact: OutboundFact, failure: Failure): Promise<number> => {
  const now = ctx.now()
  const probe = now + ctx.settings.probeMs
  const reason = failure.provider?.code ?? failure.code
  const held = await ctx.table.update(
    keyOf(ctx, fact),
    { set: { health: 'reauth_required', reason, since: now, probe } },
    { any: [{ absent: 'health' }, { eq: ['health', 'healthy'] }, { eq: ['health', 'degraded'] }] },
  )
  // With every try that is refused, so that the alarm lasts as long as the trouble.
  ctx.log('reauth_required', { channel: fact.channel, connection: fact.connection, metric: 'ReauthRequired', count: 1 })
  if (held) await tellHealth(ctx, refOf(fact), held)
  return probe
}

/** A message went through: what was held may follow. */
export const releaseAccount = async (ctx: Context, fact: OutboundFact): Promise<void> => {
  const released = await ctx.table.update(
    keyOf(ctx, fact),
    { set: { health: 'healthy', since: ctx.now() }, remove: ['reason', 'probe'] },
    { eq: ['health', 'reauth_required'] },
  )
  if (released) await tellHealth(ctx, refOf(fact), released)
}

/** The try came to an end before the credentials were looked at: the next message may try at once. */
export const returnProbe = async (ctx: Context, fact: OutboundFact): Promise<void> => {
  await ctx.table.update(keyOf(ctx, fact), { set: { probe: ctx.now() } }, { eq: ['health', 'reauth_required'] })
}

/** Takes the turn to try an account that needs new credentials; others wait for the result. */
export const takeProbe = async (ctx: Context, fact: OutboundFact, seenProbe: number): Promise<boolean> => {
  const next = ctx.now() + ctx.settings.probeMs
  return (
    (await ctx.table.update(
      keyOf(ctx, fact),
      { set: { probe: next } },
      seenProbe === 0 ? { absent: 'probe' } : { eq: ['probe', seenProbe] },
    )) !== undefined
  )
}
