import { withDetails } from '../cases/show.ts'
import { idsOfEverybody } from '../contact/current.ts'
import { getContact } from '../contact/merge.ts'
import { capabilitiesOf, type Context } from '../context.ts'
import { findExternalId } from '../external-ids.ts'
import type { Item, Page, Range } from '../ports.ts'
import { caseIdOf, heads } from '../project/people.ts'
import { reaches, type Principal } from '../reach.ts'
import type { CaseStatus, ListedConversation } from '../schema/conversation.ts'
import { headKey, listedSince, placeListPk, waitingRange, withinKey, withinRange } from '../store/keys.ts'
import { decodeCard } from './card.ts'
import { decodeHead, isListed } from './head-item.ts'
import { withoutDetails } from './present.ts'
import { findRoot } from './versioned.ts'
import { conversationView, withWindow, type Head, type Shown } from './view.ts'

type Position = Readonly<Record<string, string>>

/** A page of a list and the position after it, which the API hands out as an opaque cursor. */
export interface Listed<T> {
  readonly data: readonly T[]
  readonly next: Position | null
}

export interface ListFilter {
  /** Of the current case; any, where it is left out and a contact is given. Else `open`. */
  readonly status?: CaseStatus | undefined
  readonly channel?: string | undefined
  readonly account?: string | undefined
  readonly assignee?: string | undefined
  readonly tag?: string | undefined
  /** Id of a contact, who is or was in the conversation. */
  readonly contact?: string | undefined
  /** ms since epoch: only conversations with an entry from this time on. */
  readonly updatedSince?: number | undefined
}

export interface ListQuery extends ListFilter {
  /** `recent`: latest entry first. `waiting`: who waits longest first; only conversations that wait. */
  readonly order: 'recent' | 'waiting'
  /** What is kept beside the head as well: metadata and ids of other systems. Fewer fit on a page. */
  readonly include?: 'metadata' | undefined
  readonly limit: number
  readonly after?: Position
}

/** Cards looked through for a page whose filter no index serves: as many as 10 read units pay for. */
const MAX_CARDS = 120
/** Heads got one by one for a page, half a unit each. */
const MAX_HEADS = 16
/** Conversations shown with what is kept beside them: up to a unit each, and as many cards as the rest pays for. */
const MAX_WHOLE = 6
const MAX_CARDS_WHOLE = 24

interface Candidate {
  readonly view: Shown
  readonly lastInboundSeen: number | null
  readonly detailed: boolean
  readonly caseDetailed: boolean
}

const candidateOf = (ctx: Context, head: Head): Candidate => ({
  view: conversationView(head, caseIdOf(ctx.hash)),
  lastInboundSeen: head.state.lastInbound?.seen ?? null,
  detailed: head.state.detailsAt > 0,
  caseDetailed: head.state.caseDetailsAt > 0,
})

/** Where nobody has written yet (a missed call), there is no case; it stands among the open ones, to be seen. */
const NO_CASE: CaseStatus = 'open'

const EXACT = ['status', 'channel', 'account', 'assignee'] as const

const matches = (filter: ListFilter, view: Shown): boolean => {
  const { channel, account, case: current, lastEntryAt } = view
  const known = { channel, account, status: current?.status ?? NO_CASE, assignee: current?.assignee }
  const isTagged = filter.tag === undefined || current?.tags.includes(filter.tag) === true
  return (
    isTagged &&
    lastEntryAt >= (filter.updatedSince ?? 0) &&
    EXACT.every((name) => filter[name] === undefined || filter[name] === known[name])
  )
}

/** What is asked for of these, as it stands at this hour. */
const shown = async (
  ctx: Context,
  principal: Principal,
  { include, ...filter }: ListFilter & Pick<ListQuery, 'include'>,
  candidates: readonly Candidate[],
): Promise<ListedConversation[]> =>
  Promise.all(
    candidates
      .filter(({ view }) => reaches(principal, view) && matches(filter, view))
      .map(async ({ view, lastInboundSeen, ...kept }) => {
        const whole = include ? await withDetails(ctx, view.id, kept, view) : view
        const conversation = withWindow(whole, lastInboundSeen, capabilitiesOf(ctx, view, view.thread), ctx.now())
        return include ? conversation : withoutDetails(conversation)
      }),
  )

const pageFrom = (ctx: Context, range: Range, limit: number, after: Position | undefined): Promise<Page> =>
  ctx.table.query({ ...range, limit, ...(after ? { after } : {}) })

const isFiltered = ({ channel, account, assignee, tag, updatedSince }: ListFilter, { accounts }: Principal): boolean =>
  [channel, account, assignee, tag, updatedSince, accounts].some((filter) => filter !== undefined)

/** The position of an item in its index, as the store would give it. */
const positionOf = (item: Item): Position =>
  Object.fromEntries(
    ['pk', 'sk', 'lpk', 'lsk', 'wpk', 'wsk'].flatMap((name) =>
      typeof item[name] === 'string' ? [[name, item[name]] as const] : [],
    ),
  )

/** From the cards of an index. What matches beyond the page is read again with the next one. */
const fromCards = async (
  ctx: Context,
  principal: Principal,
  { after, limit, ...filter }: ListQuery,
  range: Range,
): Promise<Listed<ListedConversation>> => {
  const size = filter.include ? Math.min(limit, MAX_WHOLE) : limit
  const cards = filter.include ? MAX_CARDS_WHOLE : MAX_CARDS
  const most = isFiltered(filter, principal) ? Math.max(size, cards) : size
  const page = await pageFrom(ctx, range, most, after)
  const found = page.items
    .map((item) => ({ item, candidate: decodeCard(item) }))
    .filter(({ candidate: { view } }) => reaches(principal, view) && matches(filter, view))
  const data = await shown(
    ctx,
    principal,
    filter,
    found.slice(0, size).map(({ candidate }) => candidate),
  )
  const last = found[size - 1]
  return { data, next: found.length > size && last ? positionOf(last.item) : (page.next ?? null) }
}

const getHead = async (ctx: Context, conversation: string): Promise<Head | undefined> => {
  const item = await ctx.table.get(headKey(conversation))
  return item && decodeHead(item)
}

const mostHeads = ({ limit, include }: ListQuery): number => Math.min(limit, include ? MAX_WHOLE : MAX_HEADS)

/** From the pointers by assignee or tag: the heads say whether they still stand. */
const fromPlaces = async (
  ctx: Context,
  principal: Principal,
  { after, ...query }: ListQuery,
  range: Range,
): Promise<Listed<ListedConversation>> => {
  const page = await pageFrom(ctx, range, mostHeads(query), after)
  const found = await Promise.all(page.items.map((item) => getHead(ctx, item.pk.slice('cnv#'.length))))
  const standing = found.filter((head) => head !== undefined && isListed(head)) as Head[]
  const data = await shown(
    ctx,
    principal,
    query,
    standing.map((head) => candidateOf(ctx, head)),
  )
  return { data, next: page.next ?? null }
}

/** All ids under which conversations of a contact are kept: those of everybody who is shown as them. */
const idsOf = async (ctx: Context, principal: Principal, contact: string): Promise<readonly string[]> => {
  const { id } = await getContact(ctx, principal, contact)
  return (await idsOfEverybody(ctx, id)).toSorted()
}

/** Where the contact is in. One that was linked stands for the one that carries on, unless that is listed itself. */
const headWithin = async (ctx: Context, ids: readonly string[], item: Item): Promise<Head | undefined> => {
  const head = await getHead(ctx, item.sk.slice('V#'.length))
  if (head?.linkedTo === undefined) return head
  const { value } = await findRoot(ctx.table, heads(ctx), head.id)
  const again = value && (await Promise.all(ids.map((id) => ctx.table.get(withinKey(id, value.id)))))
  return again?.some((within) => within !== undefined) ? undefined : value
}

const fromContact = async (
  ctx: Context,
  principal: Principal,
  contact: string,
  { after, ...query }: ListQuery,
): Promise<Listed<ListedConversation>> => {
  const ids = await idsOf(ctx, principal, contact)
  const start = after === undefined ? 0 : ids.findIndex((id) => withinRange(id).pk === after['pk'])
  const items: Item[] = []
  const most = mostHeads(query)
  let next: Position | null = null
  for (const id of start < 0 ? [] : ids.slice(start)) {
    const range = withinRange(id)
    const page = await pageFrom(ctx, range, most - items.length, after?.['pk'] === range.pk ? after : undefined)
    items.push(...page.items)
    const last = items.at(-1)
    next = items.length >= most && last ? { pk: last.pk, sk: last.sk } : null
    if (next) break
  }
  const found = await Promise.all(items.map((item) => headWithin(ctx, ids, item)))
  const standing = found.filter((head) => head !== undefined && isListed(head)) as Head[]
  const unique = [...new Map(standing.map((head) => [head.id, head])).values()]
  return {
    data: await shown(
      ctx,
      principal,
      query,
      unique.map((head) => candidateOf(ctx, head)),
    ),
    next,
  }
}

/**
 * Reads one index, never scans, and no more of it than 10 read units pay for:
 * - a contact: what is kept with the contact, in no order but that of ids;
 * - `waiting`: the waiting index; other filters are looked for in its cards;
 * - an assignee, else a tag: the pointers of that assignee or tag and status, in the `list` index;
 * - otherwise the `list` index by status; channel and account are looked for in its cards.
 * Metadata and ids of other systems come where they are asked for, on shorter pages. `updatedSince` is where a list by time ends. A page may hold less than its limit, even nothing, and go on.
 */
export const listConversations = (
  ctx: Context,
  principal: Principal,
  query: ListQuery,
): Promise<Listed<ListedConversation>> => {
  const { shop } = principal
  const { contact, order, assignee, tag, updatedSince } = query
  if (contact !== undefined) return fromContact(ctx, principal, contact, query)
  const status = query.status ?? 'open'
  const full = { ...query, status }
  if (order === 'waiting') return fromCards(ctx, principal, full, waitingRange(shop))
  const since = updatedSince === undefined ? {} : { from: listedSince(updatedSince) }
  const list = (pk: string): Range => ({ index: 'list', pk, reverse: true, ...since })
  if (assignee !== undefined)
    return fromPlaces(ctx, principal, full, list(placeListPk(ctx.hash, 'assignee', shop, status, assignee)))
  if (tag !== undefined) return fromPlaces(ctx, principal, full, list(placeListPk(ctx.hash, 'tag', shop, status, tag)))
  return fromCards(ctx, principal, full, list(`lst#${shop}#${status}`))
}

/** The conversation that has an id of another system, if there is one. */
export const findByExternalId = async (
  ctx: Context,
  principal: Principal,
  { system, id }: { readonly system: string; readonly id: string },
): Promise<ListedConversation | undefined> => {
  const of = await findExternalId(ctx, { shop: principal.shop, what: 'conversation', system, id })
  const { value } = of === undefined ? { value: undefined } : await findRoot(ctx.table, heads(ctx), of)
  if (value === undefined || !isListed(value)) return undefined
  const [found] = await shown(ctx, principal, { include: 'metadata' }, [candidateOf(ctx, value)])
  return found?.externalIds?.[system] === id ? found : undefined
}
