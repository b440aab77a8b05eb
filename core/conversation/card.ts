import type { Item } from '../ports.ts'
import type { Case } from '../schema/conversation.ts'
import type { HeadState } from './head.ts'
import { CASE_DEFAULTS, type Shown } from './view.ts'

/**
 * What a list needs of a conversation: all of its view that the keys do not tell. It is copied into two indexes and written
 * with every message, so it is short: fields at their defaults are left out, and times are counted from the beginning.
 */
interface Card {
  /** Where: channel, connection, account. */
  readonly a: readonly [channel: string, connection: string, account: string]
  readonly v: number
  /** Beginning, in ms since epoch. */
  readonly t: number
  readonly c?: readonly [id: string, name: string | null]
  readonly k?: ShortCase
  readonly p?: readonly [text: string, author: string]
  readonly u?: number
  /** Times of the last entry and of the customer's last message, and when that was first seen. */
  readonly e?: number
  readonly i?: number
  readonly s?: number
  /** Whether metadata or ids of other systems are kept beside the head. */
  readonly m?: 1
  /** The same of its cases. */
  readonly n?: 1
  /** What is rarely there, under its own name. */
  readonly x?: Partial<Shown>
}
/** Id, waiting since, first and last response; then what an open case seldom has. */
type ShortCase = readonly [
  id: string,
  waiting?: number | null,
  first?: number | null,
  last?: number | null,
  rest?: Partial<Case>,
]

const VIEW_DEFAULTS = {
  contact: { id: null, name: null },
  control: { by: 'human', name: null },
  thread: null,
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
} as const satisfies Partial<Record<keyof Shown, unknown>>

const isDefault = (value: unknown): boolean =>
  value === null || value === 0 || (typeof value === 'object' && Object.keys(value).length === 0)
export const slim = (value: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(value).filter(([, field]) => !isDefault(field)))
const sameAs = (value: unknown, other: unknown): boolean => JSON.stringify(value) === JSON.stringify(other)

const CASE_PREFIX = 'cas_'
const CONTACT_PREFIX = 'ctc_'
type Since = (time: number | null) => number | null

const shortCase = (current: Case, createdAt: number, since: Since): ShortCase => {
  const {
    id,
    conversation: _,
    version: __,
    status,
    openedAt,
    waitingSince,
    firstResponseAt,
    lastResponseAt,
    ...other
  } = current
  const rest = slim({
    ...other,
    ...(status === 'open' ? {} : { status }),
    // A first case that is open began with its conversation.
    ...(openedAt === createdAt ? {} : { openedAt }),
  })
  const short = [
    id.slice(CASE_PREFIX.length),
    since(waitingSince),
    since(firstResponseAt),
    since(lastResponseAt),
  ] as const
  return Object.keys(rest).length > 0 ? [...short, rest] : short
}

export const encodeCard = (view: Shown, state: HeadState): string => {
  const { id: _, shop: __, version, channel, connection, account, createdAt, contact, unread, ...more } = view
  const { case: current, preview, lastEntryAt, lastInboundAt, control, ...other } = more
  const since: Since = (time) => (time === null ? null : time - createdAt)
  const rest = slim({ ...other, ...(sameAs(control, VIEW_DEFAULTS.control) ? {} : { control }) })
  const card: Card = {
    a: [channel, connection, account],
    v: version,
    t: createdAt,
    ...(contact.id === null ? {} : { c: [contact.id.slice(CONTACT_PREFIX.length), contact.name] }),
    ...(current ? { k: shortCase(current, createdAt, since) } : {}),
    ...(preview ? { p: [preview.text, preview.author] } : {}),
    ...(unread === 0 ? {} : { u: unread }),
    e: lastEntryAt - createdAt,
    ...(lastInboundAt === null ? {} : { i: lastInboundAt - createdAt }),
    ...(state.lastInbound === null ? {} : { s: state.lastInbound.seen - createdAt }),
    ...(state.detailsAt > 0 ? { m: 1 as const } : {}),
    ...(state.caseDetailsAt > 0 ? { n: 1 as const } : {}),
    ...(Object.keys(rest).length > 0 ? { x: rest } : {}),
  }
  return JSON.stringify(card)
}

export interface Listed {
  readonly view: Shown
  readonly lastInboundSeen: number | null
  /** Whether there are details, which are kept apart; and of its cases. */
  readonly detailed: boolean
  readonly caseDetailed: boolean
}

const decode = (card: Card, id: string, shop: string): Listed => {
  const { a, v, t, c, k, p, u = 0, e = 0, i, s, m, n, x } = card
  const [channel, connection, account] = a
  const full = (time: number | null | undefined): number | null => (time == null ? null : t + time)
  const [caseId = '', waiting, first, last, rest] = k ?? []
  const ownCase: Case | null = k
    ? {
        ...CASE_DEFAULTS,
        status: 'open',
        openedAt: t,
        waitingSince: full(waiting),
        firstResponseAt: full(first),
        lastResponseAt: full(last),
        ...rest,
        id: `${CASE_PREFIX}${caseId}`,
        conversation: id,
        version: v,
      }
    : null
  const view: Shown = {
    ...VIEW_DEFAULTS,
    participants: [],
    ...x,
    id,
    shop,
    channel,
    connection,
    account,
    version: v,
    createdAt: t,
    lastEntryAt: t + e,
    lastInboundAt: full(i),
    unread: u,
    contact: c ? { id: `${CONTACT_PREFIX}${c[0]}`, name: c[1] } : VIEW_DEFAULTS.contact,
    case: ownCase,
    preview: p ? { text: p[0], author: p[1], at: t + e } : null,
  }
  return { view, lastInboundSeen: full(s), detailed: m !== undefined, caseDetailed: n !== undefined }
}

/** As the first release stored it: names in full, every time in ms since epoch. */
type FirstCard = readonly [
  view: Readonly<Record<string, unknown>>,
  lastInboundSeen: number | null,
  channel: string,
  connection: string,
  account: string,
]

const decodeFirst = (card: FirstCard, id: string, shop: string): Listed => {
  const [short, lastInboundSeen, channel, connection, account] = card
  const ownCase = short['case'] as object | undefined
  const preview = short['preview'] as readonly [string, string] | undefined
  const view = {
    ...VIEW_DEFAULTS,
    ...short,
    channel,
    connection,
    account,
    id,
    shop,
    case: ownCase
      ? {
          ...CASE_DEFAULTS,
          status: 'open',
          openedAt: short['createdAt'],
          ...ownCase,
          conversation: id,
          version: short['version'],
        }
      : null,
    preview: preview ? { text: preview[0], author: preview[1], at: short['lastEntryAt'] } : null,
  } as unknown as Shown
  return { view, lastInboundSeen, detailed: false, caseDetailed: false }
}

const shopOf = (item: Item): string => String(item['shop'] ?? String(item['lpk'] ?? item['wpk']).split('#')[1])

/** Reads a conversation from what its list entry projects: its keys and its card. */
export const decodeCard = (item: Item): Listed => {
  const card = JSON.parse(String(item['card'])) as Card | FirstCard
  const id = item.pk.slice('cnv#'.length)
  return 'a' in card ? decode(card, id, shopOf(item)) : decodeFirst(card, id, shopOf(item))
}
