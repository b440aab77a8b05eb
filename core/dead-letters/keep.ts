import type { Context } from '../context.ts'
import { appendEvent } from '../feed.ts'
import type { InboundRecord } from '../project/inbound.ts'
import type { QuarantineFact } from '../schema/fact.ts'
import { deadLetterKey, deadLetterOfShop } from '../store/keys.ts'
import { attributesOf, decodeDeadLetter, isRedriven, shopsOf, type DeadLetterRecord } from './item.ts'

/**
 * The dead letter itself. Found once more to be one, it counts that: whoever redrives it learns from there that it failed.
 * What could not be read is not counted, however often it is projected: it is read anew by redriving alone.
 */
const keepItself = async (ctx: Context, letter: DeadLetterRecord): Promise<DeadLetterRecord> => {
  const key = deadLetterKey(letter.id)
  const known = await ctx.table.get(key, { consistent: true })
  if (known && letter.kind === 'quarantine') return decodeDeadLetter(known, letter.id)
  const item = await ctx.table.update(key, { init: attributesOf(letter), add: { fails: 1 } })
  return item ? decodeDeadLetter(item, letter.id) : letter
}

/** In the list of a shop, under the latest count: a redrive that takes it out there, takes out what it knew of. */
const keepInList = (ctx: Context, shop: string, letter: DeadLetterRecord): Promise<unknown> =>
  ctx.table.update(
    deadLetterOfShop(shop, letter.at, letter.id),
    { set: { ...attributesOf(letter), fails: letter.fails } },
    { any: [{ absent: 'fails' }, { lt: ['fails', letter.fails] }] },
  )

/** What could not be placed or read stays to be looked at and redriven: by its key, with a reason free of content. */
export const deadLetter = async (
  ctx: Context,
  record: InboundRecord,
  { account }: Pick<QuarantineFact, 'account'>,
  reason: string,
): Promise<void> => {
  const { channel, connection, key: fact, seenAt: at } = record
  const { kind } = record.fact
  const id = `dl_${fact}`
  const letter = await keepItself(ctx, { id, fact, channel, connection, account, kind, reason, at, fails: 1 })
  const shops = shopsOf(ctx, letter, account)
  if (!isRedriven(letter)) for (const shop of shops) await keepInList(ctx, shop, letter)
  ctx.log('dead_letter', { id, channel, connection, kind })
  for (const shop of shops)
    await appendEvent(ctx, {
      type: 'item.quarantined',
      shop,
      subject: id,
      key: [id, shop],
      data: { id, channel, connection, reason },
    })
}
