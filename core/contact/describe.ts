import type { Context } from '../context.ts'
import { findRoot } from '../conversation/versioned.ts'
import { claimExternalId, releaseExternalId } from '../external-ids.ts'
import { Problem } from '../problem.ts'
import { projectFact } from '../project/project.ts'
import type { Principal } from '../reach.ts'
import type { Contact } from '../schema/identity.ts'
import { factItem } from '../store/facts.ts'
import { contacts } from './contacts.ts'
import { shownAs } from './current.ts'
import { takeContactVersion } from './expected.ts'
import { findPerson, getContact } from './merge.ts'
import { lastWordAt } from './words.ts'

type Entries = Readonly<Record<string, string | null>>

/** What is to be said of a contact; what is left out stays. null takes the shop's word away. */
export interface Description {
  readonly name?: string | null | undefined
  readonly locale?: string | null | undefined
  readonly timeZone?: string | null | undefined
  readonly metadata?: Entries | undefined
  readonly externalIds?: Entries | undefined
}

/** Entries that a contact may have of each, those that were taken away among them. */
const MAX_ENTRIES = 100

const named = (what: 'metadata' | 'externalIds', entries: Entries = {}) =>
  Object.entries(entries).map(([name, value]) => [`${what}.${name}`, value] as const)

const wordsOf = ({ metadata, externalIds, ...fields }: Description): Record<string, string | null> =>
  Object.fromEntries([
    ...Object.entries(fields).flatMap(([field, value]) => (value === undefined ? [] : [[field, value] as const])),
    ...named('metadata', metadata),
    ...named('externalIds', externalIds),
  ])

const given = (entries: Entries = {}): readonly (readonly [string, string])[] =>
  Object.entries(entries).flatMap(([system, id]) => (id === null ? [] : [[system, id] as const]))

/** The shown contact that has this id by now, under whatever id it carries on. */
const showsId = async (ctx: Context, of: string, system: string, id: string): Promise<string | undefined> => {
  const { value } = await findRoot(ctx.table, contacts, of)
  const contact = value && (await shownAs(ctx, value)).contact
  return contact?.externalIds[system] === id ? contact.id : undefined
}

const claim = async (ctx: Context, { id: owner, shop }: Contact, entries: Entries | undefined): Promise<void> => {
  for (const [system, id] of given(entries))
    await claimExternalId(ctx, { shop, what: 'contact', system, id }, owner, async (of) => {
      const holder = await showsId(ctx, of, system, id)
      return holder !== undefined && holder !== owner
    })
}

/** Ids that the contact had and has no more may be another's. */
const letGo = async (ctx: Context, before: Contact, after: Contact): Promise<void> => {
  for (const [system, id] of Object.entries(before.externalIds))
    if (after.externalIds[system] !== id)
      await releaseExternalId(ctx, { shop: before.shop, what: 'contact', system, id }, before.id)
}

/**
 * Says what the shop knows of a contact; it goes before what channels say. A fact of its own, later than all that was
 * said before: the last caller is right, by whatever clock. `ifVersion` refuses what was said of an older version. Answers
 * the contact as it is then.
 */
export const describeContact = async (
  ctx: Context,
  principal: Principal,
  id: string,
  description: Description,
  ifVersion?: number,
): Promise<Contact> => {
  const before = (await shownAs(ctx, await findPerson(ctx, principal, id))).contact
  const { value: record } = await findRoot(ctx.table, contacts, before.id)
  const words = wordsOf(description)
  const key = ctx.hash('describe', before.id, ctx.nonce())
  await takeContactVersion(ctx, before, ifVersion, key)
  if (record === undefined || Object.keys(words).length === 0) return before
  const known = new Set([...Object.keys(record.state.said), ...Object.keys(words)])
  for (const what of ['metadata', 'externalIds'] as const)
    if ([...known].filter((of) => of.startsWith(`${what}.`)).length > MAX_ENTRIES)
      throw new Problem('invalid_request', `A contact has at most ${MAX_ENTRIES} names in ${what}, over time.`, [
        { path: `/${what}`, message: 'use names again that the contact had before' },
      ])
  await claim(ctx, before, description.externalIds)
  const seenAt = Math.max(ctx.now(), lastWordAt(record.state.said) + 1)
  const fact = { kind: 'describe' as const, shop: principal.shop, contact: record.id, said: words }
  await ctx.table.put(factItem(key, { source: 'own', fact }, { seenAt }), { absent: 'pk' })
  await projectFact(ctx, key)
  const after = await getContact(ctx, principal, id)
  await letGo(ctx, before, after)
  return after
}
