import type { Context } from '../context.ts'
import type { ContactRecord } from '../conversation/contact.ts'
import { findRoot } from '../conversation/versioned.ts'
import { Problem } from '../problem.ts'
import { projectFact } from '../project/project.ts'
import { reachesPerson } from '../reach.ts'
import type { Contact } from '../schema/identity.ts'
import type { Principal } from '../send/accept.ts'
import { factItem, loadPartition, type MergeFact, type UnmergeFact } from '../store/facts.ts'
import { contacts } from './contacts.ts'
import { mergeOf, shownAs } from './current.ts'

/** Whether somebody is of the principal's shop, and was in touch by an account that it reaches. */
const reachesContact = async (ctx: Context, principal: Principal, person: ContactRecord): Promise<boolean> => {
  if (person.shop !== principal.shop) return false
  if (principal.accounts === undefined) return true
  const { contact } = await shownAs(ctx, person)
  return reachesPerson(ctx, principal, new Set([person.id, ...person.state.merged, contact.id, ...contact.merged]))
}

/** The person of this id, or not_found: also when they are out of the principal's reach. */
export const findPerson = async (ctx: Context, principal: Principal, id: string): Promise<ContactRecord> => {
  const { value } = await findRoot(ctx.table, contacts, id)
  if (value?.erased !== undefined || value === undefined || !(await reachesContact(ctx, principal, value)))
    throw new Problem('not_found', `There is no contact ${id}.`)
  return value
}

/** The contact as it is shown now: the one that carries on, where the id was linked or merged into another. */
export const getContact = async (ctx: Context, principal: Principal, id: string): Promise<Contact> =>
  (await shownAs(ctx, await findPerson(ctx, principal, id))).contact

/**
 * Keeps what the shop says about its contacts as a fact, once for each key, and projects it. The same key with another
 * request is refused.
 */
const state = async (
  ctx: Context,
  principal: Principal,
  idempotencyKey: string,
  request: readonly string[],
  make: () => Promise<MergeFact | UnmergeFact>,
): Promise<void> => {
  const key = ctx.hash('contact', principal.name, principal.shop, idempotencyKey)
  const bodyHash = ctx.hash('body', ...request)
  if ((await loadPartition(ctx.table, key)).fact === undefined) {
    const item = factItem(key, { source: 'own', fact: await make() }, { seenAt: ctx.now(), bodyHash })
    await ctx.table.put(item, { absent: 'pk' })
  }
  const { fact } = await loadPartition(ctx.table, key)
  if (fact?.bodyHash !== bodyHash)
    throw new Problem('idempotency_key_reused', 'This Idempotency-Key was used with another request.', [
      { path: 'Idempotency-Key', message: 'use a new key for another request' },
    ])
  await projectFact(ctx, key)
}

/**
 * Shows two contacts as one: `into` carries on. Where either was merged before, what it is shown as is meant. Refused when
 * the two are shown as one already.
 */
export const mergeContacts = async (
  ctx: Context,
  principal: Principal,
  idempotencyKey: string,
  { from, into }: { readonly from: string; readonly into: string },
): Promise<Contact> => {
  await state(ctx, principal, idempotencyKey, ['merge', from, into], async () => {
    const [a, b] = [await getContact(ctx, principal, from), await getContact(ctx, principal, into)]
    if (a.id === b.id)
      throw new Problem('already_merged', 'The two are one contact already.', [
        { path: '/into', message: 'give the id of another contact' },
      ])
    return { kind: 'merge', shop: principal.shop, from: a.id, into: b.id }
  })
  return getContact(ctx, principal, into)
}

/** Takes back the merge of this contact into another: it is shown for itself again, with all that was learned of it since. */
export const undoMerge = async (
  ctx: Context,
  principal: Principal,
  idempotencyKey: string,
  id: string,
): Promise<Contact> => {
  await state(ctx, principal, idempotencyKey, ['unmerge', id], async () => {
    const merge = mergeOf(await findPerson(ctx, principal, id))
    if (merge === undefined)
      throw new Problem('not_merged', 'This contact was not merged into another by the shop.', [
        { path: '', message: 'name one of the ids in `merged` of the contact that carries on' },
      ])
    return { kind: 'unmerge', shop: principal.shop, merge }
  })
  return getContact(ctx, principal, id)
}
