import { compact } from '../compact.ts'
import type { Context } from '../context.ts'
import { projectFact } from '../project/project.ts'
import { inboundFactKey, ownScope, recordFacts } from '../record.ts'
import type { Principal } from '../reach.ts'
import type { DeadLetter } from '../schema/dead-letter.ts'
import type { InboundFact } from '../schema/fact.ts'
import { loadPartition, type FactRecord } from '../store/facts.ts'
import { deadLetterKey, deadLetterOfShop } from '../store/keys.ts'
import { findDeadLetter, pageOfDeadLetters, type DeadLetterFilter } from './dead-letters.ts'
import { readDelivery, readKept } from './delivery.ts'
import { decodeDeadLetter, isRedriven, shopsOf, showDeadLetter, type DeadLetterRecord } from './item.ts'

/**
 * Reads a delivery once more with today's adapter of its connection. Undefined: what was kept is no delivery, or nothing of it can
 * be read.
 */
export type Reread = (
  where: Pick<DeadLetterRecord, 'channel' | 'connection'>,
  raw: unknown,
) => Promise<readonly InboundFact[] | undefined>

type InboundRecord = FactRecord & { readonly source: 'inbound' }

/** Deliveries that were read anew by this call, with what they say: several slices may have come in one. */
type Seen = Map<string, readonly InboundFact[] | undefined>

/** What the delivery says that the letter came in, or the letter itself where that was the whole of it. */
const factsOf = async (
  ctx: Context,
  reread: Reread,
  letter: DeadLetterRecord,
  seenAt: number,
  seen: Seen,
): Promise<readonly InboundFact[] | undefined> => {
  const { channel, connection } = letter
  const { slice, delivery } = await readKept(ctx, letter.fact)
  if (delivery !== undefined && seen.has(delivery)) return seen.get(delivery)
  const raw = delivery === undefined ? slice : await readDelivery(ctx, delivery)
  const facts = raw === undefined ? undefined : await reread(letter, raw)
  if (facts !== undefined)
    await recordFacts(ctx, { channel, connection, receivedAt: seenAt, facts, ...compact({ delivery }) })
  if (delivery !== undefined) seen.set(delivery, facts)
  return facts
}

/**
 * Whether it can be read by now: the delivery it came in says something, and of what still cannot be read there it is not. What
 * the delivery says is recorded as of when it was first seen, and projected like all facts; what was recorded then stays as it is.
 */
const readAnew = async (
  ctx: Context,
  reread: Reread,
  letter: DeadLetterRecord,
  record: InboundRecord,
  seen: Seen,
): Promise<boolean> => {
  const facts = await factsOf(ctx, reread, letter, record.seenAt, seen)
  if (facts === undefined) return false
  const unread = facts.filter((fact) => fact.kind === 'quarantine').map((fact) => ownScope(ctx, letter, fact))
  if (unread.length > 0 && unread.length === facts.length) return false
  return !unread.some(
    (fact) => fact.kind === 'quarantine' && inboundFactKey(ctx.hash, letter.channel, fact) === letter.fact,
  )
}

/** Whether it can be placed by now: if not, it is counted as a dead letter once more. */
const placeAnew = async (ctx: Context, letter: DeadLetterRecord): Promise<boolean> => {
  await projectFact(ctx, letter.fact)
  const item = await ctx.table.get(deadLetterKey(letter.id), { consistent: true })
  return Number(item?.['fails'] ?? 1) === letter.fails
}

/** Out of the lists of all shops it may have been in: that of its account, and those that its connection has. */
const unlist = async (ctx: Context, { id, at, fails, ...where }: DeadLetterRecord): Promise<void> => {
  const shops = new Set([...shopsOf(ctx, where, where.account), ...shopsOf(ctx, where, '')])
  for (const shop of shops) await ctx.table.delete(deadLetterOfShop(shop, at, id), { eq: ['fails', fails] })
}

const drive = async (
  ctx: Context,
  reread: Reread,
  letter: DeadLetterRecord,
  seen: Seen = new Map(),
): Promise<DeadLetterRecord> => {
  if (isRedriven(letter)) {
    // Whoever redrove it may have died before it was out of the lists.
    await unlist(ctx, letter)
    return letter
  }
  const { fact: record } = await loadPartition(ctx.table, letter.fact)
  if (record?.source !== 'inbound') return letter
  const works =
    record.fact.kind === 'quarantine' ? await readAnew(ctx, reread, letter, record, seen) : await placeAnew(ctx, letter)
  const key = deadLetterKey(letter.id)
  const change = { set: { done: letter.fails, redriven: ctx.now() } }
  const done = works ? await ctx.table.update(key, change, { eq: ['fails', letter.fails] }) : undefined
  if (done) await unlist(ctx, letter)
  ctx.log('redrive', { id: letter.id, channel: letter.channel, connection: letter.connection, works })
  const stands = done ?? (await ctx.table.get(key, { consistent: true }))
  return stands ? decodeDeadLetter(stands, letter.id) : letter
}

/** Tries a dead letter again with today's code and configuration. Answers how it stands; again, it changes nothing. */
export const redrive = async (ctx: Context, reread: Reread, principal: Principal, id: string): Promise<DeadLetter> =>
  showDeadLetter(await drive(ctx, reread, await findDeadLetter(ctx, principal, id)))

export interface Redriven {
  /** Those that are dead letters no more, and those that still are. */
  readonly redriven: number
  readonly open: number
  /** Goes on with older ones; null: those were all. */
  readonly next: Readonly<Record<string, string>> | null
}

/** So many at once: each is some reads and writes, and the caller waits. */
const AT_ONCE = 25

/** Tries a page of those that match a filter again, newest first. */
export const redriveAll = async (
  ctx: Context,
  reread: Reread,
  principal: Principal,
  filter: DeadLetterFilter & { readonly after?: Readonly<Record<string, string>> },
): Promise<Redriven> => {
  const { data, next } = await pageOfDeadLetters(ctx, principal, { ...filter, limit: AT_ONCE })
  const seen: Seen = new Map()
  let redriven = 0
  for (const { id } of data) {
    const item = await ctx.table.get(deadLetterKey(id), { consistent: true })
    if (item && isRedriven(await drive(ctx, reread, decodeDeadLetter(item, id), seen))) redriven += 1
  }
  return { redriven, open: data.length - redriven, next }
}
