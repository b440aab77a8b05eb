import type { Item } from '../ports.ts'
import type { Case } from '../schema/conversation.ts'
import type { Alias } from '../schema/identity.ts'
import { headKey, listKeys, waitingKeys } from '../store/keys.ts'
import { EMPTY_HEAD, type AnswerMark, type HeadState, type Mark } from './head.ts'
import { CASE_DEFAULTS, conversationView, type CaseId, type Head, type Shown } from './view.ts'

/** What a list needs of a conversation, short: what the keys tell and fields at their defaults are left out. */
type Card = readonly [
  view: Readonly<Record<string, unknown>>,
  lastInboundSeen: number | null,
  channel: string,
  connection: string,
  account: string,
]
const isDefault = (value: unknown): boolean =>
  value === null || value === 0 || (typeof value === 'object' && Object.keys(value).length === 0)
const slim = (value: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(value).filter(([, field]) => !isDefault(field)))

const VIEW_DEFAULTS = {
  control: { by: 'human', name: null },
  participants: [],
  case: null,
  unread: 0,
  language: null,
  preview: null,
  lastInboundAt: null,
  lastEntryAt: 0,
  createdAt: 0,
  linkedTo: null,
  externalIds: {},
  metadata: {},
}

const sameAs = (value: unknown, other: unknown): boolean => JSON.stringify(value) === JSON.stringify(other)

/** A first case that is open began with its conversation. */
const encodeCase = (current: Case, createdAt: number): Record<string, unknown> => {
  const { conversation: _, status, openedAt, ...rest } = current
  return slim({
    ...rest,
    ...(status === 'open' ? {} : { status }),
    ...(openedAt === createdAt ? {} : { openedAt }),
  })
}

const encodeCard = (view: Shown, state: HeadState): string => {
  const { id: _, shop: __, channel, connection, account, control, case: current, preview, ...rest } = view
  const short = slim({
    ...rest,
    ...(sameAs(control, VIEW_DEFAULTS.control) ? {} : { control }),
    ...(current ? { case: encodeCase(current, view.createdAt) } : {}),
    ...(preview ? { preview: [preview.text, preview.author] } : {}),
  })
  const card: Card = [short, state.lastInbound?.seen ?? null, channel, connection, account]
  return JSON.stringify(card)
}

const shopOf = (item: Item): string => String(item['shop'] ?? String(item['lpk'] ?? item['wpk']).split('#')[1])

/** Reads a conversation from what its list entry projects: its keys and its card. */
export const decodeCard = (item: Item): { readonly view: Shown; readonly lastInboundSeen: number | null } => {
  const [short, lastInboundSeen, channel, connection, account] = JSON.parse(String(item['card'])) as Card
  const id = item.pk.slice('cnv#'.length)
  const ownCase = short['case'] as object | undefined
  const preview = short['preview'] as readonly [string, string] | undefined
  const view = {
    ...VIEW_DEFAULTS,
    ...short,
    channel,
    connection,
    account,
    id,
    shop: shopOf(item),
    case: ownCase
      ? { ...CASE_DEFAULTS, status: 'open', openedAt: short['createdAt'], ...ownCase, conversation: id }
      : null,
    preview: preview ? { text: preview[0], author: preview[1], at: short['lastEntryAt'] } : null,
  } as unknown as Shown
  return { view, lastInboundSeen }
}

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
  const { peers, first, last, lastInbound, lastInboundAt: _, open, answers, contact, ...rest } = state
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
      contact: contact?.version ?? null,
    }),
  )
}

type ShortPeer = readonly [type: Alias['type'], value: string, seen: number]

interface StoredState {
  readonly peers?: readonly ShortPeer[]
  readonly first?: ShortMark
  readonly last?: ShortMark
  readonly lastInbound?: ShortMark
  readonly open?: readonly ShortMark[]
  readonly answers?: readonly ShortMark[]
  readonly contact?: number
}

const decodeAnswer = (begin: number, short: ShortMark): AnswerMark => {
  const [, , , rev = 0, failed = 0] = short
  return { ...fullMark(begin, short), rev, ...(failed === 1 ? { failed: true } : {}) }
}

const decodeState = (text: string, view: Shown): HeadState => {
  const { peers, first, last, lastInbound, open, answers, contact, ...rest } = JSON.parse(text) as StoredState
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
    contact:
      contact === undefined || view.contact.id === null
        ? null
        : { id: view.contact.id, name: view.contact.name, version: contact },
  }
}

/** The stored head: its state, and the card and index keys the lists read. A linked head is in no list. */
export const headItem = (head: Head, caseId: CaseId): Item => {
  const view = conversationView(head, caseId)
  const status = view.case?.status ?? 'open'
  const waiting = view.case?.waitingSince ?? null
  // Not listed: one that was linked into another, and one in which nothing has been said yet.
  const listed = head.linkedTo === undefined && head.state.last !== null
  return {
    ...headKey(head.id),
    v: 1,
    version: head.version,
    shop: head.shop,
    st: encodeState(head.state),
    card: encodeCard(view, head.state),
    ...(head.linkedTo === undefined ? {} : { linked: head.linkedTo }),
    ...(listed ? listKeys(head.shop, status, view.lastEntryAt, head.id) : {}),
    ...(listed && waiting !== null ? waitingKeys(head.shop, waiting, head.id) : {}),
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
  }
}
