import type { Capabilities } from '../capabilities.ts'
import type { Item } from '../ports.ts'
import type { Case, Conversation } from '../schema/conversation.ts'
import { headKey, listKeys, waitingKeys } from '../store/keys.ts'
import { windowOf } from '../window.ts'
import { EMPTY_HEAD, type HeadState, type Mark } from './head.ts'

/** What never changes about a conversation. */
export interface HeadIdentity {
  readonly id: string
  readonly shop: string
  readonly channel: string
  readonly connection: string
  readonly account: string
}

export interface Head extends HeadIdentity {
  readonly version: number
  readonly state: HeadState
  /** Set once it proved to be the same conversation as another: that one carries on. */
  readonly linkedTo?: string
}

/** Derives the id of a case from the close before it, or `first`. */
export type CaseId = (conversation: string, after: string) => string

const CASE_DEFAULTS = {
  assignee: null,
  tags: [],
  closedAt: null,
  waitingSince: null,
  firstResponseAt: null,
  lastResponseAt: null,
  snoozedUntil: null,
  externalIds: {},
}
const answeredUntil = (state: HeadState): number =>
  state.answers.reduce((latest, answer) => (answer.failed ? latest : Math.max(latest, answer.seen)), 0)

const openCase = (head: Head, caseId: CaseId, first: Mark): Case => {
  const { state } = head
  const openedAt = state.close === null ? first.seen : (state.open[0] ?? state.lastInbound ?? first).seen
  const answers = state.answers.filter((answer) => !answer.failed && answer.seen >= openedAt)
  const waiting = state.open.filter((mark) => mark.seen > answeredUntil(state))
  return {
    ...CASE_DEFAULTS,
    id: caseId(head.id, state.close?.by ?? 'first'),
    conversation: head.id,
    status: 'open',
    openedAt,
    waitingSince: waiting.length > 0 ? Math.min(...waiting.map((mark) => mark.at)) : null,
    firstResponseAt: answers[0]?.seen ?? null,
    lastResponseAt: answers.at(-1)?.seen ?? null,
  }
}

/** The current case: open while the customer's latest message is newer than the last close, compared by first-seen time. */
export const currentCase = (head: Head, caseId: CaseId): Case | null => {
  const { first, close, lastInbound } = head.state
  if (first === null) return null
  if (close === null || (lastInbound?.seen ?? 0) > close.at) return openCase(head, caseId, first)
  return { ...close.view, status: 'closed', closedAt: close.at, waitingSince: null }
}

/** `unread` says so many for so many or more. */
const MAX_UNREAD = 50

const unread = (state: HeadState): number => {
  const known = Math.max(state.readMark, answeredUntil(state))
  return Math.min(MAX_UNREAD, state.open.filter((mark) => mark.seen > known).length)
}

/** The conversation as the API shows it, apart from its window, which depends on the hour. */
export const conversationView = (head: Head, caseId: CaseId): Omit<Conversation, 'window'> => {
  const { state } = head
  return {
    id: head.id,
    shop: head.shop,
    channel: head.channel,
    connection: head.connection,
    account: head.account,
    contact: { id: state.contact?.id ?? null, name: state.contact?.name ?? null },
    participants: state.participants.map(({ seen: _, ...author }) => author),
    case: currentCase(head, caseId),
    control: { by: 'human', name: null },
    unread: unread(state),
    language: null,
    preview: state.last && { text: state.last.text, author: state.last.by, at: state.last.at },
    lastInboundAt: state.lastInbound === null ? null : state.lastInboundAt,
    lastEntryAt: state.last?.at ?? 0,
    createdAt: state.first?.seen ?? 0,
    linkedTo: head.linkedTo ?? null,
    externalIds: {},
    metadata: {},
    version: head.version,
  }
}

export const withWindow = (
  view: Omit<Conversation, 'window'>,
  lastInboundSeen: number | null,
  capabilities: Capabilities | undefined,
  now: number,
): Conversation => ({
  ...view,
  window: capabilities ? windowOf(lastInboundSeen, capabilities, now) : { open: true, closesAt: null },
})

/** What a list needs of a conversation, short: fields at their defaults are left out. */
interface Card {
  readonly view: Record<string, unknown>
  readonly lastInboundSeen: number | null
}
const isDefault = (value: unknown): boolean =>
  value === null || value === 0 || (typeof value === 'object' && Object.keys(value).length === 0)
const slim = (value: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(value).filter(([, field]) => !isDefault(field)))

const VIEW_DEFAULTS = {
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

const encodeCard = (view: Omit<Conversation, 'window'>, state: HeadState): string => {
  const { conversation: _, ...ownCase } = view.case ?? { conversation: '' }
  const short = slim({ ...view, ...(view.case ? { case: slim(ownCase) } : {}) })
  return JSON.stringify([short, state.lastInbound?.seen ?? null])
}

/** Reads a conversation from what its list entry projects. */
export const decodeCard = (
  card: unknown,
): { readonly view: Omit<Conversation, 'window'>; readonly lastInboundSeen: number | null } => {
  const [short, lastInboundSeen] = JSON.parse(String(card)) as [Card['view'], number | null]
  const ownCase = short['case'] as object | undefined
  const view = {
    ...VIEW_DEFAULTS,
    ...short,
    case: ownCase ? { ...CASE_DEFAULTS, ...ownCase, conversation: short['id'] } : null,
  } as unknown as Omit<Conversation, 'window'>
  return { view, lastInboundSeen }
}

/** Marks make up most of a busy head: three short values each instead of named fields. */
type ShortMark = readonly [seen: number, before: number, id: string]
const shortMark = ({ seen, at, id }: Mark): ShortMark => [seen, seen - at, id.replace(/^msg_/, '')]
const fullMark = ([seen, before, id]: ShortMark): Mark => ({ seen, at: seen - before, id: `msg_${id}` })

const encodeState = (state: HeadState): string => JSON.stringify(slim({ ...state, open: state.open.map(shortMark) }))
const decodeState = (text: string): HeadState => {
  const { open, ...rest } = JSON.parse(text) as Partial<Omit<HeadState, 'open'>> & { readonly open?: ShortMark[] }
  return { ...EMPTY_HEAD, ...rest, open: (open ?? []).map(fullMark) }
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
    ch: head.channel,
    cn: head.connection,
    acct: head.account,
    st: encodeState(head.state),
    card: encodeCard(view, head.state),
    ...(head.linkedTo === undefined ? {} : { linked: head.linkedTo }),
    ...(listed ? listKeys(head.shop, status, view.lastEntryAt, head.id) : {}),
    ...(listed && waiting !== null ? waitingKeys(head.shop, waiting, head.id) : {}),
  }
}

export const decodeHead = (item: Item): Head => ({
  id: item.pk.slice('cnv#'.length),
  version: Number(item['version']),
  shop: String(item['shop']),
  channel: String(item['ch']),
  connection: String(item['cn']),
  account: String(item['acct']),
  state: decodeState(String(item['st'])),
  ...(item['linked'] === undefined ? {} : { linkedTo: String(item['linked']) }),
})
