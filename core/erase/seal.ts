import { contacts } from '../contact/contacts.ts'
import { keepWithin } from '../contact/show.ts'
import type { Context } from '../context.ts'
import { aliasName, decodeContact, EMPTY_CONTACT, type ContactRecord } from '../conversation/contact.ts'
import { EMPTY_HEAD, personOf } from '../conversation/head.ts'
import { decodeHead } from '../conversation/head-item.ts'
import { findRoot } from '../conversation/versioned.ts'
import type { Head } from '../conversation/view.ts'
import { externalIdKey, factOfMessage, headKey, messageOfTodo, withinRange } from '../store/keys.ts'
import { contactKey } from '../store/keys.ts'
import { heads } from '../project/people.ts'
import { isGroup } from '../schema/identity.ts'
import { aliasMark, learnAliases, type Erasure } from './erasure.ts'
import { pages } from './pages.ts'
import { strip } from './strip.ts'

/** Ids of other systems may be another contact's from now on. */
const releaseIds = async (ctx: Context, { id: owner, shop, state }: ContactRecord): Promise<void> => {
  for (const [of, [, , id]] of Object.entries(state.said)) {
    if (!of.startsWith('externalIds.') || id === null) continue
    const system = of.slice('externalIds.'.length)
    await ctx.table.delete(externalIdKey(ctx.hash, { shop, what: 'contact', system, id }), { eq: ['of', owner] })
  }
}

/** Leaves of a contact that it was erased. What is said of this person later is of another contact. */
const sealContact = async (ctx: Context, erasure: Erasure, id: string): Promise<Erasure> => {
  let known = erasure
  for (;;) {
    const item = await ctx.table.get(contactKey(id), { consistent: true })
    const record = item && decodeContact(item)
    if (record === undefined || record.erased !== undefined) return known
    const own = record.state.aliases.map(({ type, value, seenAt }) => {
      const until = record.state.ended[aliasName({ type, value })]
      return until === undefined || seenAt > until ? { type, value } : { type, value, until }
    })
    known = await learnAliases(ctx, known, own)
    await releaseIds(ctx, record)
    const tombstone = { ...record, version: record.version + 1, state: EMPTY_CONTACT, erased: erasure.at }
    if (await ctx.table.put(contacts.encode(tombstone), { eq: ['version', record.version] })) return known
  }
}

/** Nothing more is sent to them. */
const cancelTodos = async (ctx: Context, conversation: string, at: number): Promise<void> => {
  for await (const { pk, sk } of pages(ctx, { pk: headKey(conversation).pk, from: 'O#', to: 'O#~' })) {
    await strip(ctx, factOfMessage(messageOfTodo(sk)), at)
    await ctx.table.delete({ pk, sk })
  }
}

const sealHead = async (ctx: Context, erasure: Erasure, id: string): Promise<Erasure> => {
  let known = erasure
  for (;;) {
    const item = await ctx.table.get(headKey(id), { consistent: true })
    const head = item && decodeHead(item)
    if (head === undefined || head.erased !== undefined) return known
    const over = new Map(head.state.ended.map((peer) => [aliasMark(peer), peer.seen]))
    const { thread } = head.state
    const own = head.state.peers.map(({ type, value, seen }) => {
      const until = over.get(aliasMark({ type, value }))
      return until === undefined || seen > until ? { type, value } : { type, value, until }
    })
    if (thread) own.push({ type: thread.type, value: thread.value })
    known = await learnAliases(ctx, known, own)
    const tombstone = { ...head, version: head.version + 1, state: EMPTY_HEAD, erased: erasure.at }
    if (await ctx.table.put(heads(ctx).encode(tombstone), { eq: ['version', head.version] })) return known
  }
}

/** Whether a conversation is with this person alone. In others what they said goes, and what others said stays. */
export const isTheirs = (
  { contacts: ids, aliases }: Pick<Erasure, 'contacts' | 'aliases'>,
  { state }: Head,
): boolean => {
  if (isGroup(state.thread)) return false
  if (state.contact !== null && !ids.includes(personOf(state.contact))) return false
  const own = new Set(aliases.map(aliasMark))
  return state.thread === undefined || state.peers.every((peer) => own.has(aliasMark(peer)))
}

/**
 * Ends the life of a person in the shop: contacts first, then the conversations with them, each by one write. From then on nothing
 * of before is shown, nothing more is sent, and whoever writes again begins anew. May be repeated wherever it ended.
 */
export const seal = async (ctx: Context, erasure: Erasure): Promise<Erasure> => {
  let known = erasure
  for (const id of erasure.contacts) known = await sealContact(ctx, known, id)
  for (const contact of erasure.contacts)
    for await (const item of pages(ctx, withinRange(contact))) {
      const id = item.sk.slice('V#'.length)
      const root = await findRoot(ctx.table, heads(ctx), id)
      if (root.value !== undefined && root.value.erased === undefined && !isTheirs(known, root.value)) continue
      const where = { channel: String(item['ch']), connection: String(item['cn']), account: String(item['ac']) }
      const all = new Set([id, ...(root.value?.state.linked ?? []), root.id])
      for (const conversation of all) await keepWithin(ctx, contact, { conversation, ...where })
      for (const conversation of all) {
        known = await sealHead(ctx, known, conversation)
        await cancelTodos(ctx, conversation, erasure.at)
      }
    }
  return known
}
