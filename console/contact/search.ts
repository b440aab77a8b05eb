/** One exact question to the gateway. */
export type LookUp = { readonly alias: string } | { readonly externalId: string } | { readonly contact: string }

/** Kinds of user ids that are figures alone, and one that is not. */
const USERS = ['psid', 'igsid', 'x_user'] as const
const NAMED = /^([a-z][a-z0-9_.-]*):(\S+)$/i

const phoneOf = (typed: string): string | undefined => {
  if (!/^(?:\+|00)?[\d\s().\-/]+$/.test(typed)) return undefined
  const digits = typed.replace(/^00/, '').replaceAll(/\D/g, '')
  return digits.length >= 7 && digits.length <= 15 ? `+${digits}` : undefined
}

/** By what somebody may be known who was described so: a number, an address, a user id, or an id of another system. */
export const lookUpsOf = (described: string): readonly LookUp[] => {
  const typed = described.trim()
  if (/^ctc_[\w-]+$/.test(typed)) return [{ contact: typed }]
  if (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(typed)) return [{ alias: `email:${typed.toLowerCase()}` }]
  const phone = phoneOf(typed)
  const phones: readonly LookUp[] = phone === undefined ? [] : [{ alias: `phone:${phone}` }]
  if (/^\d{5,}$/.test(typed)) return [...phones, ...USERS.map((type) => ({ alias: `${type}:${typed}` }))]
  if (phone !== undefined) return phones
  const named = NAMED.exec(typed)
  if (named) return [{ externalId: typed }, ...(/^[a-z][a-z0-9_]*$/.test(named[1] ?? '') ? [{ alias: typed }] : [])]
  return /^\S+\.\S+$/.test(typed) ? [{ alias: `wa_bsuid:${typed}` }] : []
}

interface Named {
  readonly name: string | null
  readonly username: string | null
  readonly aliases: readonly { readonly value: string }[]
}

/** Whether somebody is called so, or is known by something that has this in it. */
export const answersTo = ({ name, username, aliases }: Named, typed: string): boolean => {
  const part = typed.trim().toLowerCase()
  return [name, username, ...aliases.map(({ value }) => value)].some((value) => value?.toLowerCase().includes(part))
}
