import { idsOfEverybody } from '../contact/current.ts'
import { getContact } from '../contact/merge.ts'
import type { Context } from '../context.ts'
import { appendEvent } from '../feed.ts'
import { addJob } from '../jobs/job.ts'
import { Problem } from '../problem.ts'
import type { Principal } from '../reach.ts'
import type { Erasure as Shown } from '../schema/erasure.ts'
import { erasureKey } from '../store/keys.ts'
import { readErasure, type Erasure } from './erasure.ts'
import { seal } from './seal.ts'

const show = ({ id, shop, contact, contacts: ids, at, doneAt }: Erasure): Shown => ({
  id,
  shop,
  contact,
  contacts: [...ids],
  status: doneAt === null ? 'pending' : 'done',
  at,
  doneAt,
})

const begin = async (ctx: Context, principal: Principal, id: string, contact: string): Promise<void> => {
  const shown = await getContact(ctx, principal, contact)
  if (principal.accounts !== undefined)
    throw new Problem('forbidden', 'A person is erased on all accounts: this needs a key that is not limited to some.')
  const item = {
    ...erasureKey(id),
    v: 1,
    shop: principal.shop,
    contact: shown.id,
    at: ctx.now(),
    contacts: JSON.stringify(await idsOfEverybody(ctx, shown.id)),
    pass: 0,
    pos: 0,
  }
  await ctx.table.put(item, { absent: 'pk' })
}

/** Tells those who keep copies that they must erase them too. Before the end: who dies after it has told nobody. */
const tellErased = (ctx: Context, { id, shop, contact, contacts: ids, at }: Erasure): Promise<unknown> =>
  appendEvent(ctx, {
    type: 'contact.erased',
    shop,
    subject: contact,
    key: [id],
    data: { id: contact, contacts: ids, erasure: id, at },
  })

/**
 * Erases a person: from now on the contact and all conversations with them are not to be found, nothing more is sent to them, and
 * a job removes what there is of them. The same key gives the same erasure.
 */
export const eraseContact = async (
  ctx: Context,
  principal: Principal,
  idempotencyKey: string,
  contact: string,
): Promise<Shown> => {
  const id = `ers_${ctx.hash('erasure', principal.name, principal.shop, idempotencyKey)}`
  if ((await readErasure(ctx, id)) === undefined) await begin(ctx, principal, id, contact)
  const erasure = await readErasure(ctx, id)
  if (erasure === undefined) throw new Error('an erasure that was kept is missing')
  if (contact !== erasure.contact && !erasure.contacts.includes(contact))
    throw new Problem('idempotency_key_reused', 'This Idempotency-Key was used with another request.', [
      { path: 'Idempotency-Key', message: 'use a new key for another contact' },
    ])
  if (erasure.doneAt !== null) return show(erasure)
  await addJob(ctx, ctx.hash('job', 'erase', id), { kind: 'erase', erasure: id })
  const sealed = await seal(ctx, erasure)
  await tellErased(ctx, erasure)
  return show(sealed)
}

/** How an erasure of the shop stands, or not_found. */
export const getErasure = async (ctx: Context, principal: Principal, id: string): Promise<Shown> => {
  const erasure = await readErasure(ctx, id)
  if (erasure === undefined || erasure.shop !== principal.shop || principal.accounts !== undefined)
    throw new Problem('not_found', `There is no erasure ${id}.`)
  return show(erasure)
}
