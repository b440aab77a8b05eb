import type { Context } from '../context.ts'
import { slimEntry } from '../conversation/message.ts'
import { appendEvent } from '../feed.ts'
import type { Note } from '../schema/conversation.ts'
import type { FactRecord, NoteFact } from '../store/facts.ts'
import { putEntry } from './entries.ts'

export const noteOf = (record: FactRecord, { conversation, author, text }: NoteFact): Note => ({
  id: `not_${record.key}`,
  type: 'note',
  conversation,
  author,
  text,
  at: record.seenAt,
  firstSeenAt: record.seenAt,
  version: record.rev,
})

/**
 * A line of the timeline for the shop alone: no adapter ever sees it, and nobody's waiting ends with it. Told as
 * `message.created`, whose data says `type: note`.
 */
export const projectNote = async (ctx: Context, record: FactRecord, fact: NoteFact): Promise<void> => {
  const note = noteOf(record, fact)
  await putEntry(ctx, note, record)
  const { id } = note
  await appendEvent(ctx, { type: 'message.created', shop: fact.shop, subject: id, key: [id], data: slimEntry(note) })
}
