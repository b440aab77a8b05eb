import type { Context } from '../context.ts'
import { decodeEntry, outboundView, withWatermarks, type Place } from '../conversation/message.ts'
import type { AskMark, HeadState } from '../conversation/head.ts'
import type { Message } from '../schema/message.ts'
import {
  decodeState,
  EMPTY_STATE,
  type FactRecord,
  type OutboundFact,
  type Partition,
  type State,
} from '../store/facts.ts'
import { dueKeys, entryKey, factOfMessage, messageId, stateKey, todoKey } from '../store/keys.ts'
import type { OwnKey } from '../schema/fact.ts'
import { foldMessage, putEntry, tellMessage } from './entries.ts'
import { resolve } from './people.ts'

/** An outbound message whole: the fact, its parts, and what receipts say of each provider id. */
export interface Outbound {
  readonly record: FactRecord
  readonly fact: OutboundFact
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
  const { fact } = record
  const { state } = partition
  const receipts = await Promise.all(fact.plan.parts.map((_, index) => receiptsOf(ctx, state.part(index).key)))
  return { record, fact, state, receipts, view: outboundView(record, fact, state, receipts) }
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
  for (const [index, receipts] of outbound.receipts.entries()) {
    const { key } = outbound.state.part(index)
    if (key === undefined || receipts.own !== undefined) continue
    await ctx.table.update(stateKey(key), {
      init: { out: messageId(outbound.record.key), outp: index },
      add: { rev: 1 },
    })
  }
}

/** A receipt may tell a user id for the phone we wrote to: the customer's answer, which may name only that, is expected. */
const learnAddress = async (ctx: Context, outbound: Outbound): Promise<void> => {
  const { address, channel, connection, conversation } = outbound.fact
  const account = ctx.directory.account(channel, connection, address.account)
  for (const { peers = [] } of outbound.receipts) {
    const known = (type: string, value: string): boolean =>
      address.peers.some((p) => p.type === type && p.value === value)
    if (account === undefined || peers.every((peer) => known(peer.type, peer.value))) continue
    await resolve(ctx, account, 'conversation', peers, conversation)
    await resolve(ctx, account, 'contact', peers, outbound.fact.contact ?? undefined)
  }
}

const LOST = new Set(['failed', 'cancelled', 'expired'])

const headChange = (outbound: Outbound): Partial<HeadState> => {
  const { view, fact, record } = outbound
  const mark = { seen: view.firstSeenAt, at: view.at, id: view.id }
  const answers = view.content?.type !== 'reaction'
  return {
    ...(answers ? { answers: [LOST.has(view.status) ? { ...mark, failed: true as const } : mark] } : {}),
    ...(fact.plan.numbered?.length ? { asks: [{ message: view.id, at: record.seenAt }] } : {}),
  }
}

/** A question projected after its answer arrived: the answers since are read again. */
const rereadAnswers = async (
  ctx: Context,
  place: Place,
  ask: AskMark,
  reread: (fact: string) => Promise<void>,
): Promise<void> => {
  const from = entryKey(place.conversation, { at: ask.at - 3_600_000, seen: 0, index: 0, id: '' }).sk
  const page = await ctx.table.query({ pk: `cnv#${place.conversation}`, from, to: 'E#~', limit: 50, consistent: true })
  for (const entry of page.items.map(decodeEntry)) {
    if (entry.type === 'message' && entry.direction === 'in' && entry.firstSeenAt > ask.at)
      await reread(factOfMessage(entry.id))
  }
}

const WAITS = new Set([undefined, 'queued', 'held'])

/** What there is to send, in the order it was accepted. Repeats the API's own write, which may have died before it. */
const ensureTodo = async (ctx: Context, outbound: Outbound): Promise<void> => {
  const { record, fact, state } = outbound
  const next = fact.plan.parts.map((_, index) => state.part(index)).find((part) => WAITS.has(part.state))
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

/** Entry, head, events, then the wake-up. `reread` projects another message again. */
export const projectOutbound = async (
  ctx: Context,
  partition: Partition,
  reread: (fact: string) => Promise<void>,
): Promise<void> => {
  const outbound = await loadOutbound(ctx, partition)
  if (outbound === undefined) return
  const { view, fact, record } = outbound
  const place = placeOfOutbound(fact)
  await markOwn(ctx, outbound)
  await learnAddress(ctx, outbound)
  const key = entryKey(place.conversation, { at: view.at, seen: view.firstSeenAt, index: 0, id: view.id })
  // A claim is not worth an entry: the answer follows within seconds, and the message itself shows `sending`.
  if (view.status === 'sending' && (await ctx.table.get(key))) return
  await putEntry(ctx, view, 0)
  const head = await foldMessage(ctx, place, view, headChange(outbound))
  if (fact.plan.numbered?.length) await rereadAnswers(ctx, place, { message: view.id, at: record.seenAt }, reread)
  await tellMessage(ctx, withWatermarks(view, head.state), head)
  await ensureTodo(ctx, outbound)
}
