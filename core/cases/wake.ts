import type { Context } from '../context.ts'
import { standingSnooze } from '../conversation/said.ts'
import { findRoot } from '../conversation/versioned.ts'
import { currentCase, type Head } from '../conversation/view.ts'
import type { Key } from '../ports.ts'
import { heads, caseIdOf } from '../project/people.ts'
import { projectFact } from '../project/project.ts'
import { factItem, type WakeFact } from '../store/facts.ts'

const snoozeOf = (ctx: Context, head: Head) => {
  const current = currentCase(head, caseIdOf(ctx.hash))
  return current ? standingSnooze(head.state.said, current.id, head.state.lastInbound?.seen ?? 0) : undefined
}

/** The time of a snooze has come: the case is open again, unless the customer woke it or it was put aside anew. */
export const wakeSnoozed = async (ctx: Context, clock: Key): Promise<void> => {
  const set = await ctx.table.get(clock, { consistent: true })
  if (set === undefined) return
  const conversation = clock.pk.slice('cnv#'.length)
  const { value: head } = await findRoot(ctx.table, heads(ctx), conversation)
  const snooze = head && snoozeOf(ctx, head)
  if (snooze && head.id === conversation && snooze.at === set['at']) {
    const key = ctx.hash('wake', conversation, String(snooze.at), snooze.by)
    const fact: WakeFact = { kind: 'wake', shop: head.shop, conversation, snooze }
    await ctx.table.put(factItem(key, { source: 'own', fact }, { seenAt: ctx.now() }), { absent: 'pk' })
    await projectFact(ctx, key)
  }
  await ctx.table.delete(clock, { eq: ['at', Number(set['at'])] })
}
