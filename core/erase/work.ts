import { contacts } from '../contact/contacts.ts'
import type { Context } from '../context.ts'
import { dropExportsOf } from '../export/drop.ts'
import type { JobWork } from '../jobs/job.ts'
import { loadPartition } from '../store/facts.ts'
import { callOf, callsAboutRange, contactKey, erasureKey, withinRange } from '../store/keys.ts'
import { eraseConversation } from './conversation.ts'
import { eraseDeadLetters } from './dead-letters.ts'
import { readErasure, type Erasure } from './erasure.ts'
import { eraseEvents } from './feed.ts'
import { pages } from './pages.ts'
import { eraseIdentities } from './person.ts'
import { seal } from './seal.ts'
import { strip } from './strip.ts'

export type EraseWork = JobWork & { readonly kind: 'erase' }

/** One run lasts so long at most; the rest is gone on with. */
const RUN_MS = 40_000
/** Longer than any function runs: who read something before it was erased has put it down by then. */
const SETTLE_MS = 20 * 60_000

/** A message that was awaited there, and has arrived since, is stripped with the timeline it is in: it may be another's. */
const stripAbout = async (ctx: Context, key: string, at: number): Promise<void> => {
  const { fact, state } = await loadPartition(ctx.table, key)
  const hasArrived = fact?.fact.kind === 'message' || state.own !== undefined
  if (!hasArrived) await strip(ctx, key, at)
}

/** Everything but the feed. False: there was no time for all of it. */
const eraseViews = async (ctx: Context, erasure: Erasure, deadline: number): Promise<boolean> => {
  for (const contact of erasure.contacts) {
    await dropExportsOf(ctx, contact)
    for await (const { sk } of pages(ctx, withinRange(contact)))
      if (!(await eraseConversation(ctx, erasure, sk.slice('V#'.length), deadline))) return false
    for await (const { pk, sk } of pages(ctx, { pk: contactKey(contact).pk, from: 'X#', to: 'X#~' })) {
      if (ctx.now() >= deadline) return false
      await stripAbout(ctx, sk.slice('X#'.length), erasure.at)
      await ctx.table.delete({ pk, sk })
    }
    for await (const item of pages(ctx, callsAboutRange(contactKey(contact).pk))) {
      await ctx.table.delete(callOf(item))
      await ctx.table.delete(item)
    }
  }
  await eraseIdentities(ctx, erasure)
  await eraseDeadLetters(ctx, erasure)
  return true
}

/** Of the work nothing is kept but that it was done, and of the contacts their tombstones. */
const finish = async (ctx: Context, { id, contacts: ids }: Erasure): Promise<void> => {
  for (const contact of ids)
    for await (const { pk, sk } of pages(ctx, { pk: contactKey(contact).pk }))
      if (sk !== contacts.key(contact).sk) await ctx.table.delete({ pk, sk })
  await ctx.table.update(erasureKey(id), { set: { done: ctx.now() }, remove: ['aliases'] }, { absent: 'done' })
}

/**
 * Carries out an erasure, page by page, and all of it a second time once whoever was at work with something of the person has
 * ended. Each step may be repeated: what was erased is not found again. Answers when to go on; undefined: it is done.
 */
export const workErasure = async (ctx: Context, { erasure: id }: EraseWork): Promise<number | undefined> => {
  const known = await readErasure(ctx, id)
  if (known === undefined || known.doneAt !== null) return undefined
  const deadline = ctx.now() + RUN_MS
  const erasure = await seal(ctx, known)
  if (erasure.position === 0 && !(await eraseViews(ctx, erasure, deadline))) return ctx.now()
  const position = await eraseEvents(ctx, erasure, deadline)
  const key = erasureKey(id)
  if (position !== undefined) {
    await ctx.table.update(key, { set: { pos: position } }, { eq: ['pass', erasure.pass] })
    return ctx.now()
  }
  if (erasure.pass === 0) {
    const after = await ctx.table.update(key, { set: { pass: 1, pos: 0 } }, { eq: ['pass', 0] })
    return after && ctx.now() + SETTLE_MS
  }
  await finish(ctx, erasure)
  return undefined
}
