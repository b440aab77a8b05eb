import type { Context } from '../context.ts'
import { Problem } from '../problem.ts'
import type { Caller } from '../reach.ts'
import type { Person } from '../schema/person.ts'
import { avatarKey, personKey } from '../store/keys.ts'
import { decodePerson, findOwn, findPerson } from './person.ts'

type Store = Pick<Context, 'table' | 'now' | 'publicUrl'>

export const PICTURE_TYPES = ['image/png', 'image/jpeg', 'image/webp'] as const
export type PictureType = (typeof PICTURE_TYPES)[number]
export const MAX_PICTURE_BYTES = 64 * 1024

/** How files of these types begin, by the place of each byte. */
const BEGINS: Readonly<Record<PictureType, readonly (readonly [at: number, bytes: readonly number[]])[]>> = {
  'image/png': [[0, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]]],
  'image/jpeg': [[0, [0xff, 0xd8, 0xff]]],
  // RIFF, four bytes of size, WEBP.
  'image/webp': [
    [0, [0x52, 0x49, 0x46, 0x46]],
    [8, [0x57, 0x45, 0x42, 0x50]],
  ],
}

export const isPicture = (type: PictureType, bytes: Uint8Array): boolean =>
  BEGINS[type].every(([at, begin]) => begin.every((byte, index) => bytes[at + index] === byte))

export interface Picture {
  readonly contentType: PictureType
  /** Base64. */
  readonly data: string
}

const shown = async (
  { table, publicUrl }: Store,
  person: string,
  change: { readonly set?: Readonly<Record<string, number>>; readonly remove?: readonly string[] },
): Promise<Person> => {
  const item = await table.update(personKey(person), { ...change, add: { version: 1 } }, { exists: 'pk' })
  if (item === undefined) throw new Error('a person that was found is missing')
  return decodePerson({ publicUrl }, item).view
}

/** Gives somebody a picture. Its address changes with it, so that it may be cached. */
export const setAvatar = async (ctx: Store, caller: Caller, person: string, picture: Picture): Promise<Person> => {
  await findOwn(ctx, caller, person)
  await ctx.table.put({ ...avatarKey(person), v: 1, type: picture.contentType, data: picture.data })
  return shown(ctx, person, { set: { avatar: ctx.now() } })
}

export const removeAvatar = async (ctx: Store, caller: Caller, person: string): Promise<Person> => {
  await findOwn(ctx, caller, person)
  await ctx.table.delete(avatarKey(person))
  return shown(ctx, person, { remove: ['avatar'] })
}

export const getAvatar = async (ctx: Store, caller: Caller, person: string): Promise<Picture> => {
  await findPerson(ctx, caller, person)
  const item = await ctx.table.get(avatarKey(person))
  if (!item) throw new Problem('not_found', 'This person has no picture.')
  return { contentType: String(item['type']) as PictureType, data: String(item['data']) }
}
