import type { Context } from '../context.ts'
import type { Item } from '../ports.ts'
import { headKey, listKeys, placeKey, placeListPk, placesRange } from '../store/keys.ts'
import { decodeHead, isListed } from './head-item.ts'
import { conversationView, type CaseId, type Head } from './view.ts'

type Store = Pick<Context, 'table' | 'hash'>
type Place = readonly [sk: string, keys: { readonly lpk: string; readonly lsk: string }]

const LISTS = ['assignee', 'tag'] as const

/**
 * Where a conversation is listed beside its status: under its assignee and each of its tags. Pointers without a card, which
 * are written when a list moves and not with every message; the reader gets the heads, and shows what they say.
 */
const placesOf = (hash: Context['hash'], head: Head, caseId: CaseId): ReadonlyMap<string, Place[1]> => {
  const view = conversationView(head, caseId)
  if (!isListed(head) || view.case === null) return new Map()
  const { status, assignee, tags } = view.case
  const values = { assignee: assignee === null ? [] : [assignee], tag: tags }
  return new Map(
    LISTS.flatMap((by) =>
      values[by].map((value): Place => {
        const { lsk } = listKeys(head.shop, status, view.lastEntryAt, head.id)
        const sk = placeKey(head.id, by === 'assignee' ? by : `tag#${hash('tag', value)}`).sk
        return [sk, { lpk: placeListPk(hash, by, head.shop, status, value), lsk }]
      }),
    ),
  )
}

const isAt = (item: Item | undefined, keys: Place[1] | undefined): boolean =>
  item?.['lpk'] === keys?.lpk && item?.['lsk'] === keys?.lsk

/** Moves the pointers to where this head belongs, unless a newer one was there. Answers whether there was anything to do. */
const movePlaces = async (ctx: Store, head: Head, caseId: CaseId): Promise<boolean> => {
  const wanted = placesOf(ctx.hash, head, caseId)
  const { items } = await ctx.table.query({ ...placesRange(head.id), consistent: true })
  const known = new Map(items.map((item) => [item.sk, item]))
  const moved = [...new Set([...wanted.keys(), ...known.keys()])].filter((sk) => !isAt(known.get(sk), wanted.get(sk)))
  for (const sk of moved) {
    const keys = wanted.get(sk)
    await ctx.table.update(
      { pk: headKey(head.id).pk, sk },
      keys
        ? { set: { ...keys, rev: head.version }, init: { v: 1 } }
        : { set: { rev: head.version }, remove: ['lpk', 'lsk'] },
      { any: [{ absent: 'rev' }, { lt: ['rev', head.version + 1] }] },
    )
  }
  return moved.length > 0
}

/**
 * Keeps the lists by assignee and tag in step with a head that was written. Looks again after it has written: a newer head
 * may have come in between, whose own writer saw nothing to move. Costs nothing where nobody was assigned or tagged.
 */
export const keepPlaces = async (ctx: Store, written: Head, caseId: CaseId): Promise<void> => {
  const { assignee, tags } = written.state.said
  if (assignee === undefined && tags === undefined) return
  for (let head = written; await movePlaces(ctx, head, caseId);) {
    const item = await ctx.table.get(headKey(head.id), { consistent: true })
    if (item === undefined || Number(item['version']) === head.version) return
    head = decodeHead(item)
  }
}
