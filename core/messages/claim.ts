import type { Context } from '../context.ts'
import type { Values } from '../conversation/details.ts'
import { shownIds } from '../conversation/message-ids.ts'
import { claimExternalId, type ExternalId } from '../external-ids.ts'
import { loadPartition, type Partition } from '../store/facts.ts'
import { factOfMessage } from '../store/keys.ts'

export const messageExternalId = (shop: string, system: string, id: string): ExternalId => ({
  shop,
  what: 'message',
  system,
  id,
})

/** What a message is called, read from its fact and its state. */
const idsOf = ({ fact: record, state }: Partition): Record<string, string> => {
  const { fact } = record ?? {}
  const first = fact?.kind === 'message' || fact?.kind === 'outbound' ? fact.externalIds : undefined
  return shownIds(first, state.externalIds)
}

/** Claims ids for a message, which need not be there yet. Refused with `external_id_taken`. */
export const claimMessageIds = async (ctx: Context, shop: string, message: string, ids: Values): Promise<void> => {
  for (const [system, id] of Object.entries(ids))
    if (id !== null)
      await claimExternalId(ctx, messageExternalId(shop, system, id), message, async (of) => {
        const other = await loadPartition(ctx.table, factOfMessage(of))
        return other.fact !== undefined && idsOf(other)[system] === id
      })
}
