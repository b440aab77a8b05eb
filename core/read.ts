import { showDetails } from './cases/show.ts'
import type { Context } from './context.ts'
import { inboundView, decodeEntry, withWatermarks, type Entry } from './conversation/message.ts'
import { findRoot } from './conversation/versioned.ts'
import type { Listed } from './conversation/list.ts'
import { present } from './conversation/present.ts'
import { Problem } from './problem.ts'
import { findPlace, heads } from './project/people.ts'
import { loadOutbound } from './project/outbound.ts'
import { reaches, reachesSent } from './reach.ts'
import type { Conversation } from './schema/conversation.ts'
import type { Message } from './schema/message.ts'
import { findConversation, type Principal } from './send/accept.ts'
import { loadPartition, type Partition } from './store/facts.ts'
import { factOfMessage } from './store/keys.ts'

export { listConversations, type Listed } from './conversation/list.ts'

export const getConversation = async (ctx: Context, principal: Principal, id: string): Promise<Conversation> => {
  const head = await findConversation(ctx, principal, id)
  return showDetails(ctx, head, present(ctx, head))
}

export interface TimelineQuery {
  readonly order: 'oldest' | 'newest'
  readonly limit: number
  /** Sort key of the last entry of the page before. */
  readonly after?: string
}

/** The timeline in provider-time order, over all conversations that proved to be this one. */
export const listTimeline = async (
  ctx: Context,
  principal: Principal,
  id: string,
  query: TimelineQuery,
): Promise<Listed<Entry>> => {
  const head = await findConversation(ctx, principal, id)
  const reverse = query.order === 'newest'
  // `!` and `~` stand right before and after every character of a sort key: the entry at the cursor is left out.
  const bounds = query.after
    ? reverse
      ? { from: 'E#', to: before(query.after) }
      : { from: `${query.after}!`, to: 'E#~' }
    : { from: 'E#', to: 'E#~' }
  const pages = await Promise.all(
    [head.id, ...head.state.linked].map((conversation) =>
      ctx.table.query({ pk: `cnv#${conversation}`, ...bounds, reverse, limit: query.limit + 1, consistent: true }),
    ),
  )
  const sign = reverse ? -1 : 1
  const items = pages.flatMap((page) => page.items).sort((a, b) => (a.sk < b.sk ? -sign : sign))
  // A page may end early (after 1 MB); of what lies beyond its end nothing is known yet.
  const ends = pages.flatMap((page) => (page.next === undefined ? [] : (page.items.at(-1)?.sk ?? [])))
  const known = items.filter(({ sk }) => ends.every((end) => (reverse ? sk >= end : sk <= end)))
  const shown = known.slice(0, query.limit)
  const last = shown.at(-1)
  return {
    data: shown
      .map(decodeEntry)
      .map((entry) => (entry.type === 'message' ? withWatermarks(entry, head.state) : entry))
      .map((entry) => ({ ...entry, conversation: head.id })),
    next: last && (ends.length > 0 || items.length > shown.length) ? { sk: last.sk } : null,
  }
}

/** The greatest string before this one, as far as sort keys are concerned: ids end in base64url characters. */
const before = (sk: string): string => {
  const end = sk.charCodeAt(sk.length - 1)
  return `${sk.slice(0, -1)}${String.fromCharCode(end - 1)}~`
}

const inboundMessage = async (
  ctx: Context,
  principal: Principal,
  partition: Partition,
): Promise<Message | undefined> => {
  const record = partition.fact
  if (record?.source !== 'inbound' || record.fact.kind !== 'message') return undefined
  const { fact, channel, connection } = record
  const account = ctx.directory.account(channel, connection, fact.account)
  const found =
    account &&
    reaches(principal, { ...account, account: account.id }) &&
    (await findPlace(ctx, account, fact, record.seenAt))
  if (!account || !found) return undefined
  const place = { shop: account.shop, ...found, channel, connection, account: account.id }
  return inboundView(record, fact, partition.state, place, ctx.hash)
}

/** A message from its fact and state, as it is this moment. A provider id of ours names the message it belongs to. */
export const getMessage = async (ctx: Context, principal: Principal, id: string): Promise<Message> => {
  const missing = new Problem('not_found', `There is no message ${id}.`)
  const named = await loadPartition(ctx.table, factOfMessage(id))
  const own = named.state.own?.message ?? id
  const partition = own === id ? named : await loadPartition(ctx.table, factOfMessage(own))
  const outbound = await loadOutbound(ctx, partition)
  if (outbound && !reachesSent(principal, outbound.fact)) throw missing
  if (outbound) {
    const { value: head } = await findRoot(ctx.table, heads(ctx), outbound.fact.conversation)
    // Removing it all takes a while; it is not found from the moment of the erasure.
    if (head?.erased !== undefined) throw missing
    return head ? withWatermarks({ ...outbound.view, conversation: head.id }, head.state) : outbound.view
  }
  const view = await inboundMessage(ctx, principal, partition)
  if (view === undefined) throw missing
  return view
}
