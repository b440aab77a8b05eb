import type { Context } from '../context.ts'
import { Problem } from '../problem.ts'
import type { Listed } from '../read.ts'
import { reachesAccount, type Principal } from '../reach.ts'
import type { DeadLetter } from '../schema/dead-letter.ts'
import { deadLetterKey, deadLettersOf } from '../store/keys.ts'
import { readKept } from './delivery.ts'
import { decodeDeadLetter, shopsOf, showDeadLetter, type DeadLetterRecord } from './item.ts'

export interface DeadLetterFilter {
  readonly channel?: string | undefined
  readonly kind?: string | undefined
  readonly reason?: string | undefined
}

export interface DeadLetterQuery extends DeadLetterFilter {
  readonly limit: number
  readonly after?: Readonly<Record<string, string>>
}

const matches = (filter: DeadLetterFilter, { channel, kind, reason }: DeadLetterRecord): boolean =>
  (filter.channel ?? channel) === channel && (filter.kind ?? kind) === kind && (filter.reason ?? reason) === reason

/** Those of a shop that are still dead, newest first. Filters leave out of a page what does not match. */
export const pageOfDeadLetters = async (
  ctx: Context,
  principal: Principal,
  query: DeadLetterQuery,
): Promise<Listed<DeadLetterRecord>> => {
  const { limit, after } = query
  const page = await ctx.table.query({
    ...deadLettersOf(principal.shop),
    reverse: true,
    limit,
    ...(after ? { after } : {}),
  })
  const data = page.items
    .map((item) => decodeDeadLetter(item, item.sk.slice(item.sk.indexOf('#') + 1)))
    .filter((letter) => matches(query, letter) && reachesAccount(principal, letter.channel, letter.account))
  return { data, next: page.next ?? null }
}

export const listDeadLetters = async (
  ctx: Context,
  principal: Principal,
  query: DeadLetterQuery,
): Promise<Listed<DeadLetter>> => {
  const { data, next } = await pageOfDeadLetters(ctx, principal, query)
  return { data: data.map(showDeadLetter), next }
}

/** The dead letter of this id, or not_found: also when it concerns only other shops, or an account out of reach. */
export const findDeadLetter = async (ctx: Context, principal: Principal, id: string): Promise<DeadLetterRecord> => {
  const item = await ctx.table.get(deadLetterKey(id), { consistent: true })
  const letter = item && decodeDeadLetter(item, id)
  const isOurs =
    letter !== undefined &&
    shopsOf(ctx, letter, letter.account).includes(principal.shop) &&
    reachesAccount(principal, letter.channel, letter.account)
  if (!isOurs) throw new Problem('not_found', `There is no dead letter ${id}.`)
  return letter
}

export const getDeadLetter = async (ctx: Context, principal: Principal, id: string): Promise<DeadLetter> =>
  showDeadLetter(await findDeadLetter(ctx, principal, id))

/**
 * The provider's own words of a dead letter: a person's data, for whoever mends what cannot read them. Never what was around
 * them in the delivery, which may be another shop's.
 */
export const getRaw = async (ctx: Context, principal: Principal, id: string): Promise<{ readonly raw: unknown }> => {
  const { fact } = await findDeadLetter(ctx, principal, id)
  const { slice: raw } = await readKept(ctx, fact)
  if (raw === undefined)
    throw new Problem('not_found', 'Of this dead letter nothing more is kept: raw payloads are for seven days.')
  return { raw }
}
