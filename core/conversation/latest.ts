import type { Context } from '../context.ts'
import type { Message } from '../schema/message.ts'
import { decodeEntry } from './message.ts'
import type { Head } from './view.ts'

/** Entries looked through: beside messages there may be activities, and messages of ours that never went. */
const LOOK_BACK = 20

/** The last messages of a conversation, over all that proved to be this one, latest first. */
export const latestMessages = async (ctx: Pick<Context, 'table'>, head: Head): Promise<readonly Message[]> => {
  const range = { from: 'E#', to: 'E#~', reverse: true, limit: LOOK_BACK, consistent: true }
  const pages = await Promise.all(
    [head.id, ...head.state.linked].map((conversation) => ctx.table.query({ pk: `cnv#${conversation}`, ...range })),
  )
  return pages
    .flatMap(({ items }) => items)
    .sort((a, b) => (a.sk < b.sk ? 1 : -1))
    .map(decodeEntry)
    .filter((entry) => entry.type === 'message')
}

/** The customer's latest message. */
export const latestInbound = async (ctx: Pick<Context, 'table'>, head: Head): Promise<Message | undefined> =>
  (await latestMessages(ctx, head)).find(({ direction }) => direction === 'in')
