import type { Context } from '../context.ts'
import type { Item, Page } from '../ports.ts'
import { giveUp } from '../send/part.ts'
import { decodeFact, type FactRecord, type OutboundFact } from '../store/facts.ts'
import { aboutKey, deliveryKey, factKey, rawKey, SORT, stateKey } from '../store/keys.ts'
import { dropObjects, objectsOf } from './objects.ts'

/**
 * Kept of the state of what was erased: that parts will not be sent, whose provider ids those are, so that what is said of them
 * late is known for what it is, and when it was delivered. Provider ids themselves may hold a phone number.
 */
const KEPT_OF_STATE = /^(?:pk|sk|v|rev|er|out|outp|rc_[a-z]+|p\d+_(?:state|key))$/

interface Siblings {
  readonly fact: Item | undefined
  readonly state: Item | undefined
  readonly raw: Item | undefined
  /** Keys of facts that are about this one. */
  readonly about: readonly string[]
}

const readAll = async (ctx: Pick<Context, 'table'>, key: string): Promise<Siblings> => {
  const items: Item[] = []
  let after: Page['next']
  do {
    const page = await ctx.table.query({ pk: factKey(key).pk, consistent: true, ...(after ? { after } : {}) })
    items.push(...page.items)
    after = page.next
  } while (after !== undefined)
  const find = (sk: string) => items.find((item) => item.sk === sk)
  const about = items.flatMap(({ sk }) => (sk.startsWith('X#') ? [sk.slice('X#'.length)] : []))
  return { fact: find(SORT.fact), state: find(SORT.state), raw: find(SORT.raw), about }
}

const partsOf = ({ plan, fallback }: OutboundFact): number => plan.parts.length + (fallback?.plan.parts.length ?? 0)

/** What no worker has begun to send is not sent any more. */
const cancel = async (ctx: Context, key: string, fact: OutboundFact): Promise<void> => {
  for (let number = 0; number < partsOf(fact); number += 1) await giveUp(ctx, { key, number }, 'cancelled')
}

/** Provider ids of an outbound message: what receipts and echoes say of it is kept under them. */
const providerKeys = (state: Item | undefined): readonly string[] =>
  Object.entries(state ?? {}).flatMap(([name, value]) => (/^p\d+_key$/.test(name) ? [String(value)] : []))

const stripState = async (ctx: Context, key: string, state: Item | undefined, at: number): Promise<void> => {
  const remove = Object.keys(state ?? {}).filter((name) => !KEPT_OF_STATE.test(name))
  if (state?.['er'] !== undefined && remove.length === 0) return
  await ctx.table.update(stateKey(key), { init: { er: at }, remove, add: { rev: 1 } })
}

/** A tombstone for the raw slice, and for the delivery it is of; the same delivery again finds its place taken. */
const stripRaw = async (
  ctx: Context,
  key: string,
  record: FactRecord | undefined,
  raw: Item | undefined,
  at: number,
): Promise<void> => {
  const mayHave = record?.source === 'inbound' && ['message', 'quarantine'].includes(record.fact.kind)
  if (raw?.['dlv'] !== undefined) await ctx.table.put({ ...deliveryKey(String(raw['dlv'])), er: at })
  if (raw?.['raw'] !== undefined || mayHave) await ctx.table.put({ ...rawKey(key), er: at })
}

/** Edits, reactions: each is a fact of its own. */
const stripAbout = async (ctx: Context, key: string, about: readonly string[], at: number): Promise<void> => {
  for (const one of about) {
    await strip(ctx, one, at)
    await ctx.table.delete(aboutKey(factKey(key).pk, one))
  }
}

const stripBody = async (ctx: Context, key: string, item: Item | undefined, at: number): Promise<void> => {
  if (item === undefined || (item['er'] !== undefined && item['body'] === undefined)) return
  await ctx.table.update(factKey(key), { init: { er: at }, remove: ['body'] }, { exists: 'pk' })
}

/**
 * Strips a fact to its key and `er`, with its state, its raw slice, its files, and what was said of it. It is never deleted, and a
 * tombstone stands for the raw slice: the same delivery again changes nothing. The fact goes last, since it tells what else has
 * to: whoever dies before that begins again. Anything that comes late is stripped by `project`, as often as it comes.
 */
export const strip = async (ctx: Context, key: string, at: number): Promise<void> => {
  const { fact: item, state, raw, about } = await readAll(ctx, key)
  // How far a conversation was read is kept by whom it is with, and nothing else is there.
  if (state?.['wm'] !== undefined) return void (await ctx.table.delete(stateKey(key)))
  const record: FactRecord | undefined = item && decodeFact(item)
  await stripAbout(ctx, key, about, at)
  await dropObjects(ctx, key, objectsOf(ctx, key, record, { state, raw }))
  await stripRaw(ctx, key, record, raw, at)
  if (record?.source === 'own' && record.fact.kind === 'outbound') await cancel(ctx, key, record.fact)
  for (const provider of providerKeys(state)) if (provider !== key) await strip(ctx, provider, at)
  if (item === undefined && state === undefined) return
  await stripState(ctx, key, (await ctx.table.get(stateKey(key), { consistent: true })) ?? state, at)
  await stripBody(ctx, key, item, at)
}
