import type { Context } from '../context.ts'
import { MAX_NAMES, readCaseDetails, type Values } from '../conversation/details.ts'
import { findRoot } from '../conversation/versioned.ts'
import type { Head } from '../conversation/view.ts'
import { claimExternalId, findExternalId, releaseExternalId, type ExternalId } from '../external-ids.ts'
import { Problem } from '../problem.ts'
import { heads } from '../project/people.ts'
import { projectFact } from '../project/project.ts'
import { reaches, type Principal } from '../reach.ts'
import type { Case } from '../schema/conversation.ts'
import { findConversation } from '../send/accept.ts'
import { factItem, type SayFact } from '../store/facts.ts'
import { findCase, type FoundCase } from './find.ts'
import { refuseMoved, takeVersion } from './moved.ts'
import { changedValues, nextWordAt, type Expected } from './say.ts'

const externalId = (shop: string, system: string, id: string): ExternalId => ({ shop, what: 'case', system, id })

/** An id of a case leads to its conversation as well: a case is kept there. */
const ownerOf = ({ of, view }: FoundCase): string => `${of} ${view.id}`

/** The case that an id was claimed for, with the conversation that it is a case of by now. */
const followOwner = async (
  ctx: Context,
  owner: string,
): Promise<{ readonly head: Head; readonly found: FoundCase } | undefined> => {
  const [conversation = '', id = ''] = owner.split(' ')
  const { value: head } = await findRoot(ctx.table, heads(ctx), conversation)
  const found = head && (await findCase(ctx, head, id))
  return head && found && { head, found }
}

const claimIds = async (ctx: Context, shop: string, found: FoundCase, ids: Values): Promise<void> => {
  for (const [system, id] of Object.entries(ids))
    if (id !== null)
      await claimExternalId(ctx, externalId(shop, system, id), ownerOf(found), async (owner) => {
        const other = (await followOwner(ctx, owner))?.found.view
        return other !== undefined && other.id !== found.view.id && other.externalIds[system] === id
      })
}

const refuseTooMany = async (ctx: Context, { of, view }: FoundCase, ids: Values): Promise<void> => {
  const { externalIds } = await readCaseDetails(ctx, of, view.id, { consistent: true })
  if (new Set([...Object.keys(externalIds), ...Object.keys(ids)]).size > MAX_NAMES)
    throw new Problem('invalid_request', `A case keeps at most ${MAX_NAMES} ids, those taken away included.`, [
      { path: '/externalIds', message: 'use names again that were used before' },
    ])
}

/** The conversation with one of its cases, or not_found. */
const caseIn = async (ctx: Context, principal: Principal, conversation: string, id: string) => {
  const head = await findConversation(ctx, principal, conversation)
  const found = await findCase(ctx, head, id)
  if (found === undefined) throw new Problem('not_found', `There is no case ${id} in ${conversation}.`)
  return { head, found }
}

/**
 * Says what a case, also one that is closed, is called in other systems; null takes an id away. An id names one case of the
 * shop: `external_id_taken` where another has it. Answers the case as it is then.
 */
export const identifyCase = async (
  ctx: Context,
  principal: Principal,
  conversation: string,
  id: string,
  ids: Values,
  { ifVersion }: Expected = {},
): Promise<Case> => {
  const { head, found } = await caseIn(ctx, principal, conversation, id)
  const news = changedValues(ids, found.view.externalIds)
  refuseMoved(head, ifVersion)
  if (news === undefined) return found.view
  await refuseTooMany(ctx, found, news)
  await claimIds(ctx, head.shop, found, news)
  const key = ctx.hash('say', ctx.nonce())
  await takeVersion(ctx, head, ifVersion, key)
  const fact: SayFact = {
    kind: 'say',
    shop: head.shop,
    conversation: found.of,
    case: id,
    at: nextWordAt(ctx, head),
    said: { caseIds: news },
  }
  await ctx.table.put(factItem(key, { source: 'own', fact }, { seenAt: ctx.now() }), { absent: 'pk' })
  await projectFact(ctx, key)
  const { view: after } = (await caseIn(ctx, principal, conversation, id)).found
  // Those it had, and those it was to have where somebody else said otherwise meanwhile.
  for (const [system, old] of [...Object.entries(found.view.externalIds), ...Object.entries(news)])
    if (old !== null && after.externalIds[system] !== old)
      await releaseExternalId(ctx, externalId(head.shop, system, old), ownerOf(found))
  return after
}

/** The case that has an id of another system, if there is one within reach. */
export const findCaseByExternalId = async (
  ctx: Context,
  principal: Principal,
  { system, id }: { readonly system: string; readonly id: string },
): Promise<Case | undefined> => {
  const owner = await findExternalId(ctx, externalId(principal.shop, system, id))
  const known = owner === undefined ? undefined : await followOwner(ctx, owner)
  if (known === undefined || !reaches(principal, known.head)) return undefined
  return known.found.view.externalIds[system] === id ? known.found.view : undefined
}
