import type { Context } from '../context.ts'
import { decodeContact } from '../conversation/contact.ts'
import { findExternalId } from '../external-ids.ts'
import { Problem } from '../problem.ts'
import { findContactOf } from '../project/people.ts'
import { reachesAccount, type Principal } from '../reach.ts'
import type { Listed } from '../read.ts'
import type { Alias, Contact } from '../schema/identity.ts'
import { contactListKeys } from '../store/keys.ts'
import { mergeOf, shownAs } from './current.ts'
import { getContact } from './merge.ts'

/** Whether a contact was in touch by an account that the principal reaches. */
const isInReach = (principal: Principal, { aliases }: Contact): boolean =>
  principal.accounts === undefined ||
  aliases.some(({ channel, account }) => reachesAccount(principal, channel, account))

/**
 * Contacts of the shop, those that were first in touch last before the others. Reads one index, which has all of a contact:
 * a page costs what it shows, and some reads more for each contact that the shop merged others into.
 */
export const listContacts = async (
  ctx: Context,
  principal: Principal,
  { limit, after }: { readonly limit: number; readonly after?: Readonly<Record<string, string>> },
): Promise<Listed<Contact>> => {
  const { lpk: pk } = contactListKeys(principal.shop, 0, '')
  const page = await ctx.table.query({ index: 'list', pk, reverse: true, limit, ...(after ? { after } : {}) })
  const people = page.items.map((item) => decodeContact(item, principal.shop))
  const shown = await Promise.all(people.filter((person) => !mergeOf(person)).map((person) => shownAs(ctx, person)))
  const data = shown.map(({ contact }) => contact).filter((contact) => isInReach(principal, contact))
  return { data, next: page.next ?? null }
}

const orNobody = async (contact: Promise<Contact>): Promise<readonly Contact[]> => {
  try {
    return [await contact]
  } catch (error) {
    if (error instanceof Problem && error.type === 'not_found') return []
    throw error
  }
}

/** Whoever has this number, address or user id now: one contact, or none. */
export const findByAlias = async (ctx: Context, principal: Principal, alias: Alias): Promise<readonly Contact[]> => {
  const id = await findContactOf(ctx, principal.shop, [alias], ctx.now())
  return id === undefined ? [] : orNobody(getContact(ctx, principal, id))
}

/** Whoever has this id of another system: one contact, or none. */
export const findByExternalId = async (
  ctx: Context,
  principal: Principal,
  { system, id }: { readonly system: string; readonly id: string },
): Promise<readonly Contact[]> => {
  const of = await findExternalId(ctx, { shop: principal.shop, what: 'contact', system, id })
  const found = of === undefined ? [] : await orNobody(getContact(ctx, principal, of))
  return found.filter(({ externalIds }) => externalIds[system] === id)
}
