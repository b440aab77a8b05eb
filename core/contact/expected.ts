import type { Context } from '../context.ts'
import { Problem } from '../problem.ts'
import type { Contact } from '../schema/identity.ts'
import { contactVersionKey } from '../store/keys.ts'

/** After this, who took a version and changed nothing has died. */
const TAKEN_MS = 60_000

const changed = (): Problem =>
  new Problem('precondition_failed', 'The contact has changed since the version you have seen.', [
    { path: 'If-Match', message: 'read the contact again, and decide anew' },
  ])

/**
 * Lets one caller write under the condition that a contact is at a version. Of two who saw the same one, the first goes on,
 * which moves the contact; `by` names the caller, who may take it again.
 */
export const takeContactVersion = async (
  ctx: Pick<Context, 'table' | 'now'>,
  contact: Pick<Contact, 'id' | 'version'>,
  expected: number | undefined,
  by: string,
): Promise<void> => {
  if (expected === undefined) return
  if (expected !== contact.version) throw changed()
  const now = ctx.now()
  const taken = await ctx.table.put(
    { ...contactVersionKey(contact.id, expected), by, at: now, ttl: Math.ceil((now + TAKEN_MS) / 1000) },
    { any: [{ absent: 'pk' }, { eq: ['by', by] }, { lt: ['at', now - TAKEN_MS] }] },
  )
  if (!taken) throw changed()
}
