import type { Context } from '../context.ts'
import { decodeEntry, withWatermarks } from '../conversation/message.ts'
import { Erased } from '../erase/lives.ts'
import type { Head } from '../conversation/view.ts'
import type { Page } from '../ports.ts'
import type { State } from '../store/facts.ts'
import { entryKey, headKey, stateKey } from '../store/keys.ts'
import { tellMessage } from './entries.ts'
import { foldHead, resolve } from './people.ts'

type Watermark = NonNullable<State['watermark']>

/** A message may be taken by the provider a while after it was accepted, which is what the timeline is ordered by. */
const ACCEPTED_BEFORE_MS = 24 * 3_600_000

/** Tells of the messages between the old mark and the new. */
const tellCovered = async (ctx: Context, head: Head, conversation: string, after: number, upTo: number) => {
  const from = entryKey(conversation, { at: after - ACCEPTED_BEFORE_MS, seen: 0, index: 0, id: '' }).sk
  const to = entryKey(conversation, { at: upTo, seen: 9e12, index: 9999, id: '~' }).sk
  let next: Page['next']
  do {
    const range = { pk: `cnv#${conversation}`, from, to, consistent: true }
    const page = await ctx.table.query({ ...range, ...(next ? { after: next } : {}) })
    for (const item of page.items) {
      const entry = decodeEntry(item)
      if (entry.type !== 'message' || entry.direction !== 'out') continue
      const marked = withWatermarks(entry, head.state)
      if (marked.status !== entry.status) await tellMessage(ctx, marked, head, Number(item['rev']))
    }
    next = page.next
  } while (next !== undefined)
}

/** Moves the marks of the conversation. Of an account nobody configured nothing is kept but a line in the log. */
export const projectWatermark = async (ctx: Context, key: string, watermark: Watermark): Promise<void> => {
  const { of, delivered, read, told } = watermark
  const account = ctx.directory.account(of.channel, of.connection, of.account)
  const whom = of.thread ? [of.thread] : of.peers
  const bound = account && (await resolve(ctx, account, 'conversation', whom, Math.max(delivered, read)))
  // Of somebody who was erased and has not come back, it is of what they read before.
  if (bound?.after !== undefined && (await ctx.table.get(headKey(bound.id), { consistent: true })) === undefined)
    throw new Erased(bound.after)
  if (account === undefined || bound === undefined) {
    ctx.log('watermark_dropped', { channel: of.channel, connection: of.connection, reason: 'unknown_account' })
    return
  }
  const { shop, channel, connection } = account
  const head = await foldHead(
    ctx,
    { id: bound.id, shop, channel, connection, account: account.id },
    { deliveredUpTo: delivered, readUpTo: read },
  )
  const upTo = Math.max(delivered, read)
  for (const conversation of new Set([bound.id, head.id, ...head.state.linked]))
    await tellCovered(ctx, head, conversation, told, upTo)
  if (told !== upTo) await ctx.table.update(stateKey(key), { set: { wm_told: upTo } })
}
