import type { Context } from '../context.ts'
import { decodeEntry, type Entry } from '../conversation/message.ts'
import { decodeHead } from '../conversation/head-item.ts'
import { externalIdKeysOf } from '../external-ids.ts'
import { isTheirs } from './seal.ts'
import { heads } from '../project/people.ts'
import { projectFact } from '../project/project.ts'
import type { Item } from '../ports.ts'
import { loadPartition } from '../store/facts.ts'
import { callOf, externalIdKey, headKey } from '../store/keys.ts'
import { aliasMark, type Erasure } from './erasure.ts'
import { pages } from './pages.ts'
import { strip } from './strip.ts'

/** An entry's id is that of its fact, after the kind. */
const factOfEntry = ({ id }: Entry): string => id.slice(id.indexOf('_') + 1)

/** What the entry is called in other systems may name another message from now on. */
const releaseIdsOfEntry = async (ctx: Context, entry: Entry): Promise<void> => {
  if (entry.type !== 'message') return
  const { id, shop, externalIds } = entry
  for (const key of externalIdKeysOf(ctx.hash, shop, 'message', externalIds))
    await ctx.table.delete(key, { eq: ['of', id] })
}

/** What came after the erasure and met the conversation of before is of the next life: it is put where it belongs. */
const eraseEntry = async (ctx: Context, erasure: Erasure, item: Item): Promise<void> => {
  const entry = decodeEntry(item)
  const key = factOfEntry(entry)
  const { fact } = await loadPartition(ctx.table, key)
  const isLater = fact?.source === 'inbound' && fact.seenAt > erasure.at
  if (!isLater) await releaseIdsOfEntry(ctx, entry)
  if (!isLater) await strip(ctx, key, erasure.at)
  await ctx.table.delete(item)
  if (isLater) await projectFact(ctx, key)
}

/** Ids of other systems may name others from now on. */
const releaseIds = async (ctx: Context, erasure: Erasure, item: Item): Promise<void> => {
  const said = JSON.parse(String(item['said'])) as {
    readonly externalIds?: Readonly<Record<string, readonly unknown[]>>
  }
  const conversation = item.pk.slice('cnv#'.length)
  const ofCase = item.sk.startsWith('M#') ? item.sk.slice('M#'.length) : undefined
  const [what, owner] = ofCase === undefined ? ['conversation', conversation] : ['case', `${conversation} ${ofCase}`]
  for (const [system, [, , id]] of Object.entries(said.externalIds ?? {}))
    if (typeof id === 'string') {
      const key = externalIdKey(ctx.hash, { shop: erasure.shop, what: what ?? '', system, id })
      await ctx.table.delete(key, { eq: ['of', owner ?? ''] })
    }
}

const eraseItem = async (ctx: Context, erasure: Erasure, item: Item): Promise<void> => {
  const { sk } = item
  if (sk.startsWith('E#')) return eraseEntry(ctx, erasure, item)
  if (sk.startsWith('X#')) await strip(ctx, sk.slice('X#'.length), erasure.at)
  if (sk.startsWith('I#')) await ctx.table.delete(callOf(item))
  if (sk.startsWith('M')) await releaseIds(ctx, erasure, item)
  await ctx.table.delete(item)
}

/** Of a conversation with others too: who they were, and what of theirs stands in the lists. */
const stripHead = async (ctx: Context, erasure: Erasure, id: string): Promise<void> => {
  const own = new Set(erasure.aliases.map(aliasMark))
  const values = new Set(erasure.aliases.map(({ value }) => value))
  for (;;) {
    const item = await ctx.table.get(headKey(id), { consistent: true })
    if (item === undefined || item['er'] !== undefined) return
    const head = decodeHead(item)
    const { peers, ended, participants, contact, last } = head.state
    const isOurs = contact !== null && erasure.contacts.includes(contact.person ?? contact.id)
    const state = {
      ...head.state,
      peers: peers.filter((peer) => !own.has(aliasMark(peer))),
      ended: ended.filter((peer) => !own.has(aliasMark(peer))),
      participants: participants.filter((author) => !values.has(author.id ?? '')),
      contact: isOurs ? null : contact,
      last: last && last.seen <= erasure.at ? { ...last, text: '' } : last,
    }
    if (JSON.stringify(state) === JSON.stringify(head.state)) return
    const next = heads(ctx).encode({ ...head, state, version: head.version + 1 })
    if (await ctx.table.put(next, { eq: ['version', head.version] })) return
  }
}

/** Of a conversation with others too: what this person said there, and what was said to them. */
const eraseFrom = async (ctx: Context, erasure: Erasure, id: string): Promise<void> => {
  for await (const item of pages(ctx, { pk: headKey(id).pk, from: 'E#', to: 'E#~' })) {
    const entry = decodeEntry(item)
    if (entry.type === 'message' && entry.contact !== null && erasure.contacts.includes(entry.contact))
      await eraseEntry(ctx, erasure, item)
  }
  await stripHead(ctx, erasure, id)
}

/**
 * Erases a conversation, of which the tombstone stays. False: there was no time for all of it, and it is gone on with where it
 * ended, since what was erased is there no more.
 */
export const eraseConversation = async (
  ctx: Context,
  erasure: Erasure,
  id: string,
  deadline: number,
): Promise<boolean> => {
  const head = await ctx.table.get(headKey(id), { consistent: true })
  if (head && head['er'] === undefined && !isTheirs(erasure, decodeHead(head))) {
    await eraseFrom(ctx, erasure, id)
    return true
  }
  for await (const item of pages(ctx, { pk: headKey(id).pk })) {
    if (ctx.now() >= deadline) return false
    if (item.sk !== headKey(id).sk) await eraseItem(ctx, erasure, item)
  }
  return true
}
