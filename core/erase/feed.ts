import type { Context } from '../context.ts'
import { endOfFeed, oldestKept } from '../feed-place.ts'
import { BUCKET, bucketOf, readBucket } from '../feed.ts'
import type { Item } from '../ports.ts'
import { withinRange } from '../store/keys.ts'
import type { Alias } from '../schema/identity.ts'
import { isOwn, type Erasure } from './erasure.ts'
import { pages } from './pages.ts'

const PAGE = 100

/** Ids of contacts and conversations that were erased whole or in part. */
const erasedIds = async (ctx: Context, { contacts }: Erasure): Promise<ReadonlySet<string>> => {
  const ids = new Set(contacts)
  for (const contact of contacts)
    for await (const { sk } of pages(ctx, withinRange(contact))) ids.add(sk.slice('V#'.length))
  return ids
}

const ABOUT = ['id', 'conversation', 'contact', 'other', 'person'] as const

const isAlias = (value: unknown): value is Alias =>
  typeof value === 'object' && value !== null && 'type' in value && 'value' in value

const isAbout = (item: Item, erasure: Erasure, ids: ReadonlySet<string>): boolean => {
  const data = JSON.parse(String(item['data'])) as Readonly<Record<string, unknown>>
  const named = [item['subject'], ...ABOUT.map((name) => data[name])]
  if (named.some((id) => typeof id === 'string' && ids.has(id))) return true
  const stated = [data['alias'], ...(Array.isArray(data['peers']) ? (data['peers'] as unknown[]) : [])]
  return isOwn(erasure, stated.filter(isAlias), Number(item['at']))
}

/**
 * Of events about the person that they happened is kept, and nothing of what. Reads the feed of the shop, some 120 read units for
 * a thousand events: nothing tells the places of a person's events. What came after the erasure is of the next life, unless it names
 * the one before. Answers how far it came; undefined: to the end.
 */
export const eraseEvents = async (ctx: Context, erasure: Erasure, deadline: number): Promise<number | undefined> => {
  const { shop } = erasure
  const ids = await erasedIds(ctx, erasure)
  const end = await endOfFeed(ctx, shop)
  let position = Math.max(erasure.position, await oldestKept(ctx, shop))
  while (position < end) {
    if (ctx.now() >= deadline) return position
    const items = await readBucket(ctx, shop, position + 1, PAGE)
    for (const item of items) {
      const isOfNow = item['type'] === 'contact.erased' || item['seal'] === true
      if (isOfNow || JSON.parse(String(item['data'])).erased === true || !isAbout(item, erasure, ids)) continue
      const data = JSON.stringify({ id: item['subject'], erased: true })
      await ctx.table.update(item, { set: { data } }, { eq: ['id', String(item['id'])] })
    }
    position = items.length < PAGE ? (bucketOf(position + 1) + 1) * BUCKET - 1 : Number(items.at(-1)?.sk)
  }
  return undefined
}
