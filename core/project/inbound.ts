import type { Context } from '../context.ts'
import { filesOf, inboundView, type Place } from '../conversation/message.ts'
import { markOf, type AskMark, type HeadState } from '../conversation/head.ts'
import type { Head } from '../conversation/view.ts'
import { findRoot } from '../conversation/versioned.ts'
import { saidBy } from '../erase/lives.ts'
import { keepNamed } from '../erase/objects.ts'
import type { Account } from '../schema/directory.ts'
import { isGroup } from '../schema/identity.ts'
import type { MessageFact } from '../schema/fact.ts'
import type { Message } from '../schema/message.ts'
import { readSelection } from '../selection.ts'
import { loadPartition, type FactRecord, type Partition, type State } from '../store/facts.ts'
import { goingOf } from '../store/going.ts'
import { factOfMessage, stateKey } from '../store/keys.ts'
import { planJobs } from '../jobs/plan.ts'
import { claimEcho } from './echo.ts'
import { foldMessage, putEntry, tellFiles, tellMessage } from './entries.ts'
import { keepWithin } from '../contact/show.ts'
import { markOfContact } from '../contact/current.ts'
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
  const going = goingOf(fact.fact, state)
  if (going.parts.every((part) => LOST.has(part.state.state ?? 'queued'))) return undefined
  return { numbered: going.fact.plan.numbered ?? [], of: going.parts.at(-1)?.state.providerId }
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
  fact: Pick<MessageFact, 'peers' | 'thread' | 'profile' | 'at'>,
): Promise<{ readonly place: Place; readonly contact: Known | undefined } | undefined> => {
  const whom = fact.thread ? [fact.thread] : fact.peers
  const saidAt = saidBy(fact.at, record.seenAt)
  const conversation = await resolve(ctx, account, 'conversation', whom, record.seenAt, undefined, saidAt)
  if (conversation === undefined) return undefined
  const contact = await learnContact(ctx, account, fact.peers, fact.profile, record.seenAt, saidAt)
  const place: Place = {
    shop: account.shop,
    conversation: conversation.id,
    contact: isGroup(fact.thread) ? null : (contact?.id ?? null),
    channel: account.channel,
    connection: account.connection,
    account: account.id,
  }
  if (contact && !isGroup(fact.thread)) await keepWithin(ctx, contact.id, place)
  return { place, contact }
}

/**
 * Whom a conversation is with, as a fact states it. A group is with nobody. A thread is with the person who was there
 * first, and is answered to who wrote last.
 */
export const withContact = (
  { peers, thread }: Pick<MessageFact, 'peers' | 'thread'>,
  contact: Known | undefined,
  seenAt: number,
  wrote = true,
): Pick<HeadState, 'peers' | 'contact' | 'thread'> => {
  if (isGroup(thread)) return { peers: [], contact: null, ...(thread ? { thread } : {}) }
  const since = thread ? { since: seenAt } : {}
  // What we sent to somebody in a thread from elsewhere does not make them the last who wrote in it.
  const seen = thread && !wrote ? 0 : seenAt
  return {
    peers: peers.map((peer) => ({ ...peer, seen })),
    contact: contact ? { ...markOfContact(contact.shown), ...since } : null,
    ...(thread ? { thread } : {}),
  }
}

/** Who wrote in a thread or group, told apart by the channel's id for them or else by how they are reached. */
const participantOf = (fact: MessageFact, { author, firstSeenAt }: Message): HeadState['participants'] => {
  if (fact.thread === undefined || fact.direction !== 'in') return []
  const id = author.id ?? fact.peers.at(-1)?.value
  return [{ ...author, ...(id === undefined ? {} : { id }), seen: firstSeenAt }]
}

const withWhom = (fact: MessageFact, message: Message, contact: Known | undefined): Partial<HeadState> => ({
  ...withContact(fact, contact, message.firstSeenAt, fact.direction === 'in'),
  participants: participantOf(fact, message),
})

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
  // Of what was said before the channel was connected nothing answers, or is, a message of ours.
  const past = fact.body.extra?.['history'] === true
  if (!past && (await claimEcho(ctx, record, fact, found.place))) return 'done'
  await keepNamed(ctx, record)
  const state = past
    ? partition.state
    : await bindSelection(ctx, found.place.conversation, record, fact, partition.state)
  const message = inboundView(record, fact, state, found.place, ctx.hash)
  const since = await putEntry(ctx, message, record)
  const answer = { ...markOf(message), rev: 0 }
  const head = await foldMessage(ctx, found.place, message, () => ({
    ...withWhom(fact, message, found.contact),
    answers: fact.direction === 'out' ? [answer] : [],
    // Nobody waits for an answer to it.
    ...(past ? { lastInbound: null, open: [], answers: [] } : {}),
  }))
  if (since !== undefined) {
    await tellMessage(ctx, message, head, since)
    await tellFiles(ctx, message, filesOf(ctx.hash, fact.body, state))
  }
  await planJobs(ctx, record, fact, state, found.contact?.shown.contact)
  return 'done'
}
