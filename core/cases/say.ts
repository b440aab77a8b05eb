import { compact } from '../compact.ts'
import type { Context } from '../context.ts'
import { MAX_NAMES, readDetails, type Shown, type Values } from '../conversation/details.ts'
import { lastWordAt } from '../conversation/said.ts'
import { findRoot } from '../conversation/versioned.ts'
import { conversationView, type Head } from '../conversation/view.ts'
import { claimExternalId, releaseExternalId, type ExternalId } from '../external-ids.ts'
import { Problem } from '../problem.ts'
import { caseIdOf, heads } from '../project/people.ts'
import { projectFact } from '../project/project.ts'
import { getConversation } from '../read.ts'
import type { Conversation } from '../schema/conversation.ts'
import { findConversation, type Principal } from '../send/accept.ts'
import { factItem, type SayFact, type Saying } from '../store/facts.ts'
import { refuseMoved, takeVersion } from './moved.ts'
import { showDetails } from './show.ts'

/** The version of the conversation that the caller has seen, where it matters that nothing changed since. */
export interface Expected {
  readonly ifVersion?: number | undefined
}

const CASE_CLOSED = 'The current case is closed: reopen it first, or wait for the customer to write.'

/** Later than everything known of the conversation: a clock that is behind must not have its word lost. */
export const nextWordAt = (ctx: Pick<Context, 'now'>, { state }: Head): number =>
  Math.max(
    ctx.now(),
    lastWordAt(state.said) + 1,
    state.detailsAt + 1,
    state.caseDetailsAt + 1,
    (state.close?.reopenedAt ?? state.close?.at ?? 0) + 1,
    state.lastInbound?.seen ?? 0,
  )

type Current = Pick<Conversation, 'case' | 'language' | 'control' | 'metadata' | 'externalIds'>

/** What of it says something else than is known. */
export const changedValues = (
  said: Values | undefined,
  known: Readonly<Record<string, string>>,
): Values | undefined => {
  const changed = Object.entries(said ?? {}).filter(([name, value]) => (known[name] ?? null) !== value)
  return changed.length === 0 ? undefined : Object.fromEntries(changed)
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

/** What of it is news: nothing is kept, and nothing told, of what is so already. */
const newsOf = (said: Saying, known: Current): Saying => {
  const { assignee = null, tags = [] } = known.case ?? {}
  const snooze = known.case?.status === 'pending' ? 'pending' : (known.case?.snoozedUntil ?? null)
  const { language, control } = known
  const single = { assignee, tags, snooze, language, control }
  const names = Object.keys(single) as (keyof typeof single)[]
  return {
    ...Object.fromEntries(
      names.flatMap((name) =>
        said[name] === undefined || same(said[name], single[name]) ? [] : [[name, said[name]] as const],
      ),
    ),
    ...compact({
      metadata: changedValues(said.metadata, known.metadata),
      externalIds: changedValues(said.externalIds, known.externalIds),
    }),
  }
}

const refuseClosed = (said: Saying, current: Conversation['case']): void => {
  const isOfCase = said.assignee !== undefined || said.tags !== undefined || said.snooze !== undefined
  if (isOfCase && (current === null || current.status === 'closed')) throw new Problem('case_not_open', CASE_CLOSED)
}

const refuseTooMany = async (ctx: Context, head: Head, news: Saying): Promise<void> => {
  if (news.metadata === undefined && news.externalIds === undefined) return
  const kept = await readDetails(ctx, head.id, { consistent: true })
  for (const what of ['metadata', 'externalIds'] as const) {
    const names = new Set([...Object.keys(kept[what]), ...Object.keys(news[what] ?? {})])
    if (names.size > MAX_NAMES)
      throw new Problem(
        'invalid_request',
        `A conversation keeps at most ${MAX_NAMES} names there, those taken away included.`,
        [{ path: `/${what}`, message: 'use names again that were used before' }],
      )
  }
}

const externalId = (head: Head, system: string, id: string): ExternalId => ({
  shop: head.shop,
  what: 'conversation',
  system,
  id,
})

/** Whether somebody else still has an id: the conversation that carries on under theirs, if that is another one, and shows it. */
const isHeld =
  (ctx: Context, head: Head, system: string, id: string) =>
  async (of: string): Promise<boolean> => {
    const { value } = await findRoot(ctx.table, heads(ctx), of)
    if (value === undefined || value.id === head.id) return false
    return (await showDetails<Shown>(ctx, value, { metadata: {}, externalIds: {} })).externalIds[system] === id
  }

const claimIds = async (ctx: Context, head: Head, ids: Values): Promise<void> => {
  for (const [system, id] of Object.entries(ids))
    if (id !== null) await claimExternalId(ctx, externalId(head, system, id), head.id, isHeld(ctx, head, system, id))
}

const releaseIds = async (
  ctx: Context,
  head: Head,
  ids: Values,
  before: Readonly<Record<string, string>>,
): Promise<void> => {
  for (const system of Object.keys(ids)) {
    const old = before[system]
    if (old !== undefined) await releaseExternalId(ctx, externalId(head, system, old), head.id)
  }
}

/**
 * What the shop says of a conversation and its case. Each thing stands for itself, so that two who say different things at the
 * same moment are both heard; `ifVersion` refuses what was said of an older version.
 */
export const say = async (
  ctx: Context,
  principal: Principal,
  conversation: string,
  said: Saying,
  { ifVersion }: Expected = {},
): Promise<Conversation> => {
  const head = await findConversation(ctx, principal, conversation)
  const known = await showDetails(ctx, head, conversationView(head, caseIdOf(ctx.hash)))
  refuseClosed(said, known.case)
  const news = newsOf(said, known)
  const key = ctx.hash('say', ctx.nonce())
  await refuseTooMany(ctx, head, news)
  refuseMoved(head, ifVersion)
  if (Object.keys(news).length === 0) return getConversation(ctx, principal, head.id)
  await claimIds(ctx, head, news.externalIds ?? {})
  await takeVersion(ctx, head, ifVersion, key)
  const fact: SayFact = {
    kind: 'say',
    shop: head.shop,
    conversation: head.id,
    case: known.case?.id ?? null,
    at: nextWordAt(ctx, head),
    said: news,
  }
  await ctx.table.put(factItem(key, { source: 'own', fact }, { seenAt: ctx.now() }), { absent: 'pk' })
  await projectFact(ctx, key)
  await releaseIds(ctx, head, news.externalIds ?? {}, known.externalIds)
  return getConversation(ctx, principal, head.id)
}
