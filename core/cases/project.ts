import type { Context } from '../context.ts'
import { detailsFrom, foldCaseDetails, foldDetails } from '../conversation/details.ts'
import type { HeadState } from '../conversation/head.ts'
import { shortMark, withoutCase, type Said, type Word } from '../conversation/said.ts'
import { findRoot } from '../conversation/versioned.ts'
import { closedCase, conversationView, type Head } from '../conversation/view.ts'
import { keepAbout } from '../erase/about.ts'
import { appendEvent } from '../feed.ts'
import { caseIdOf, foldHead, heads, tellChange } from '../project/people.ts'
import { tellOnce } from '../project/tell.ts'
import type { CloseFact, FactRecord, ReopenFact, SayFact, WakeFact } from '../store/facts.ts'
import { caseKey, dueKeys, headKey, snoozeKey } from '../store/keys.ts'
import { findCase } from './find.ts'
import { showCase } from './show.ts'
import { tellCase, tellThatCase } from './tell.ts'

/** The head that carries on, where anything was said in it. */
const rootOf = async (ctx: Context, conversation: string): Promise<Head | undefined> =>
  (await findRoot(ctx.table, heads(ctx), conversation)).value

export const projectClose = async (ctx: Context, record: FactRecord, fact: CloseFact): Promise<void> => {
  const value = await rootOf(ctx, fact.conversation)
  if (value === undefined) return
  await keepAbout(ctx, headKey(fact.conversation), record.key)
  const closed = closedCase(fact.case, record.seenAt)
  // Of two closes of one case, which was reopened in between, the later one stays.
  await ctx.table.put(
    { ...caseKey(fact.conversation, fact.case.id), v: 1, at: record.seenAt, view: JSON.stringify(closed) },
    { any: [{ absent: 'at' }, { lt: ['at', record.seenAt + 1] }] },
  )
  const close = { view: fact.case, at: record.seenAt, by: record.key }
  // Of a conversation that was linked meanwhile another case carries on: it was not the one that was closed.
  const head = await foldHead(ctx, value, (_, id) => (id === fact.conversation ? { close } : {}))
  const view = conversationView(head, caseIdOf(ctx.hash))
  const { shop } = fact
  const { id } = fact.case
  const key = fact.again ? [id, record.key] : [id]
  const shown = await showCase(ctx, { ...head, id: fact.conversation }, closed)
  const data = { ...shown, version: head.version }
  await appendEvent(ctx, { type: 'case.closed', shop, subject: id, key, data, place: head })
  if (view.case?.status === 'open' && view.case.id !== id)
    await tellOnce(ctx, { type: 'case.opened', shop, id: view.case.id, data: { ...view.case }, place: head })
  await tellChange(ctx, head, record.key)
}

export const projectReopen = async (ctx: Context, record: FactRecord, fact: ReopenFact): Promise<void> => {
  const value = await rootOf(ctx, fact.conversation)
  if (value === undefined) return
  await keepAbout(ctx, headKey(fact.conversation), record.key)
  const close = { ...fact.close, reopenedAt: record.seenAt }
  const head = await foldHead(ctx, value, (_, id) => (id === fact.conversation ? { close } : {}))
  await tellCase(ctx, head, record.key)
  await tellChange(ctx, head, record.key)
}

/** The words of a fact, each on its own: what two say at the same moment about different things both stands. */
const wordsOf = ({ said, at, case: of }: SayFact, by: string): Said => {
  const word = <T>(value: T): Word<T> => ({ at, by, value })
  const ofCase = <T>(value: T): Word<T> => ({ ...word(value), ...(of === null ? {} : { of: shortMark(of) }) })
  return {
    ...(said.assignee === undefined ? {} : { assignee: ofCase(said.assignee) }),
    ...(said.tags === undefined ? {} : { tags: ofCase(said.tags) }),
    ...(said.snooze === undefined ? {} : { snooze: ofCase(said.snooze) }),
    ...(said.language === undefined ? {} : { language: word(said.language) }),
    ...(said.control === undefined ? {} : { control: word(said.control) }),
  }
}

const isOfCase = ({ said }: SayFact): boolean =>
  said.assignee !== undefined || said.tags !== undefined || said.snooze !== undefined

const isDetailed = ({ said }: SayFact): boolean => said.metadata !== undefined || said.externalIds !== undefined

/** Joins the details before the head tells that they changed; into the one that carries on, also if it is linked meanwhile. */
const keepDetails = async (ctx: Context, fact: SayFact, by: string): Promise<void> => {
  const details = detailsFrom(fact.said, fact.at, by)
  for (let last = ''; ;) {
    const { id } = await findRoot(ctx.table, heads(ctx), fact.conversation)
    if (id === last) return
    await foldDetails(ctx, id, details)
    last = id
  }
}

/** Sets the clock of a snooze, unless that of a later one is set. */
const setClock = async (ctx: Context, { conversation, at }: SayFact, until: number): Promise<void> => {
  await ctx.table.put(
    { ...snoozeKey(conversation), v: 1, at, ...dueKeys(until, conversation) },
    {
      any: [{ absent: 'pk' }, { lt: ['at', at + 1] }],
    },
  )
}

const tellSaid = async (ctx: Context, head: Head, fact: SayFact, why: string): Promise<void> => {
  const { id, shop } = head
  if (isOfCase(fact)) await tellCase(ctx, head, why)
  const found = fact.said.caseIds && fact.case !== null ? await findCase(ctx, head, fact.case) : undefined
  if (found) await tellThatCase(ctx, head, found.view, why)
  await tellChange(ctx, head, why)
  if (fact.said.control !== undefined) {
    const data = { conversation: id, control: fact.said.control, version: head.version }
    await appendEvent(ctx, { type: 'control.changed', shop, subject: id, key: [id, why], data, place: head })
  }
}

export const projectSay = async (ctx: Context, record: FactRecord, fact: SayFact): Promise<void> => {
  const value = await rootOf(ctx, fact.conversation)
  if (value === undefined) return
  await keepAbout(ctx, headKey(fact.conversation), record.key)
  const by = shortMark(record.key)
  if (isDetailed(fact)) await keepDetails(ctx, fact, by)
  if (fact.said.caseIds && fact.case !== null)
    await foldCaseDetails(
      ctx,
      fact.conversation,
      fact.case,
      detailsFrom({ externalIds: fact.said.caseIds }, fact.at, by),
    )
  const words = wordsOf(fact, by)
  // Of a conversation that was linked meanwhile the case is over.
  const head = await foldHead(ctx, value, (_, id): Partial<HeadState> => ({
    said: id === fact.conversation ? words : withoutCase(words),
    detailsAt: isDetailed(fact) ? fact.at : 0,
    caseDetailsAt: fact.said.caseIds ? fact.at : 0,
  }))
  if (typeof fact.said.snooze === 'number' && head.state.said.snooze?.by === by && !head.state.said.snooze.over)
    await setClock(ctx, fact, fact.said.snooze)
  await tellSaid(ctx, head, fact, record.key)
}

export const projectWake = async (ctx: Context, record: FactRecord, fact: WakeFact): Promise<void> => {
  const value = await rootOf(ctx, fact.conversation)
  if (value === undefined) return
  const over = { ...fact.snooze, over: true as const }
  const head = await foldHead(ctx, value, (_, id) => (id === fact.conversation ? { said: { snooze: over } } : {}))
  await tellCase(ctx, head, record.key)
  await tellChange(ctx, head, record.key)
}
