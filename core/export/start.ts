import { contacts } from '../contact/contacts.ts'
import { idsOfEverybody } from '../contact/current.ts'
import { getContact } from '../contact/merge.ts'
import type { Context } from '../context.ts'
import { findRoot } from '../conversation/versioned.ts'
import { addJob } from '../jobs/job.ts'
import { Problem } from '../problem.ts'
import type { Principal } from '../reach.ts'
import type { Export } from '../schema/export.ts'
import {
  exportKey,
  exportOfContact,
  forgottenAt,
  KEPT_MS,
  readExport,
  wholeObject,
  type ExportRecord,
} from './record.ts'

/** Long enough to begin a download; begun in time, it may take longer. */
const LINK_SECONDS = 900

const show = async (ctx: Context, record: ExportRecord): Promise<Export> => {
  const { id, shop, contact, contacts: ids, at, state, readyAt, size } = record
  return {
    id,
    shop,
    contact,
    contacts: [...ids],
    state,
    at,
    readyAt,
    expiresAt: readyAt === null ? null : readyAt + KEPT_MS,
    size,
    url:
      state === 'ready'
        ? await ctx.objects.link(wholeObject(id), LINK_SECONDS, {
            contentType: 'application/x-ndjson',
            filename: `${contact}.ndjson`,
          })
        : null,
  }
}

const begin = async (ctx: Context, principal: Principal, id: string, contact: string): Promise<void> => {
  const shown = await getContact(ctx, principal, contact)
  if (principal.accounts !== undefined)
    throw new Problem('forbidden', 'A person is exported whole: this needs a key that is not limited to some accounts.')
  const at = ctx.now()
  const item = {
    ...exportKey(id),
    v: 1,
    shop: principal.shop,
    contact: shown.id,
    contacts: JSON.stringify(await idsOfEverybody(ctx, shown.id)),
    at,
    place: JSON.stringify({ step: 'person' }),
    parts: 0,
    ttl: forgottenAt(at),
  }
  await ctx.table.put(item, { absent: 'pk' })
}

/**
 * Has a job write all that is kept of a person into one file: the contact with everybody merged into it, and every conversation
 * with them. The same key gives the same export.
 */
export const exportContact = async (
  ctx: Context,
  principal: Principal,
  idempotencyKey: string,
  contact: string,
): Promise<Export> => {
  const id = `exp_${ctx.hash('export', principal.name, principal.shop, idempotencyKey)}`
  if ((await readExport(ctx, id)) === undefined) await begin(ctx, principal, id, contact)
  const record = await readExport(ctx, id)
  if (record === undefined || record.erased) throw new Problem('not_found', `There is no contact ${contact}.`)
  if (contact !== record.contact && !record.contacts.includes(contact))
    throw new Problem('idempotency_key_reused', 'This Idempotency-Key was used with another request.', [
      { path: 'Idempotency-Key', message: 'use a new key for another contact' },
    ])
  if (record.state !== 'pending') return show(ctx, record)
  // Before the job: whoever erases the person finds what it writes.
  for (const one of record.contacts)
    await ctx.table.put({ ...exportOfContact(one, id), v: 1, ttl: forgottenAt(record.at) })
  await addJob(ctx, ctx.hash('job', 'export', id), { kind: 'export', export: id })
  return show(ctx, record)
}

/** An erasure is at its exports a moment after it began. */
const isAnyErased = async (ctx: Context, record: ExportRecord): Promise<boolean> => {
  const people = await Promise.all(record.contacts.map((one) => findRoot(ctx.table, contacts, one)))
  return people.some(({ value }) => value?.erased !== undefined)
}

/** How an export of the shop stands, with a new link to its file; or not_found, also once the person was erased. */
export const getExport = async (ctx: Context, principal: Principal, id: string): Promise<Export> => {
  const record = await readExport(ctx, id)
  const reached = record !== undefined && record.shop === principal.shop && principal.accounts === undefined
  if (!reached || record.erased || (await isAnyErased(ctx, record)))
    throw new Problem('not_found', `There is no export ${id}.`)
  return show(ctx, record)
}
