import type { Context } from '../../core/context.ts'
import { EMPTY_HEAD, type HeadState } from '../../core/conversation/head.ts'
import { headItem } from '../../core/conversation/head-item.ts'
import { shortMark, type Said } from '../../core/conversation/said.ts'
import { CASE_DEFAULTS, conversationView, type Head, type Shown } from '../../core/conversation/view.ts'
import type { Item } from '../../core/ports.ts'
import { caseIdOf } from '../../core/project/people.ts'
import type { CaseStatus } from '../../core/schema/conversation.ts'
import { detailsKey, listKeys, placeKey, placeListPk } from '../../core/store/keys.ts'
import { SHOP } from './world.ts'

/** As long as the ids of the gateway, and quickly made. */
export const quickHash: Context['hash'] = (...parts) => {
  let [a, b] = [0x811c9dc5, 0x1b873593]
  for (const letter of parts.join('/')) {
    const code = letter.charCodeAt(0)
    a = Math.imul(a ^ code, 0x01000193)
    b = Math.imul(b ^ code, 0x85ebca6b)
  }
  return `${(a >>> 0).toString(36)}-${(b >>> 0).toString(36)}`.padStart(22, '0')
}

/** What of a shop with many conversations a test knows without reading it. */
export interface LargeShop {
  readonly items: readonly Item[]
  readonly views: readonly Shown[]
}

const MINUTE = 60_000
/** By hundreds: most are over, and a fifth is open. */
const STATUSES: readonly (readonly [upTo: number, status: CaseStatus])[] = [
  [20, 'open'],
  [25, 'pending'],
  [30, 'snoozed'],
  [100, 'closed'],
]
const CHANNELS: readonly (readonly [upTo: number, channel: string])[] = [
  [50, 'whatsapp'],
  [70, 'sms'],
  [90, 'email'],
  [100, 'messenger'],
]
const of = <T>(shares: readonly (readonly [upTo: number, value: T])[], hundredth: number, other: T): T =>
  shares.find(([upTo]) => hundredth < upTo)?.[1] ?? other

/** Numbers that look as if they were drawn, the same each time. */
const draw = (seed: number, most: number): number => {
  const mixed = Math.imul(seed ^ (seed >>> 15), 0x2c1b3c6d)
  const again = Math.imul(mixed ^ (mixed >>> 12), 0x297a2d39)
  return ((again ^ (again >>> 15)) >>> 0) % most
}

/** The n-th conversation. Every one has metadata, and words as people write them. */
const headOf = (ctx: Pick<Context, 'hash'>, n: number, now: number): Head => {
  const die = (salt: number, most: number): number => draw(n * 16 + salt, most)
  const id = `cnv_${ctx.hash(String(n))}`
  const channel = of(CHANNELS, die(1, 100), 'whatsapp')
  const status = of(STATUSES, die(2, 100), 'closed')
  const at = now - die(3, 365 * 24 * 60) * MINUTE - die(4, MINUTE)
  const [begun, mark] = [at - die(5, 1000) * MINUTE, { seen: at, at, id: 'abcdef' }]
  const caseId = caseIdOf(ctx.hash)(id, 'first')
  const assignee = die(6, 10) < 7 ? `usr_${die(7, 40)}` : null
  const tags = Array.from({ length: die(8, 4) }, (_, place) => `tag-${(die(9, 30) + place * 7) % 30}`)
  const word = <T>(value: T) => ({ at, by: 'abcdef', value, of: shortMark(caseId) })
  const aside = status === 'snoozed' ? now + MINUTE : status === 'pending' ? ('pending' as const) : undefined
  const said: Said = {
    ...(assignee === null ? {} : { assignee: word(assignee) }),
    ...(tags.length === 0 ? {} : { tags: word(tags) }),
    ...(aside === undefined ? {} : { snooze: word(aside) }),
  }
  const waits = die(10, 10) < 6
  const state: HeadState = {
    ...EMPTY_HEAD,
    peers: [{ type: 'phone', value: `+1555${String(n).padStart(7, '0')}`, seen: at }],
    contact: { id: `ctc_${ctx.hash(String(n))}`, name: `Augusta Ada King No. ${n}`, version: 3 },
    first: { ...mark, seen: begun, at: begun },
    last: { ...mark, text: 'Could you keep the blue one for me until Saturday, in size 42 …', by: 'customer', rev: 0 },
    lastInbound: mark,
    lastInboundAt: at,
    open: waits ? [mark] : [],
    answers: waits ? [] : [{ ...mark, rev: 0 }],
    said: status === 'closed' ? {} : said,
    close:
      status === 'closed'
        ? {
            at: at + 1,
            by: 'closed',
            view: {
              ...CASE_DEFAULTS,
              id: caseId,
              conversation: id,
              version: 0,
              status: 'open',
              openedAt: begun,
              assignee,
              tags,
            },
          }
        : null,
    detailsAt: at,
  }
  const account = `${channel}-${die(11, 5) < 4 ? 'main' : 'second'}`
  return { id, shop: SHOP, channel, connection: 'main', account, version: 12, state }
}

/** A shop with so many conversations, as a year leaves them. */
export const largeShop = (ctx: Pick<Context, 'hash'>, conversations: number, now: number): LargeShop => {
  const items: Item[] = []
  const views: Shown[] = []
  for (let n = 0; n < conversations; n += 1) {
    const head = headOf(ctx, n, now)
    const view = conversationView(head, caseIdOf(ctx.hash))
    const { status = 'open', assignee = null, tags = [] } = view.case ?? {}
    const { lsk } = listKeys(SHOP, status, view.lastEntryAt, head.id)
    const listed = (place: string, by: 'assignee' | 'tag', value: string): Item => ({
      ...placeKey(head.id, place),
      v: 1,
      rev: head.version,
      lpk: placeListPk(ctx.hash, by, SHOP, status, value),
      lsk,
    })
    views.push(view)
    items.push(headItem(head, caseIdOf(ctx.hash)), {
      ...detailsKey(head.id),
      v: 1,
      version: 1,
      said: JSON.stringify({ metadata: { order: [1, 'abcdef', String(n)] }, externalIds: {} }),
    })
    if (assignee !== null) items.push(listed('assignee', 'assignee', assignee))
    for (const tag of tags) items.push(listed(`tag#${ctx.hash('tag', tag)}`, 'tag', tag))
  }
  return { items, views }
}
