import type { Context } from '../context.ts'
import { decodeEntry, entryItem, inboundView, slimEntry } from '../conversation/message.ts'
import type { FactRecord } from '../store/facts.ts'
import { EMPTY_STATE } from '../store/facts.ts'
import { findBound } from './people.ts'
import { tellOnce } from './tell.ts'

/**
 * Some channels echo what we send without a key of ours. Such an echo may be seen before the answer of the send tells
 * that its id is ours, and is then shown as sent from elsewhere. Once the id is known to be ours the message stands for
 * both: the echo's entry goes, and who was told of it is told so.
 */
export const withdrawEcho = async (
  ctx: Context,
  record: FactRecord & { readonly source: 'inbound' },
): Promise<void> => {
  const { fact, channel, connection } = record
  if (fact.kind !== 'message' || fact.direction !== 'out') return
  const account = ctx.directory.account(channel, connection, fact.account)
  const conversation = account && (await findBound(ctx, account, fact, record.seenAt))
  if (account === undefined || conversation === undefined) return
  const place = { shop: account.shop, conversation, contact: null, channel, connection, account: account.id }
  const key = entryItem(inboundView(record, fact, EMPTY_STATE, place, ctx.hash), record, '')
  const shown = await ctx.table.get(key, { consistent: true })
  if (shown === undefined) return
  const entry = decodeEntry(shown)
  const data = { ...slimEntry(entry), text: '', attachments: [], deleted: { at: record.seenAt } }
  await tellOnce(ctx, { type: 'message.deleted', shop: account.shop, id: entry.id, data })
  await ctx.table.delete(key)
}
