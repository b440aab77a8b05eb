import { showDetails } from '../cases/show.ts'
import type { Context } from '../context.ts'
import { contacts, foldContact } from '../contact/contacts.ts'
import { shownAs, type KnownPerson } from '../contact/current.ts'
import { aliasName, contactFrom } from '../conversation/contact.ts'
import { EMPTY_HEAD, join, type HeadState } from '../conversation/head.ts'
import { findRoot, setVersioned, type Versioned } from '../conversation/versioned.ts'
import { decodeHead, headItem } from '../conversation/head-item.ts'
import { keepPlaces } from '../conversation/places.ts'
import { conversationView, type CaseId, type Head, type HeadIdentity } from '../conversation/view.ts'
import { findLife, lifeAt, type Life, type When } from '../erase/lives.ts'
import { appendEvent } from '../feed.ts'
import { firstAnswerKeeper } from '../figures/first-answer.ts'
import type { Account } from '../schema/directory.ts'
import { isGroup, type Alias, type Profile } from '../schema/identity.ts'
import { factItem, type LinkFact } from '../store/facts.ts'
import { addressKey, aliasKey, factKey, headKey } from '../store/keys.ts'
import { bind, endGeneration, lookUp, type Binding, type Bound } from './bind.ts'
import { tell, tellOnce } from './tell.ts'

export const caseIdOf =
  (hash: Context['hash']): CaseId =>
  (conversation, after) =>
    `cas_${hash('cas', conversation, after)}`

export const heads = (ctx: Pick<Context, 'hash'>): Versioned<Head> => ({
  key: headKey,
  encode: (head) => headItem(head, caseIdOf(ctx.hash)),
  decode: decodeHead,
  successor: (head) => head.linkedTo,
  erasedAt: (head) => head.erased,
})

/** Joins what a fact says into the head of the conversation that carries on. */
export const foldHead = async (
  ctx: Pick<Context, 'hash' | 'table' | 'now'>,
  identity: HeadIdentity,
  change: Partial<HeadState> | ((current: HeadState, id: string) => Partial<HeadState>),
): Promise<Head> => {
  const views = { ...heads(ctx), beforeWrite: firstAnswerKeeper(ctx, caseIdOf(ctx.hash)) }
  const head = await setVersioned(ctx.table, views, identity.id, (current, id) => {
    const state = current?.state ?? EMPTY_HEAD
    const stated = typeof change === 'function' ? change(state, id) : change
    return {
      ...(current ?? { ...identity, id, version: 0 }),
      state: join(state, { ...EMPTY_HEAD, ...stated }),
    }
  })
  await keepPlaces(ctx, head, caseIdOf(ctx.hash))
  return head
}

type Store = Pick<Context, 'table' | 'hash'>

const conversationBinding = (ctx: Store, { shop, channel, id }: Account): Binding => ({
  key: (alias) => addressKey(ctx.hash, shop, channel, id, alias),
  idOf: (alias) => `cnv_${ctx.hash('cnv', shop, channel, id, alias.type, alias.value)}`,
  mark: ({ type, value }) => ctx.hash('user', type, value),
  rootOf: async (conversation) => (await findRoot(ctx.table, heads(ctx), conversation)).id,
})
const contactBinding = (ctx: Store, shop: string): Binding => ({
  key: (alias) => aliasKey(ctx.hash, shop, alias),
  idOf: (alias) => `ctc_${ctx.hash('ctc', shop, alias.type, alias.value)}`,
  mark: ({ type, value }) => ctx.hash('user', type, value),
  rootOf: async (contact) => (await findRoot(ctx.table, contacts, contact)).id,
})

/** Writes down that two proved to be one. A fact of its own: `project` does the linking, as often as it takes. */
const recordLinks = async (
  ctx: Context,
  account: Account,
  what: LinkFact['what'],
  links: Bound['links'],
): Promise<void> => {
  for (const [a, b] of links) {
    const pair = a < b ? ([a, b] as const) : ([b, a] as const)
    const key = ctx.hash('link', what, ...pair)
    if (await ctx.table.get(factKey(key))) continue
    const fact: LinkFact = {
      kind: 'link',
      what,
      shop: account.shop,
      channel: account.channel,
      connection: account.connection,
      account: account.id,
      pair,
    }
    await ctx.table.put(factItem(key, { source: 'own', fact }, { seenAt: ctx.now() }), { absent: 'pk' })
  }
}

/** An identity is somebody's no more: they are not written to under it, and it is not shown as theirs. */
const endAlias = async (
  ctx: Context,
  account: Account,
  what: LinkFact['what'],
  owner: string,
  alias: Alias,
  seenAt: number,
): Promise<void> => {
  const { shop, channel, connection, id } = account
  if (what === 'conversation')
    await foldHead(ctx, { id: owner, shop, channel, connection, account: id }, { ended: [{ ...alias, seen: seenAt }] })
  else await foldContact(ctx, shop, owner, { ended: { [aliasName(alias)]: seenAt } })
}

/** Two people state the same phone (a recycled number): both stay, and the shop is told. Never a silent merge. */
const reportConflict = async (
  ctx: Context,
  account: Account,
  what: LinkFact['what'],
  bound: Bound,
  seenAt: number,
): Promise<void> => {
  if (bound.conflict === undefined) return
  const { phone, boundTo, stated } = bound.conflict
  await endAlias(ctx, account, what, boundTo, phone, seenAt)
  await appendEvent(ctx, {
    type: 'identity.conflict',
    shop: account.shop,
    subject: bound.id,
    key: [what, bound.id, boundTo, phone.value, stated.value],
    data: { [what]: bound.id, other: boundTo, alias: phone, stated },
    place: { channel: account.channel, account: account.id },
  })
}

const livesOf = (ctx: Store, what: LinkFact['what']) =>
  what === 'conversation'
    ? (id: string, when: When) => lifeAt(ctx, heads(ctx), id, when)
    : (id: string, when: When) => lifeAt(ctx, contacts, id, when)

const bindingOf = (ctx: Store, account: Account, what: LinkFact['what']): Binding =>
  what === 'conversation' ? conversationBinding(ctx, account) : contactBinding(ctx, account.shop)

/**
 * Whom the stated aliases belong to: the conversation on this account, or the contact of the shop. Throws {@link Erased} where
 * they were erased since; `saidAt` is when it was said, where that may be long before it was seen.
 */
export const resolve = async (
  ctx: Context,
  account: Account,
  what: LinkFact['what'],
  aliases: readonly Alias[],
  seenAt: number,
  seed?: string,
  saidAt = seenAt,
): Promise<(Bound & Life) | undefined> => {
  const stated = await bind(ctx.table, bindingOf(ctx, account, what), aliases, seenAt, seed)
  if (stated === undefined) return undefined
  const lives = livesOf(ctx, what)
  const life = await lives(stated.id, { seenAt, saidAt })
  const links: (readonly [string, string])[] = []
  for (const [a, b] of stated.links) {
    const [first, second] = [(await lives(a, { seenAt, saidAt })).id, (await lives(b, { seenAt, saidAt })).id]
    if (first !== second) links.push([first, second])
  }
  const bound = { ...stated, ...life, links }
  await recordLinks(ctx, account, what, links)
  await reportConflict(ctx, account, what, bound, seenAt)
  return bound
}

/** The owner gave these identities up: whoever states them from now on is somebody else. */
export const release = async (
  ctx: Context,
  account: Account,
  what: LinkFact['what'],
  owner: string,
  aliases: readonly Alias[],
  fact: { readonly key: string; readonly seenAt: number },
): Promise<void> => {
  for (const alias of aliases.filter(({ type }) => type === 'phone')) {
    // From the next moment on: the fact itself still speaks of the owner, also when it is projected again.
    await endGeneration(ctx.table, bindingOf(ctx, account, what), alias, fact.key, fact.seenAt + 1)
    await endAlias(ctx, account, what, owner, alias, fact.seenAt)
  }
}

/** The conversation that a fact's person or thread was bound to when it came, without making any. */
export const findBound = async (
  ctx: Pick<Context, 'table' | 'hash'>,
  account: Account,
  { peers, thread }: { readonly peers: readonly Alias[]; readonly thread?: Alias | undefined },
  seenAt: number,
): Promise<string | undefined> => {
  const bound = await lookUp(ctx.table, conversationBinding(ctx, account), thread ? [thread] : peers, seenAt)
  return findLife(ctx, heads(ctx), bound, { seenAt })
}

/** The contact that an alias was bound to at a time, without making any. */
export const findContactOf = async (
  ctx: Pick<Context, 'table' | 'hash'>,
  shop: string,
  aliases: readonly Alias[],
  seenAt: number,
): Promise<string | undefined> =>
  findLife(ctx, contacts, await lookUp(ctx.table, contactBinding(ctx, shop), aliases, seenAt), { seenAt })

/** The conversation and contact an inbound fact already belongs to, without making any. */
export const findPlace = async (
  ctx: Pick<Context, 'table' | 'hash'>,
  account: Account,
  fact: { readonly peers: readonly Alias[]; readonly thread?: Alias | undefined },
  seenAt: number,
): Promise<{ readonly conversation: string; readonly contact: string | null } | undefined> => {
  const conversation = await findBound(ctx, account, fact, seenAt)
  if (conversation === undefined) return undefined
  const root = await findRoot(ctx.table, heads(ctx), conversation)
  const contact = isGroup(fact.thread) ? undefined : await findContactOf(ctx, account.shop, fact.peers, seenAt)
  return { conversation: root.id, contact: contact ?? null }
}

/** A contact as a fact found it: `id` is what its aliases are bound to for good, `shown` who that is now. */
export interface Known {
  readonly id: string
  readonly shown: KnownPerson
}

export const tellContact = (ctx: Context, { contact }: KnownPerson): Promise<void> =>
  tell(ctx, {
    shop: contact.shop,
    id: contact.id,
    created: 'contact.created',
    updated: 'contact.updated',
    data: { ...contact },
    since: contact.version,
  })

/** Tells how a conversation is now, where something beside its messages changed. */
export const tellConversation = async (ctx: Context, head: Head): Promise<void> =>
  tell(ctx, {
    shop: head.shop,
    id: head.id,
    created: 'conversation.created',
    updated: 'conversation.updated',
    data: { ...(await showDetails(ctx, head, conversationView(head, caseIdOf(ctx.hash)))) },
    since: head.version,
  })

/** Tells that a conversation began, once. */
export const tellBegun = (ctx: Context, head: Head): Promise<void> => {
  const data = { ...conversationView(head, caseIdOf(ctx.hash)) }
  return tellOnce(ctx, { type: 'conversation.created', shop: head.shop, id: head.id, data })
}

/** Tells how a conversation is now, once for what brought it there. */
export const tellChange = async (ctx: Context, head: Head, why: string): Promise<void> => {
  const { id, shop } = head
  const data = { ...(await showDetails(ctx, head, conversationView(head, caseIdOf(ctx.hash)))) }
  await appendEvent(ctx, { type: 'conversation.updated', shop, subject: id, key: [id, why], data })
}

/** Finds or makes the contact, keeps what the fact states about it, and tells what is new. */
export const learnContact = async (
  ctx: Context,
  account: Account,
  aliases: readonly Alias[],
  profile: Profile | undefined,
  seenAt: number,
  saidAt = seenAt,
): Promise<Known | undefined> => {
  const bound = await resolve(ctx, account, 'contact', aliases, seenAt, undefined, saidAt)
  if (bound === undefined) return undefined
  const own = aliases.map((alias) => ({ ...alias, channel: account.channel, account: account.id, seenAt }))
  const person = await foldContact(ctx, account.shop, bound.id, contactFrom(own, profile, seenAt))
  const shown = await shownAs(ctx, person)
  await tellContact(ctx, shown)
  return { id: bound.id, shown }
}
