import type { Context } from '../context.ts'
import type { Item } from '../ports.ts'
import type { Alias } from '../schema/identity.ts'
import { erasureKey } from '../store/keys.ts'

/** An identity of the person; `until` when it became another's, ms since epoch. */
export type OwnAlias = Alias & { readonly until?: number }

/** The erasure of a person: what is still to be done, and of whom. Once it is done, only that it is. */
export interface Erasure {
  readonly id: string
  readonly shop: string
  /** The contact that was named. */
  readonly contact: string
  /** ms since epoch: what was first seen until then is erased. */
  readonly at: number
  /** Everybody who was shown as this contact, under every id they had. */
  readonly contacts: readonly string[]
  /** What they were reached or recognised by. Not kept once it is done. */
  readonly aliases: readonly OwnAlias[]
  /** All is gone over twice: a worker that was at it meanwhile may have left something behind. */
  readonly pass: number
  /** How far the feed was read in this pass. */
  readonly position: number
  readonly doneAt: number | null
}

const decodeErasure = (item: Item): Erasure => ({
  id: item.pk.slice('ers#'.length),
  shop: String(item['shop']),
  contact: String(item['contact']),
  at: Number(item['at']),
  contacts: JSON.parse(String(item['contacts'])) as string[],
  aliases: JSON.parse(String(item['aliases'] ?? '[]')) as OwnAlias[],
  pass: Number(item['pass']),
  position: Number(item['pos']),
  doneAt: item['done'] === undefined ? null : Number(item['done']),
})

export const readErasure = async (ctx: Pick<Context, 'table'>, id: string): Promise<Erasure | undefined> => {
  const item = await ctx.table.get(erasureKey(id), { consistent: true })
  return item && decodeErasure(item)
}

/** Whether one of the stated identities was the person's at a time. */
export const isOwn = ({ aliases, at }: Erasure, stated: readonly Alias[], time: number): boolean =>
  stated.some((alias) =>
    aliases.some(({ until = at, ...own }) => aliasMark(own) === aliasMark(alias) && time <= Math.min(until, at)),
  )

export const aliasMark = ({ type, value }: Alias): string => `${type} ${value}`

/** Adds identities that were found, before what told them is gone. */
export const learnAliases = async (
  ctx: Pick<Context, 'table'>,
  erasure: Erasure,
  found: readonly OwnAlias[],
): Promise<Erasure> => {
  const known = new Map([...found, ...erasure.aliases].map((alias) => [aliasMark(alias), alias]))
  if (known.size === erasure.aliases.length) return erasure
  const aliases = [...known.values()]
  await ctx.table.update(erasureKey(erasure.id), { set: { aliases: JSON.stringify(aliases) } }, { absent: 'done' })
  return { ...erasure, aliases }
}
