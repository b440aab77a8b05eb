import type { Guard, Item, Key, Table } from '../ports.ts'
import type { Alias } from '../schema/identity.ts'

/** What aliases are bound to: addresses to conversations, aliases to contacts. Both follow the same rules. */
export interface Binding {
  readonly key: (alias: Alias) => Key
  /** The id an unbound alias starts. Derived, never random: racing writers make the same one. */
  readonly idOf: (alias: Alias) => string
}

export interface Bound {
  /** What the aliases are bound to now. Several when they proved to be one. */
  readonly id: string
  readonly links: readonly (readonly [string, string])[]
  /** The phone is bound to another person: the two are never merged silently. */
  readonly conflict?: { readonly phone: Alias; readonly boundTo: string; readonly stated: Alias }
}

const ID_ATTRIBUTE = 'id'
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
): Promise<Item | undefined> => {
  const key = binding.key(phone)
  const known = await table.get(key, { consistent: true })
  if (known?.['user'] === user.value) return known
  if (known?.['user'] !== undefined) return undefined
  const guard: Guard = { any: [{ absent: 'user' }, { eq: ['user', user.value] }] }
  return table.update(key, { init: { [ID_ATTRIBUTE]: seed ?? binding.idOf(phone), user: user.value } }, guard)
}

/** Aliases that name one person on one channel. Others (a parent BSUID, which a whole company shares) bind nothing. */
const isUserId = (alias: Alias): boolean => alias.type !== 'phone' && alias.type !== 'wa_parent_bsuid'

/**
 * Finds or makes what the stated aliases belong to. The phone comes before the user id; ids are derived and each alias
 * is bound once and for all, so that crashes and races end in the same place. Reads first, writes only what is missing.
 */
export const bind = async (
  table: Table,
  binding: Binding,
  aliases: readonly Alias[],
  seed?: string,
): Promise<Bound | undefined> => {
  const phone = aliases.find((alias) => alias.type === 'phone')
  const user = aliases.find(isUserId)
  if (phone === undefined && user === undefined) return undefined
  if (user === undefined) return only(await bindOne(table, binding, phone as Alias, seed), seed)
  if (phone === undefined) return only(await bindOne(table, binding, user, seed), seed)

  const item = await bindPhone(table, binding, phone, user, seed)
  const byPhone = item === undefined ? undefined : String(item[ID_ATTRIBUTE])
  const byUser = await bindOne(table, binding, user, byPhone ?? seed)
  if (byPhone !== undefined) return { id: byUser, links: pairs([seed, byPhone, byUser]) }
  const owner = await table.get(binding.key(phone), { consistent: true })
  return {
    id: byUser,
    links: pairs([seed, byUser]),
    conflict: { phone, boundTo: String(owner?.[ID_ATTRIBUTE]), stated: user },
  }
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
): Promise<string | undefined> => {
  for (const alias of aliases.filter((a) => a.type === 'phone' || isUserId(a)).reverse()) {
    const known = await table.get(binding.key(alias), { consistent: true })
    if (known?.[ID_ATTRIBUTE] !== undefined) return String(known[ID_ATTRIBUTE])
  }
  return undefined
}
