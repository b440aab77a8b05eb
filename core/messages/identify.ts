import type { Context } from '../context.ts'
import { changedValues } from '../cases/say.ts'
import { MAX_NAMES, type Values } from '../conversation/details.ts'
import { findExternalId, releaseExternalId } from '../external-ids.ts'
import { Problem } from '../problem.ts'
import { projectFact } from '../project/project.ts'
import type { Principal } from '../reach.ts'
import { getMessage } from '../read.ts'
import type { Message } from '../schema/message.ts'
import { idAttribute, loadPartition } from '../store/facts.ts'
import { factOfMessage, stateKey } from '../store/keys.ts'
import { claimMessageIds, messageExternalId } from './claim.ts'

/** Sets one id unless something later was said of it. */
const state = async (ctx: Context, message: string, system: string, id: string | null, at: number): Promise<void> => {
  const by = ctx.hash('identify', ctx.nonce())
  const [name, order] = [idAttribute(system), `${String(at).padStart(13, '0')}#${by}`]
  await ctx.table.update(
    stateKey(factOfMessage(message)),
    { set: { [name]: JSON.stringify([at, by, id]), [`o_${name}`]: order }, add: { rev: 1 } },
    { any: [{ absent: `o_${name}` }, { lt: [`o_${name}`, order] }] },
  )
}

/**
 * Says what a message is called in other systems; null takes an id away. Kept in the message's state, each system for itself:
 * the later word wins. An id names one message of the shop: `external_id_taken` where another has it. Answers the message
 * as it is then.
 */
export const identifyMessage = async (
  ctx: Context,
  principal: Principal,
  named: string,
  ids: Values,
): Promise<Message> => {
  const before = await getMessage(ctx, principal, named)
  const { id: message, shop, externalIds: known } = before
  const news = changedValues(ids, known)
  if (news === undefined) return before
  const { externalIds: stated = {} } = (await loadPartition(ctx.table, factOfMessage(message))).state
  if (new Set([...Object.keys(known), ...Object.keys(stated), ...Object.keys(news)]).size > MAX_NAMES)
    throw new Problem('invalid_request', `A message keeps at most ${MAX_NAMES} ids, those taken away included.`, [
      { path: '/externalIds', message: 'use names again that were used before' },
    ])
  await claimMessageIds(ctx, shop, message, news)
  for (const [system, id] of Object.entries(news))
    await state(ctx, message, system, id, Math.max(ctx.now(), (stated[system]?.[0] ?? 0) + 1))
  await projectFact(ctx, factOfMessage(message))
  const after = await getMessage(ctx, principal, message)
  // Those it had, and those it was to have where somebody else said otherwise meanwhile.
  for (const [system, old] of [...Object.entries(known), ...Object.entries(news)])
    if (old !== null && after.externalIds[system] !== old)
      await releaseExternalId(ctx, messageExternalId(shop, system, old), message)
  return after
}

/** The message that has an id of another system, if there is one within reach. */
export const findMessageByExternalId = async (
  ctx: Context,
  principal: Principal,
  { system, id }: { readonly system: string; readonly id: string },
): Promise<Message | undefined> => {
  const of = await findExternalId(ctx, messageExternalId(principal.shop, system, id))
  if (of === undefined) return undefined
  const found = await getMessage(ctx, principal, of).catch((error: unknown) => {
    if (error instanceof Problem && error.type === 'not_found') return undefined
    throw error
  })
  return found?.externalIds[system] === id ? found : undefined
}
