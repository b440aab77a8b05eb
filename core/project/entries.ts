import { tellWoken } from '../cases/tell.ts'
import type { Context } from '../context.ts'
import { appendEvent } from '../feed.ts'
import { withFileUrls } from '../files.ts'
import { slimEntry, entryItem, type Entry, type MessageFile, type Place } from '../conversation/message.ts'
import { conversationView, type Head } from '../conversation/view.ts'
import { previewOf } from '../conversation/preview.ts'
import type { Message } from '../schema/message.ts'
import { markOf, type HeadState } from '../conversation/head.ts'
import type { FactRecord } from '../store/facts.ts'
import { digestOf, tell, tellOnce } from './tell.ts'
import { caseIdOf, foldHead, tellBegun } from './people.ts'

export const placeIdentity = (place: Place) => ({
  id: place.conversation,
  shop: place.shop,
  channel: place.channel,
  connection: place.connection,
  account: place.account,
})

/**
 * Sets the timeline entry unless a newer state stands there. Read first: an entry that says the same is not rewritten.
 * Answers since which revision it says so; undefined when a newer state stands there, which its own writer tells.
 */
export const putEntry = async (
  ctx: Context,
  entry: Entry,
  record: Pick<FactRecord, 'index' | 'v'>,
): Promise<number | undefined> => {
  const digest = digestOf(ctx.hash, entry)
  const item = entryItem(entry, record, digest)
  const known = await ctx.table.get(item, { consistent: true })
  if (known?.['dg'] === digest) return Number(known['rev'])
  const set = await ctx.table.put(item, { any: [{ absent: 'pk' }, { lt: ['rev', entry.version] }] })
  return set ? entry.version : undefined
}

/**
 * When the words last changed: receipts and reactions leave the preview, and so the head, as it is. A fallback replaces what
 * was to be said, once.
 */
const wordsSince = ({ deleted, edited, fallback }: Message): number =>
  deleted ? Number.MAX_SAFE_INTEGER : (edited?.at ?? (fallback?.used ? 1 : 0))

/** Moves the head by one message: the list, who waits, and what an agent has yet to read follow from it. */
export const foldMessage = (
  ctx: Context,
  place: Place,
  message: Message,
  change: (current: HeadState) => Partial<HeadState>,
): Promise<Head> => {
  const mark = markOf(message)
  return foldHead(ctx, placeIdentity(place), (current) => ({
    first: mark,
    last: { ...mark, text: previewOf(message), by: message.author.kind, rev: wordsSince(message) },
    ...(message.direction === 'in' ? { lastInbound: mark, lastInboundAt: mark.at, open: [mark] } : {}),
    ...change(current),
  }))
}

/** Tells of the message, and of the conversation and case that began with it. */
export const tellMessage = async (ctx: Context, message: Message, head: Head, since: number): Promise<void> => {
  const view = conversationView(head, caseIdOf(ctx.hash))
  await tellWoken(ctx, head)
  await tellBegun(ctx, head)
  if (view.case?.status === 'open')
    await tellOnce(ctx, { type: 'case.opened', shop: head.shop, id: view.case.id, data: { ...view.case }, place: head })
  await tell(ctx, {
    shop: message.shop,
    id: message.id,
    created: 'message.created',
    updated: message.deleted ? 'message.deleted' : 'message.updated',
    data: slimEntry(withFileUrls(ctx.publicUrl, message)),
    since,
  })
}

/** Tells of each file that was fetched, or that will not come, once. */
export const tellFiles = async (ctx: Context, message: Message, files: readonly MessageFile[]): Promise<void> => {
  const { attachments } = withFileUrls(ctx.publicUrl, message)
  const { id, shop, conversation, version } = message
  for (const { id: file, index, state } of files)
    if (state !== undefined)
      await appendEvent(ctx, {
        type: 'attachment.updated',
        shop,
        subject: id,
        key: [id, file],
        data: { ...attachments[index], message: id, index, conversation, version },
        place: message,
      })
}
