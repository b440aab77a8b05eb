import type { Context } from '../context.ts'
import type { Head } from '../conversation/view.ts'
import { Problem } from '../problem.ts'
import { versionKey } from '../store/keys.ts'

/** After this, who took a version and changed nothing has died. */
const TAKEN_MS = 60_000

const moved = (head: Head): Problem =>
  new Problem(
    'conversation_moved',
    'The conversation has changed since the version you have seen.',
    [{ path: '/ifVersion', message: 'read the conversation again, and decide anew' }],
    { version: head.version },
  )

export const refuseMoved = (head: Head, ifVersion: number | undefined): void => {
  if (ifVersion !== undefined && ifVersion !== head.version) throw moved(head)
}

/**
 * Lets one caller write under the condition that the conversation is at a version. Of two who saw the same one, the first goes
 * on, which moves the conversation; `by` names the caller, who may take it again.
 */
export const takeVersion = async (
  ctx: Pick<Context, 'table' | 'now'>,
  head: Head,
  ifVersion: number | undefined,
  by: string,
): Promise<void> => {
  if (ifVersion === undefined) return
  refuseMoved(head, ifVersion)
  const now = ctx.now()
  const taken = await ctx.table.put(
    { ...versionKey(head.id, ifVersion), by, at: now, ttl: Math.ceil((now + TAKEN_MS) / 1000) },
    { any: [{ absent: 'pk' }, { eq: ['by', by] }, { lt: ['at', now - TAKEN_MS] }] },
  )
  if (!taken) throw moved(head)
}
