import type { Context } from '../../core/context.ts'
import { listConversations, type ListQuery } from '../../core/conversation/list.ts'
import type { Shown } from '../../core/conversation/view.ts'
import { largeShop, quickHash } from './large-shop.ts'
import { createLargeTable } from './large-table.ts'
import { createWorld, PRINCIPAL } from './world.ts'

const DAY = 24 * 3_600_000
/** Of a page of 50, and of one with what is kept beside each conversation. */
export const MOST_UNITS = 10
const LIMIT = 50

/** What is asked for; `days`: with an entry in the last so many days. */
export type Filter = Omit<ListQuery, 'limit' | 'after' | 'order' | 'updatedSince'> & {
  readonly order?: ListQuery['order']
  readonly days?: number
}

/** Each filter, each pair of filters, and some of other statuses. */
const [channel, account, assignee, tag] = ['sms', 'sms-second', 'usr_7', 'tag-3'] as const
export const FILTERS: readonly Filter[] = [
  {},
  { status: 'pending' },
  { status: 'snoozed' },
  { status: 'closed', days: 30 },
  { channel },
  { account },
  { assignee },
  { tag },
  { days: 7 },
  { order: 'waiting' },
  { channel, account },
  { channel, assignee },
  { channel, tag },
  { channel, days: 30 },
  { channel, order: 'waiting' },
  { account, assignee },
  { account, tag },
  { account, days: 30 },
  { account, order: 'waiting' },
  { assignee, tag },
  { assignee, days: 180 },
  { assignee, order: 'waiting' },
  { tag, days: 30 },
  { tag, order: 'waiting' },
  { days: 30, order: 'waiting' },
  { status: 'closed', channel, days: 30 },
  { status: 'closed', assignee },
  { status: 'closed', tag, channel },
]

const isIn =
  (now: number, { status = 'open', channel, account, assignee, tag, order, days = Infinity }: Filter) =>
  (view: Shown): boolean =>
    view.case?.status === status &&
    (channel === undefined || view.channel === channel) &&
    (account === undefined || view.account === account) &&
    (assignee === undefined || view.case.assignee === assignee) &&
    (tag === undefined || view.case.tags.includes(tag)) &&
    (order !== 'waiting' || view.case.waitingSince !== null) &&
    view.lastEntryAt >= now - days * DAY

/** What a list was like from its first page to its last. */
export interface Read {
  readonly ids: readonly string[]
  readonly pages: number
  /** Read units of the dearest page. */
  readonly most: number
}

/** A shop with so many conversations, whose lists are read page by page with a meter beside them. */
export const openLists = (conversations: number) => {
  const world = createWorld()
  const now = world.clock.now()
  const shop = largeShop({ hash: quickHash }, conversations, now)
  const { table, units } = createLargeTable(shop.items)
  const ctx: Context = { ...world.ctx, hash: quickHash, table }

  const page = async ({ days, order = 'recent', ...filter }: Filter, after?: ListQuery['after']) => {
    const since = days === undefined ? {} : { updatedSince: now - days * DAY }
    const query = { ...filter, ...since, order, limit: LIMIT, ...(after ? { after } : {}) }
    const listed = await listConversations(ctx, PRINCIPAL, query)
    return { ...listed, units: units() }
  }
  const readAll = async (filter: Filter): Promise<Read> => {
    const ids: string[] = []
    const places = new Set<string>()
    let [pages, most] = [0, 0]
    let after: ListQuery['after']
    do {
      const { data, next, units: cost } = await page(filter, after)
      ids.push(...data.map(({ id }) => id))
      pages += 1
      most = Math.max(most, cost)
      after = next ?? undefined
      const place = JSON.stringify(next)
      if (places.has(place)) throw new Error('the list does not go on')
      places.add(place)
    } while (after !== undefined)
    return { ids, pages, most }
  }
  return { page, readAll, matching: (filter: Filter) => shop.views.filter(isIn(now, filter)).map(({ id }) => id) }
}
