import type { Context } from '../context.ts'
import { decodeEntry, withWatermarks } from '../conversation/message.ts'
import type { State } from '../store/facts.ts'
import { entryKey, stateKey } from '../store/keys.ts'
import { tellMessage } from './entries.ts'
import { foldHead, resolve } from './people.ts'

type Watermark = NonNullable<State['watermark']>

/** A message may be taken by the provider a while after it was accepted, which is what the timeline is ordered by. */
const ACCEPTED_BEFORE_MS = 24 * 3_600_000
const PAGE = 100

/** Moves the marks of the conversation, and tells of the messages between the old mark and the new. */
export const projectWatermark = async (ctx: Context, key: string, watermark: Watermark): Promise<void> => {
  const { of, delivered, read, told } = watermark
  const account = ctx.directory.account(of.channel, of.connection, of.account)
  const bound = account && (await resolve(ctx, account, 'conversation', of.thread ? [of.thread] : of.peers))
  if (account === undefined || bound === undefined) return
  const { shop, channel, connection } = account
  const head = await foldHead(
    ctx,
    { id: bound.id, shop, channel, connection, account: account.id },
    { deliveredUpTo: delivered, readUpTo: read },
  )
  const upTo = Math.max(delivered, read)
  const from = entryKey(bound.id, { at: told - ACCEPTED_BEFORE_MS, seen: 0, index: 0, id: '' }).sk
  const to = entryKey(bound.id, { at: upTo, seen: 9e12, index: 9999, id: '~' }).sk
  const page = await ctx.table.query({ pk: `cnv#${bound.id}`, from, to, reverse: true, limit: PAGE, consistent: true })
  for (const entry of page.items.map(decodeEntry).reverse()) {
    if (entry.type !== 'message' || entry.direction !== 'out') continue
    const marked = withWatermarks(entry, head.state)
    if (marked.status !== entry.status) await tellMessage(ctx, marked, head)
  }
  if (told !== upTo) await ctx.table.update(stateKey(key), { set: { wm_told: upTo } })
}
