import type { Context } from '../context.ts'
import { currentCase, isReopened, type CaseId, type Head } from '../conversation/view.ts'
import type { Item, Key } from '../ports.ts'
import { firstAnswerKey } from '../store/keys.ts'
import { forgottenAt, recount, SETTLED_MS } from './day.ts'

/** When the customer of a case began to wait, and when they were first answered. */
interface FirstAnswer {
  readonly case: string
  readonly since: number
  readonly at: number
}

type Store = Pick<Context, 'table' | 'now'>

/**
 * Of the current case, from the head alone, so that it is the same in whatever order messages were projected. Null where nobody
 * was answered, or had waited (the shop wrote first; imported messages neither wait nor answer), and where the case is closed: it
 * was kept while it was open.
 */
const firstAnswerOf = (head: Head, caseId: CaseId): FirstAnswer | null => {
  const { close, open } = head.state
  const current = currentCase(head, caseId)
  if (current === null || current.status === 'closed' || current.firstResponseAt === null) return null
  const before = close !== null && isReopened(head.state) ? close.view : null
  if (before !== null && before.firstResponseAt !== null) return null
  const at = current.firstResponseAt
  const waited = open.filter(({ seen }) => seen <= at).map((mark) => mark.at)
  const since = [...waited, ...(before?.waitingSince == null ? [] : [before.waitingSince])]
  return since.length === 0 ? null : { case: current.id, since: Math.min(...since), at }
}

const keyOf = ({ shop }: Head, answer: FirstAnswer): Key => firstAnswerKey(shop, answer.at, answer.case)

/** Nothing of a person: a case, the account of the shop, and a time. */
const itemOf = (head: Head, answer: FirstAnswer): Item => ({
  ...keyOf(head, answer),
  v: 1,
  ch: head.channel,
  ac: head.account,
  w: Math.max(0, answer.at - answer.since),
  ttl: forgottenAt(answer.at),
})

/** A day that was counted already is counted again. */
const recountLate = async (store: Store, { shop }: Head, { at }: FirstAnswer): Promise<void> => {
  if (at <= store.now() - SETTLED_MS) await recount(store, shop, at)
}

const keep = async (store: Store, head: Head, answer: FirstAnswer): Promise<void> => {
  const item = itemOf(head, answer)
  if (Number(item['ttl']) * 1000 <= store.now()) return
  await store.table.put(item)
  await recountLate(store, head, answer)
}

const drop = async (store: Store, head: Head, answer: FirstAnswer): Promise<void> => {
  await store.table.delete(keyOf(head, answer))
  await recountLate(store, head, answer)
}

/** The first answer of a conversation that goes on in another one, where its case is part of that one's. */
export const dropFirstAnswer = async (store: Store, linked: Head, caseId: CaseId): Promise<void> => {
  const answer = firstAnswerOf(linked, caseId)
  if (answer !== null) await drop(store, linked, answer)
}

const isSame = (a: FirstAnswer | null, b: FirstAnswer | null): boolean => a?.case === b?.case && a?.at === b?.at

interface Change {
  readonly kept: FirstAnswer | null
  readonly dropped: FirstAnswer | null
}

/** What the head knows better than before: an earlier answer or question was projected late, or the answer failed. */
const changeOf = (was: FirstAnswer | null, is: FirstAnswer | null, failed: boolean): Change => {
  if (was === null) return { kept: is, dropped: null }
  if (is === null || is.case !== was.case) return { kept: is, dropped: failed ? was : null }
  const isEarlier = is.at < was.at
  return {
    kept: failed || isEarlier || is.since < was.since ? is : null,
    dropped: failed || isEarlier ? was : null,
  }
}

const isFailed = ({ state }: Head, at: number): boolean =>
  state.answers.some(({ seen, failed }) => failed === true && seen === at)

/**
 * Keeps the first answer of a case, once for the case and not for every message; before the head is written that tells of it, so
 * that whoever projects again after a crash finds the same to do. The key is made of case and time: what is kept twice is kept
 * once. A head forgets marks on purpose, after which its first answer may seem later than it was; that changes nothing
 * here. Nor does a resync, since what a head knows already does not change it. A head that is made anew from nothing meets its messages in
 * any order and may leave a later time behind beside the right one: whoever counts takes the earliest of a case.
 */
export const firstAnswerKeeper = (
  store: Store,
  caseId: CaseId,
): ((before: Head | undefined, after: Head) => Promise<void>) => {
  /** Of a head that was not written, since somebody else wrote first. */
  let vain: FirstAnswer | null = null
  return async (before, after) => {
    const was = before === undefined ? null : firstAnswerOf(before, caseId)
    const is = firstAnswerOf(after, caseId)
    const { kept, dropped } = changeOf(was, is, was !== null && isFailed(after, was.at))
    if (kept !== null) await keep(store, after, kept)
    for (const gone of [vain, dropped]) if (gone !== null && !isSame(gone, is)) await drop(store, after, gone)
    vain = kept
  }
}
