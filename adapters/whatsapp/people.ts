import { compact } from '../../core/compact.ts'
import type { Alias, Profile } from '../../core/schema/identity.ts'
import { record, text, type Json } from '../json.ts'

/** How one item names a person: by number, by business-scoped user id (BSUID), or by both. */
export interface Stated {
  readonly phone?: unknown
  readonly userId?: unknown
  readonly parentUserId?: unknown
}
export interface Person {
  readonly peers: Alias[]
  readonly profile?: Profile
}

/** A phone number as E.164; undefined for anything that is none (empty for people who hide it, a group's id). */
export const e164 = (value: unknown): string | undefined => {
  const digits = (text(value) ?? '').replace(/[\s().-]/g, '').replace(/^\+/, '')
  return /^[1-9]\d{4,14}$/.test(digits) ? `+${digits}` : undefined
}

const named = (type: Alias['type'], value: string | undefined): Alias[] =>
  value === undefined || value.length > 320 ? [] : [{ type, value }]

/** The identities stated, the phone first: it is the one that people know and that survives a change of app. */
export const aliases = ({ phone, userId, parentUserId }: Stated): Alias[] => [
  ...named('phone', e164(phone)),
  ...named('wa_bsuid', text(userId)),
  ...named('wa_parent_bsuid', text(parentUserId)),
]

const statedBy = (contact: Json): Stated => ({
  phone: contact['wa_id'],
  userId: contact['user_id'],
  parentUserId: contact['parent_user_id'],
})

const values = (stated: Stated): readonly (string | undefined)[] => [
  e164(stated.phone),
  text(stated.userId),
  text(stated.parentUserId),
]

/** True when both name the same identity, false when they name different ones, undefined when they share no kind. */
const agree = (a: Stated, b: Stated): boolean | undefined => {
  const right = values(b)
  const both = values(a)
    .map((value, i) => (value === undefined || right[i] === undefined ? undefined : value === right[i]))
    .filter((same) => same !== undefined)
  if (both.includes(true)) return true
  return both.length === 0 ? undefined : false
}

/**
 * The contact that belongs to an item: the one with an id in common, else the only one there is. Never one that names
 * somebody else: binding a stranger's user id to a number would merge two people.
 */
const contactOf = (stated: Stated, contacts: readonly Json[]): Json => {
  const same = contacts.find((contact) => agree(stated, statedBy(contact)) === true)
  if (same !== undefined) return same
  const [only, ...others] = contacts
  return only !== undefined && others.length === 0 && agree(stated, statedBy(only)) === undefined ? only : {}
}

const profileOf = (contact: Json): Profile | undefined => {
  const profile = record(contact['profile'])
  const found = compact({
    name: text(profile['name']),
    username: text(profile['username']),
    country: text(profile['country_code']),
  })
  return Object.keys(found).length === 0 ? undefined : found
}

/** Who an item is about: what it states itself, completed by the contact that belongs to it. */
export const person = (stated: Stated, contacts: readonly Json[]): Person => {
  const contact = contactOf(stated, contacts)
  const known = statedBy(contact)
  const peers = aliases({
    phone: e164(stated.phone) ?? known.phone,
    userId: text(stated.userId) ?? known.userId,
    parentUserId: text(stated.parentUserId) ?? known.parentUserId,
  })
  return compact({ peers, profile: profileOf(contact) })
}
