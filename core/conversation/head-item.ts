import type { Item } from '../ports.ts'
import type { Alias } from '../schema/identity.ts'
import { headKey, listKeys, waitingKeys } from '../store/keys.ts'
import { decodeCard, encodeCard, slim } from './card.ts'
import { EMPTY_HEAD, type AnswerMark, type ContactMark, type HeadState, type Mark } from './head.ts'
import { decodeSaid, encodeSaid, type StoredSaid } from './said.ts'
import { conversationView, type CaseId, type Head, type Shown } from './view.ts'

/** Marks make up most of a busy head: short values each, counted from the conversation's beginning. */
type ShortMark = readonly [seen: number, before: number, id: string, ...more: number[]]
const shortMark = (begin: number, { seen, at, id }: Mark, ...more: number[]): ShortMark => [
  seen - begin,
  seen - at,
  id,
  ...more.slice(0, more.findLastIndex((value) => value !== 0) + 1),
]
const fullMark = (begin: number, [seen, before, id]: ShortMark): Mark => ({
  seen: begin + seen,
  at: begin + seen - before,
  id,
})

/** The state as it is stored beside the card, which holds the words and the name. Always in one order. */
const encodeState = (state: HeadState): string => {
  const { peers, first, last, lastInbound, lastInboundAt: _, open, answers, contact, said, ...rest } = state
  const begin = first?.seen ?? 0
  return JSON.stringify(
    slim({
      ...EMPTY_HEAD,
      ...rest,
      lastInboundAt: null,
      peers: peers.map(({ type, value, seen }): ShortPeer => [type, value, seen - begin]),
      first: first && shortMark(begin, first),
      last: last && shortMark(begin, last, last.rev),
      lastInbound: lastInbound && shortMark(begin, lastInbound),
      open: open.map((mark) => shortMark(begin, mark)),
      answers: answers.map((mark) => shortMark(begin, mark, mark.rev, mark.failed ? 1 : 0)),
      contact: contact && shortContact(begin, contact),
      said: encodeSaid(begin, said),
    }),
  )
}

/** Mostly the version alone: the card has the rest. */
type ShortContact = number | readonly [version: number, person: string | null, rev: number, since: number | null]
const shortContact = (begin: number, { version, person, rev, since }: ContactMark): ShortContact =>
  person === undefined && since === undefined
    ? version
    : [version, person ?? null, rev ?? 0, since === undefined ? null : since - begin]
const fullContact = (begin: number, short: ShortContact, { id, name }: Shown['contact']): ContactMark | null => {
  if (id === null) return null
  if (typeof short === 'number') return { id, name, version: short }
  const [version, person, rev, since] = short
  return {
    id,
    name,
    version,
    ...(person === null ? {} : { person, rev }),
    ...(since === null ? {} : { since: begin + since }),
  }
}

type ShortPeer = readonly [type: Alias['type'], value: string, seen: number]

interface StoredState {
  readonly peers?: readonly ShortPeer[]
  readonly first?: ShortMark
  readonly last?: ShortMark
  readonly lastInbound?: ShortMark
  readonly open?: readonly ShortMark[]
  readonly answers?: readonly ShortMark[]
  readonly contact?: ShortContact
  readonly said?: StoredSaid
}

const decodeAnswer = (begin: number, short: ShortMark): AnswerMark => {
  const [, , , rev = 0, failed = 0] = short
  return { ...fullMark(begin, short), rev, ...(failed === 1 ? { failed: true } : {}) }
}

const decodeState = (text: string, view: Shown): HeadState => {
  const { peers, first, last, lastInbound, open, answers, contact, said, ...rest } = JSON.parse(text) as StoredState
  const { preview, createdAt: begin } = view
  const mark = (short: ShortMark | undefined): Mark | null => (short ? fullMark(begin, short) : null)
  return {
    ...EMPTY_HEAD,
    ...rest,
    peers: (peers ?? []).map(([type, value, seen]) => ({ type, value, seen: begin + seen })),
    first: mark(first),
    last:
      last && preview ? { ...fullMark(begin, last), text: preview.text, by: preview.author, rev: last[3] ?? 0 } : null,
    lastInbound: mark(lastInbound),
    lastInboundAt: view.lastInboundAt ?? 0,
    open: (open ?? []).map((short) => fullMark(begin, short)),
    answers: (answers ?? []).map((short) => decodeAnswer(begin, short)),
    contact: contact === undefined ? null : fullContact(begin, contact, view.contact),
    said: decodeSaid(begin, said ?? {}),
  }
}

/** Not listed: one that was linked into another, and one in which nothing has been said yet. */
export const isListed = (head: Head): boolean => head.linkedTo === undefined && head.state.last !== null

/** The stored head: its state, and the card and index keys the lists read. A linked head is in no list. */
export const headItem = (head: Head, caseId: CaseId): Item => {
  const view = conversationView(head, caseId)
  const status = view.case?.status ?? 'open'
  const waiting = view.case?.waitingSince ?? null
  const listed = isListed(head)
  return {
    ...headKey(head.id),
    v: 2,
    version: head.version,
    shop: head.shop,
    st: encodeState(head.state),
    card: encodeCard(view, head.state),
    ...(head.linkedTo === undefined ? {} : { linked: head.linkedTo }),
    ...(head.erased === undefined ? {} : { er: head.erased }),
    ...(listed ? listKeys(head.shop, status, view.lastEntryAt, head.id) : {}),
    ...(listed && status === 'open' && waiting !== null ? waitingKeys(head.shop, waiting, head.id) : {}),
  }
}

export const decodeHead = (item: Item): Head => {
  const { view } = decodeCard(item)
  const { id, shop, channel, connection, account } = view
  return {
    id,
    shop,
    channel,
    connection,
    account,
    version: Number(item['version']),
    state: decodeState(String(item['st']), view),
    ...(item['linked'] === undefined ? {} : { linkedTo: String(item['linked']) }),
    ...(item['er'] === undefined ? {} : { erased: Number(item['er']) }),
  }
}
