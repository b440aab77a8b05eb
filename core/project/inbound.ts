import type { Context } from '../context.ts'
import { inboundView, type Place } from '../conversation/message.ts'
import { markOf, type AskMark, type HeadState } from '../conversation/head.ts'
import type { Head } from '../conversation/view.ts'
import { findRoot } from '../conversation/versioned.ts'
import type { Account } from '../schema/directory.ts'
import type { Alias } from '../schema/identity.ts'
import type { MessageFact } from '../schema/fact.ts'
import type { Message } from '../schema/message.ts'
import { readSelection } from '../selection.ts'
import { loadPartition, type FactRecord, type Partition, type State } from '../store/facts.ts'
import { factOfMessage, messageFact, messageId, stateKey } from '../store/keys.ts'
import { foldMessage, putEntry, tellMessage } from './entries.ts'
import { heads, learnContact, resolve, type Known } from './people.ts'

export type InboundRecord = FactRecord & { readonly source: 'inbound' }

/** Longer texts are prose, not a pick from a numbered list. */
const MAX_PICK_LENGTH = 80

interface Picked {
  readonly selection: { readonly id: string; readonly title: string; readonly of?: string }
  readonly askedAt: number
}

/** What became of parts that never reached the customer. */
const LOST: ReadonlySet<string> = new Set(['failed', 'cancelled', 'expired'])

const optionsOf = async (ctx: Context, ask: AskMark) => {
  const { fact, state } = await loadPartition(ctx.table, factOfMessage(ask.message))
  if (fact?.source !== 'own' || fact.fact.kind !== 'outbound') return undefined
  const never = fact.fact.plan.parts.every((_, index) => LOST.has(state.part(index).state ?? 'queued'))
  if (never) return undefined
  return { numbered: fact.fact.plan.numbered ?? [], of: state.part(fact.fact.plan.parts.length - 1).providerId }
}

/** The latest question asked before the message that "2" or an option's title answers. */
const pickFrom = async (
  ctx: Context,
  head: Head | undefined,
  record: InboundRecord,
  text: string,
): Promise<Picked | undefined> => {
  const asks = (head?.state.asks ?? []).filter((ask) => ask.at < record.seenAt)
  for (const ask of asks.toReversed()) {
    const asked = await optionsOf(ctx, ask)
    const picked = asked && readSelection(text, asked.numbered)
    if (picked) return { selection: { ...picked, ...(asked.of ? { of: asked.of } : {}) }, askedAt: ask.at }
  }
  return undefined
}

/** Writes the selection a plain text stands for into the message's state, where every view of it reads it. */
const bindSelection = async (
  ctx: Context,
  conversation: string,
  record: InboundRecord,
  fact: MessageFact,
  state: State,
): Promise<State> => {
  const plain = fact.direction === 'in' && fact.body.content === undefined && fact.body.attachments.length === 0
  if (!plain || fact.body.text.length > MAX_PICK_LENGTH) return state
  const { value: head } = await findRoot(ctx.table, heads(ctx), conversation)
  const pick = await pickFrom(ctx, head, record, fact.body.text)
  if (pick === undefined) return state
  const changed = await ctx.table.update(
    stateKey(record.key),
    { set: { sel: JSON.stringify(pick.selection), sel_at: pick.askedAt }, add: { rev: 1 } },
    { any: [{ absent: 'sel_at' }, { lt: ['sel_at', pick.askedAt] }] },
  )
  return changed ? { ...state, selection: pick.selection, rev: Number(changed['rev']) } : state
}

/** Where a fact about people belongs: its conversation and contact, found or made. */
export const placeOf = async (
  ctx: Context,
  record: InboundRecord,
  account: Account,
  fact: Pick<MessageFact, 'peers' | 'thread' | 'profile'>,
): Promise<{ readonly place: Place; readonly contact: Known | undefined } | undefined> => {
  const whom = fact.thread ? [fact.thread] : fact.peers
  const conversation = await resolve(ctx, account, 'conversation', whom, record.seenAt)
  if (conversation === undefined) return undefined
  const contact = await learnContact(ctx, account, fact.peers, fact.profile, record.seenAt)
  const place: Place = {
    shop: account.shop,
    conversation: conversation.id,
    contact: fact.thread ? null : (contact?.id ?? null),
    channel: account.channel,
    connection: account.connection,
    account: account.id,
  }
  return { place, contact }
}

/** The customer as a fact states them. */
export const withContact = (
  peers: readonly Alias[],
  contact: Known | undefined,
  seenAt: number,
): Pick<HeadState, 'peers' | 'contact'> => ({
  peers: peers.map((peer) => ({ ...peer, seen: seenAt })),
  contact: contact
    ? {
        id: contact.current.id,
        name: contact.current.state.stated.name?.value ?? null,
        version: contact.current.version,
      }
    : null,
})

/** Whom the conversation is with, as this message states it. A group has participants, not one contact. */
const withWhom = (fact: MessageFact, message: Message, contact: Known | undefined): Partial<HeadState> =>
  fact.thread
    ? {
        thread: fact.thread,
        participants: fact.direction === 'in' ? [{ ...message.author, seen: message.firstSeenAt }] : [],
      }
    : withContact(fact.peers, contact, message.firstSeenAt)

/** Entry, then head, then events: each step may be repeated, and none is skipped because another was done before. */
export const projectMessage = async (
  ctx: Context,
  partition: Partition,
  record: InboundRecord,
  account: Account,
  fact: MessageFact,
): Promise<'done' | 'no_sender'> => {
  const found = await placeOf(ctx, record, account, fact)
  if (found === undefined) return 'no_sender'
  const state = await bindSelection(ctx, found.place.conversation, record, fact, partition.state)
  const idOf = (providerId: string): string => messageId(messageFact(ctx.hash, record.channel, fact.scope, providerId))
  const message = inboundView(record, fact, state, found.place, idOf)
  const since = await putEntry(ctx, message, record.index)
  const answer = { ...markOf(message), rev: 0 }
  // What was said before the channel was connected is shown, but nobody waits for an answer to it.
  const past = fact.body.extra?.['history'] === true ? { lastInbound: null, open: [], answers: [] } : {}
  const head = await foldMessage(ctx, found.place, message, () => ({
    ...withWhom(fact, message, found.contact),
    answers: fact.direction === 'out' ? [answer] : [],
    ...past,
  }))
  if (since !== undefined) await tellMessage(ctx, message, head, since)
  return 'done'
}
