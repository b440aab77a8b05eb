import type { Guard, Item, Key, Table } from '../ports.ts'
import type { Alias } from '../schema/identity.ts'

/** What aliases are bound to: addresses to conversations, aliases to contacts. Both follow the same rules. */
export interface Binding {
  readonly key: (alias: Alias) => Key
  /** The id an unbound alias starts. Derived, never random: racing writers make the same one. */
  readonly idOf: (alias: Alias) => string
  /** What stands for a user id beside a phone: an erased person's is not to be read there. */
  readonly mark: (alias: Alias) => string
  /** The id that carries on, when this one was linked into another. */
  readonly rootOf: (id: string) => Promise<string>
}

export interface Bound {
  /** What the aliases are bound to now. Several when they proved to be one. */
  readonly id: string
  readonly links: readonly (readonly [string, string])[]
  /** The phone is bound to another person: the two are never merged silently. */
  readonly conflict?: { readonly phone: Alias; readonly boundTo: string; readonly stated: Alias }
}

const ID_ATTRIBUTE = 'id'
/** A number changes hands rarely; claims that go to and fro end here, and the user ids alone tell people apart. */
const MAX_GENERATIONS = 4

const generationOf = (alias: Alias, generation: string): Alias => ({ ...alias, value: `${alias.value} ${generation}` })

/**
 * A phone may pass from one person to another. From then on it is an alias of the next generation, unbound again, while
 * what was first seen before still belongs to whom it was bound to.
 */
const currentGeneration = async (
  table: Table,
  binding: Binding,
  alias: Alias,
  seenAt: number,
): Promise<{ readonly alias: Alias; readonly item: Item | undefined; readonly depth: number }> => {
  for (let current = alias, depth = 0; ; depth += 1) {
    const item = await table.get(binding.key(current), { consistent: true })
    const next = item?.['next']
    if (next === undefined || Number(item?.['next_at']) > seenAt) return { alias: current, item, depth }
    current = generationOf(current, String(next))
  }
}

/** Ends what the phone is bound to: whoever states it from this time on is another person. */
export const endGeneration = async (
  table: Table,
  binding: Binding,
  alias: Alias,
  generation: string,
  seenAt: number,
): Promise<Alias | undefined> => {
  const { alias: current, depth } = await currentGeneration(table, binding, alias, seenAt)
  if (depth >= MAX_GENERATIONS) return undefined
  const change = { init: { next: generation, next_at: seenAt } }
  const item = await table.update(binding.key(current), change, {
    any: [{ absent: 'next' }, { gt: ['next_at', seenAt] }],
  })
  return item?.['next'] === generation ? generationOf(current, generation) : undefined
}

const bindOne = async (table: Table, binding: Binding, alias: Alias, id: string | undefined): Promise<string> => {
  const key = binding.key(alias)
  const known = await table.get(key, { consistent: true })
  if (known?.[ID_ATTRIBUTE] !== undefined) return String(known[ID_ATTRIBUTE])
  const item = await table.update(key, { init: { [ID_ATTRIBUTE]: id ?? binding.idOf(alias) } })
  return String(item?.[ID_ATTRIBUTE])
}

/** Binds the phone and records which user id goes with it; refused when it already goes with another. */
const bindPhone = async (
  table: Table,
  binding: Binding,
  phone: Alias,
  user: Alias,
  seed: string | undefined,
): Promise<string | undefined> => {
  const key = binding.key(phone)
  const known = await table.get(key, { consistent: true })
  const mark = binding.mark(user)
  // The first release kept the id itself.
  if (known?.['user'] === mark || known?.['user'] === user.value) return String(known[ID_ATTRIBUTE])
  if (known?.['user'] !== undefined) return undefined
  const guard: Guard = { any: [{ absent: 'user' }, { eq: ['user', mark] }] }
  const item = await table.update(key, { init: { [ID_ATTRIBUTE]: seed ?? binding.idOf(phone), user: mark } }, guard)
  return item && String(item[ID_ATTRIBUTE])
}

/** Aliases that name one person on one channel. Others (a parent BSUID, which a whole company shares) bind nothing. */
const isUserId = (alias: Alias): boolean => alias.type !== 'phone' && alias.type !== 'wa_parent_bsuid'

/** A user id that was made anew states the phone of its owner: nobody else does. */
const isOwners = async (table: Table, binding: Binding, owner: Item | undefined, user: Alias): Promise<boolean> => {
  const known = await table.get(binding.key(user), { consistent: true })
  if (owner?.[ID_ATTRIBUTE] === undefined || known?.[ID_ATTRIBUTE] === undefined) return false
  const [a, b] = [String(owner[ID_ATTRIBUTE]), String(known[ID_ATTRIBUTE])]
  return a === b || (await binding.rootOf(a)) === (await binding.rootOf(b))
}

const bindBoth = async (
  table: Table,
  binding: Binding,
  phone: Alias,
  user: Alias,
  seenAt: number,
  seed: string | undefined,
): Promise<Bound> => {
  const { alias: current, item } = await currentGeneration(table, binding, phone, seenAt)
  const byPhone = await bindPhone(table, binding, current, user, seed)
  if (byPhone !== undefined) {
    const byUser = await bindOne(table, binding, user, byPhone)
    return { id: byUser, links: pairs([seed, byPhone, byUser]) }
  }
  const owner = item ?? (await table.get(binding.key(current), { consistent: true }))
  if (await isOwners(table, binding, owner, user)) return only(await bindOne(table, binding, user, seed), seed)
  const next = await endGeneration(table, binding, phone, binding.mark(user), seenAt)
  const anew = next && (await bindPhone(table, binding, next, user, seed))
  const byUser = await bindOne(table, binding, user, anew ?? seed)
  return {
    id: byUser,
    links: pairs([seed, anew, byUser]),
    conflict: { phone, boundTo: String(owner?.[ID_ATTRIBUTE]), stated: user },
  }
}

/**
 * Finds or makes what the stated aliases belong to. The phone comes before the user id; ids are derived and each alias
 * is bound once and for all, so that crashes and races end in the same place. Reads first, writes only what is missing.
 * `seenAt` is when the statement was first seen: it tells the owners of a number that changed hands apart.
 */
export const bind = async (
  table: Table,
  binding: Binding,
  aliases: readonly Alias[],
  seenAt: number,
  seed?: string,
): Promise<Bound | undefined> => {
  const phone = aliases.find((alias) => alias.type === 'phone')
  const user = aliases.find(isUserId)
  if (phone !== undefined && user !== undefined) return bindBoth(table, binding, phone, user, seenAt, seed)
  if (user !== undefined) return only(await bindOne(table, binding, user, seed), seed)
  if (phone === undefined) return undefined
  const { alias } = await currentGeneration(table, binding, phone, seenAt)
  return only(await bindOne(table, binding, alias, seed), seed)
}

const pairs = (ids: readonly (string | undefined)[]): (readonly [string, string])[] => {
  const distinct = [...new Set(ids.filter((id) => id !== undefined))]
  return distinct.slice(1).map((id, index) => [distinct[index] as string, id] as const)
}

const only = (id: string, seed: string | undefined): Bound => ({ id, links: pairs([seed, id]) })

/** Looks up without binding: what the aliases belong to, if anything. */
export const lookUp = async (
  table: Table,
  binding: Binding,
  aliases: readonly Alias[],
  seenAt: number,
): Promise<string | undefined> => {
  for (const alias of aliases.filter((a) => a.type === 'phone' || isUserId(a)).toReversed()) {
    const { item } = await currentGeneration(table, binding, alias, seenAt)
    if (item?.[ID_ATTRIBUTE] !== undefined) return String(item[ID_ATTRIBUTE])
  }
  return undefined
}
