import type { Context } from '../context.ts'
import { decodeEntry, outboundView, withWatermarks, type Place } from '../conversation/message.ts'
import { markOf, type AnswerMark, type AskMark, type HeadState } from '../conversation/head.ts'
import type { Head } from '../conversation/view.ts'
import type { Page } from '../ports.ts'
import type { Message } from '../schema/message.ts'
import {
  decodeState,
  EMPTY_STATE,
  type FactRecord,
  type OutboundFact,
  type Partition,
  type State,
} from '../store/facts.ts'
import { goingOf, type Going } from '../store/going.ts'
import { dueKeys, entryKey, factOfMessage, messageId, stateKey, todoKey } from '../store/keys.ts'
import type { OwnKey } from '../schema/fact.ts'
import { keepNamed } from '../erase/objects.ts'
import { foldMessage, placeIdentity, putEntry, tellMessage } from './entries.ts'
import { keepWithin } from '../contact/show.ts'
import { withContact } from './inbound.ts'
import { foldHead, learnContact } from './people.ts'
import { learnRecipient } from './recipient.ts'

/** An outbound message whole: what of it goes, in its parts, and what receipts say of the provider id of each. */
export interface Outbound extends Going {
  readonly record: FactRecord
  readonly state: State
  readonly receipts: readonly State[]
  readonly view: Message
}

const receiptsOf = async (ctx: Pick<Context, 'table'>, key: string | undefined): Promise<State> =>
  key === undefined ? EMPTY_STATE : decodeState(await ctx.table.get(stateKey(key), { consistent: true }))

export const loadOutbound = async (
  ctx: Pick<Context, 'table'>,
  partition: Partition,
): Promise<Outbound | undefined> => {
  const record = partition.fact
  if (record?.source !== 'own' || record.fact.kind !== 'outbound') return undefined
  const { state } = partition
  const going = goingOf(record.fact, state)
  const receipts = await Promise.all(going.parts.map((part) => receiptsOf(ctx, part.state.key)))
  return { ...going, record, state, receipts, view: outboundView(record, going, state, receipts) }
}

/** A receipt or echo named our own key: the part has this provider id, and its outcome is no longer unknown. */
export const adoptProviderId = async (ctx: Pick<Context, 'table'>, own: OwnKey, provider: Partition): Promise<void> => {
  const part = `p${own.part}`
  await ctx.table.update(
    stateKey(factOfMessage(own.message)),
    {
      set: {
        [`${part}_state`]: 'sent',
        [`${part}_key`]: provider.key,
        ...(provider.state.providerId ? { [`${part}_pid`]: provider.state.providerId } : {}),
      },
      add: { rev: 1 },
    },
    { all: [{ absent: `${part}_key` }, { exists: `${part}_state` }] },
  )
}

/** Marks each provider id as ours, where the worker died before it could, so that receipts find their message. */
const markOwn = async (ctx: Context, outbound: Outbound): Promise<void> => {
  for (const [index, { number, state }] of outbound.parts.entries()) {
    const { key } = state
    if (key === undefined || outbound.receipts[index]?.own !== undefined) continue
    await ctx.table.update(stateKey(key), {
      init: { out: messageId(outbound.record.key), outp: number },
      add: { rev: 1 },
    })
  }
}

/** What receipts told of the recipient, and the provider's answer where its worker died before it could keep that. */
const learnAddress = async (ctx: Context, { fact, record, parts, receipts }: Outbound): Promise<void> => {
  for (const [index, { state }] of parts.entries()) {
    await learnRecipient(ctx, fact, receipts[index]?.peers ?? [], record.seenAt)
    await learnRecipient(ctx, fact, state.aliases ?? [], record.seenAt)
  }
}

const LOST = new Set(['failed', 'cancelled', 'expired'])

const asksOf = ({ view, fact, record }: Outbound): AskMark[] =>
  fact.plan.numbered?.length ? [{ message: view.id, at: record.seenAt }] : []

/** How the message stands as an answer. Receipts of one that never failed leave the head as it is. */
const answerOf = ({ view }: Outbound, current: HeadState): AnswerMark[] => {
  if (view.content?.type === 'reaction') return []
  const mark = markOf(view)
  if (LOST.has(view.status)) return [{ ...mark, rev: 1, failed: true }]
  const failedBefore = current.answers.some((answer) => answer.id === mark.id && answer.rev > 0)
  return [{ ...mark, rev: failedBefore ? 2 : 0 }]
}

/** The provider's seconds are cut off: an answer may bear a time a little before its question. */
const CUT_OFF_MS = 60_000

/** A question projected after its answer arrived: the answers since are read again, once for each question. */
const rereadAnswers = async (
  ctx: Context,
  place: Place,
  head: Head,
  ask: AskMark,
  reread: (fact: string) => Promise<void>,
): Promise<void> => {
  if (head.state.asks.some((known) => known.message === ask.message && known.reread)) return
  const from = entryKey(place.conversation, { at: ask.at - CUT_OFF_MS, seen: 0, index: 0, id: '' }).sk
  for (const conversation of new Set([place.conversation, head.id, ...head.state.linked])) {
    let after: Page['next']
    do {
      const range = { pk: `cnv#${conversation}`, from, to: 'E#~', consistent: true }
      const page = await ctx.table.query({ ...range, ...(after ? { after } : {}) })
      for (const entry of page.items.map(decodeEntry)) {
        if (entry.type === 'message' && entry.direction === 'in' && entry.firstSeenAt > ask.at)
          await reread(factOfMessage(entry.id))
      }
      after = page.next
    } while (after !== undefined)
  }
  await foldHead(ctx, placeIdentity(place), { asks: [{ ...ask, reread: true }] })
}

const WAITS = new Set([undefined, 'queued', 'held'])

/** What there is to send, in the order it was accepted. Repeats the API's own write, which may have died before it. */
const ensureTodo = async (ctx: Context, outbound: Outbound): Promise<void> => {
  const { record, fact, state, parts } = outbound
  const next = parts.find((part) => WAITS.has(part.state.state))?.state
  if (next === undefined || LOST.has(outbound.view.status)) return
  const id = messageId(record.key)
  const key = todoKey(fact.conversation, record.seenAt, id)
  if ((await ctx.table.get(key, { consistent: true })) === undefined)
    await ctx.table.put({ ...key, ...dueKeys(record.seenAt + ctx.settings.wakeGraceMs, id) })
  if ((next.due ?? 0) <= ctx.now()) await ctx.queues.wake(fact.conversation, `${id} ${state.rev}`)
}

const placeOfOutbound = (fact: OutboundFact): Place => ({
  shop: fact.shop,
  conversation: fact.conversation,
  contact: fact.contact,
  channel: fact.channel,
  connection: fact.connection,
  account: fact.address.account,
})

/** With whom a conversation is that the shop began. */
const beginWith = async (ctx: Context, { record, fact }: Outbound, place: Place): Promise<Partial<HeadState>> => {
  const account = ctx.directory.account(fact.channel, fact.connection, fact.address.account)
  if (!fact.starts || account === undefined) return {}
  const { peers } = fact.address
  const contact = await learnContact(ctx, account, peers, undefined, record.seenAt)
  if (contact) await keepWithin(ctx, contact.id, place)
  return withContact({ peers: [...peers] }, contact, record.seenAt)
}

/** Entry, head, events, then the wake-up. `reread` projects another message again. */
export const projectOutbound = async (
  ctx: Context,
  partition: Partition,
  reread: (fact: string) => Promise<void>,
): Promise<void> => {
  const outbound = await loadOutbound(ctx, partition)
  if (outbound === undefined) return
  const { view, fact } = outbound
  const place = placeOfOutbound(fact)
  await markOwn(ctx, outbound)
  await keepNamed(ctx, outbound.record)
  await learnAddress(ctx, outbound)
  const key = entryKey(place.conversation, { at: view.at, seen: view.firstSeenAt, index: 0, id: view.id })
  // A claim is not worth an entry: the answer follows within seconds, and the message itself shows `sending`.
  if (view.status === 'sending' && (await ctx.table.get(key))) return
  const since = await putEntry(ctx, view, outbound.record)
  const begun = await beginWith(ctx, outbound, place)
  const head = await foldMessage(ctx, place, view, (current) => ({
    ...begun,
    answers: answerOf(outbound, current),
    asks: asksOf(outbound),
  }))
  for (const ask of asksOf(outbound)) await rereadAnswers(ctx, place, head, ask, reread)
  if (since !== undefined) await tellMessage(ctx, withWatermarks(view, head.state), head, since)
  await ensureTodo(ctx, outbound)
}
