import type { Context } from '../context.ts'
import type { Activity } from '../schema/conversation.ts'
import type { Account } from '../schema/directory.ts'
import { isGroup, type Alias } from '../schema/identity.ts'
import type {
  AccountFact,
  ActivityFact,
  ConsentFact,
  EditFact,
  IdentityFact,
  ReactionFact,
  RevokeFact,
  TemplateFact,
} from '../schema/fact.ts'
import { tellHealth } from '../account-state.ts'
import { entryTime, type Place } from '../conversation/message.ts'
import { appendEvent } from '../feed.ts'
import { keepAbout } from '../erase/about.ts'
import { Erased } from '../erase/lives.ts'
import type { Change, Guard, Item, Key, Scalar } from '../ports.ts'
import { accountKey, consentPk, contactKey, factKey, messageFact, stateKey } from '../store/keys.ts'
import { placeIdentity, putEntry } from './entries.ts'
import { markOf } from '../conversation/head.ts'
import { previewOf } from '../conversation/preview.ts'
import { placeOf, withContact, type InboundRecord } from './inbound.ts'
import { findContactOf, foldHead, release, resolve, tellBegun, tellChange } from './people.ts'
import { wantRoutine } from '../routines.ts'
import { templatesRoutine } from '../templates/sync.ts'

/** Total order of facts about one thing: first-write time, then place in the batch, then the unique key. */
const orderOf = (record: Pick<InboundRecord, 'seenAt' | 'index' | 'key'>): string =>
  `${String(record.seenAt).padStart(13, '0')}#${String(record.index).padStart(4, '0')}#${record.key}`

/** Of a target that has not arrived no timeline tells: whoever erases the person who speaks of it finds it with the contact. */
const keepAwaited = async (
  ctx: Context,
  record: InboundRecord,
  { account: id, peers }: { readonly account: string; readonly peers: readonly Alias[] },
  target: string,
): Promise<void> => {
  if (await ctx.table.get(factKey(target), { consistent: true })) return
  const account = ctx.directory.account(record.channel, record.connection, id)
  if (account === undefined) return
  const contact = await findContactOf(ctx, account.shop, peers, record.seenAt)
  if (contact !== undefined) await keepAbout(ctx, contactKey(contact), target)
}

/** Changes the state of a target, whether or not it has arrived. Of one that was erased nothing is kept. */
const foldInto = async (
  ctx: Context,
  record: InboundRecord,
  fact: ReactionFact | EditFact | RevokeFact,
  change: Change,
  guard: Guard,
): Promise<void> => {
  const target = messageFact(ctx.hash, record.channel, fact.scope, fact.target)
  const key = stateKey(target)
  await keepAbout(ctx, key, record.key)
  await keepAwaited(ctx, record, fact, target)
  const changed = await ctx.table.update(key, { ...change, add: { rev: 1 } }, { all: [{ absent: 'er' }, guard] })
  const erasedAt = changed ? undefined : (await ctx.table.get(key, { consistent: true }))?.['er']
  if (erasedAt !== undefined) throw new Erased(Number(erasedAt))
}

/**
 * The latest wins in the target's state, whether or not the target has arrived: by the provider's time, which the first
 * write fixed, so that an older edit that is delivered late does not undo a newer one; then by first-write time.
 */
const setLatest = async (
  ctx: Context,
  record: InboundRecord,
  fact: ReactionFact | EditFact,
  attribute: string,
  value: Scalar,
): Promise<void> => {
  const order = `${String(entryTime(fact.at, record.seenAt)).padStart(13, '0')}#${orderOf(record)}`
  await foldInto(
    ctx,
    record,
    fact,
    { set: { [attribute]: value, [`o_${attribute}`]: order } },
    { any: [{ absent: `o_${attribute}` }, { lt: [`o_${attribute}`, order] }] },
  )
}

/**
 * Sets attributes unless newer news stands there; the same again changes nothing but its order. Answers the item when
 * this fact is the news it tells: the same news delivered again, under another time even, is no news. The write holds
 * only for what was read, and is tried again when another one came in between.
 */
export const setNewer = async (
  ctx: Context,
  key: Key,
  record: Pick<InboundRecord, 'seenAt' | 'index' | 'key'>,
  attributes: Readonly<Record<string, Scalar>>,
  what: string,
): Promise<Item | undefined> => {
  const order = orderOf(record)
  for (;;) {
    const known = await ctx.table.get(key, { consistent: true })
    const stands = known?.['o']
    if (stands !== undefined && String(stands) >= order) return known?.['news'] === order ? known : undefined
    const before = known?.[what]
    const asRead: Guard = {
      all: [
        stands === undefined ? { absent: 'o' } : { eq: ['o', stands] },
        before === undefined ? { absent: what } : { eq: [what, before] },
      ],
    }
    const set = { ...(before === attributes[what] ? {} : { ...attributes, news: order }), o: order }
    const item = await ctx.table.update(key, { set }, asRead)
    if (item) return item['news'] === order ? item : undefined
  }
}

export const foldReaction = (ctx: Context, record: InboundRecord, fact: ReactionFact): Promise<void> => {
  const by = fact.direction === 'out' ? null : (fact.peers.at(-1) ?? null)
  // One customer, stated now by phone and now by user id, has one reaction; in a group each member has.
  const actor = fact.direction === 'out' ? 'shop' : isGroup(fact.thread) ? (by?.value ?? '') : 'customer'
  const value = JSON.stringify({ by, emoji: fact.emoji, at: entryTime(fact.at, record.seenAt) })
  return setLatest(ctx, record, fact, `re_${ctx.hash('actor', actor)}`, value)
}

export const foldEdit = (ctx: Context, record: InboundRecord, fact: EditFact): Promise<void> =>
  setLatest(ctx, record, fact, 'ed', JSON.stringify({ at: entryTime(fact.at, record.seenAt), body: fact.body }))

export const foldRevoke = (ctx: Context, record: InboundRecord, fact: RevokeFact): Promise<void> => {
  const at = entryTime(fact.at, record.seenAt)
  return foldInto(ctx, record, fact, { set: { rv: at } }, { any: [{ absent: 'rv' }, { gt: ['rv', at] }] })
}

const activityOf = (
  record: InboundRecord,
  place: Place,
  fact: Pick<ActivityFact, 'event' | 'text' | 'detail' | 'at'>,
): Activity => ({
  id: `act_${record.key}`,
  type: 'activity',
  conversation: place.conversation,
  event: fact.event,
  text: fact.text,
  detail: fact.detail,
  at: entryTime(fact.at, record.seenAt),
  firstSeenAt: record.seenAt,
  version: record.rev,
})

/** A line of the timeline. It shows in the list, so that a call is not missed, but nobody waits for an answer to it. */
export const projectActivity = async (
  ctx: Context,
  record: InboundRecord,
  account: Account,
  fact: ActivityFact,
): Promise<'done' | 'no_sender'> => {
  const found = await placeOf(ctx, record, account, fact)
  if (found === undefined) return 'no_sender'
  const entry = activityOf(record, found.place, fact)
  await putEntry(ctx, entry, record)
  const { contact, place } = found
  const head = await foldHead(ctx, placeIdentity(place), {
    last: { ...markOf(entry), text: previewOf(entry), by: 'system', rev: 0 },
    ...withContact(fact, contact, record.seenAt),
  })
  await tellBegun(ctx, head)
  await tellChange(ctx, head, record.key)
  return 'done'
}

/** Identities the person had and has no more. */
const givenUp = (fact: IdentityFact): readonly Alias[] =>
  fact.from.filter((old) => fact.to.every((alias) => alias.type !== old.type || alias.value !== old.value))

/** The same person under new identities: their addresses and contact are bound to what the old ones were bound to. */
export const projectIdentity = async (
  ctx: Context,
  record: InboundRecord,
  account: Account,
  fact: IdentityFact,
): Promise<'done' | 'no_sender'> => {
  const found = await placeOf(ctx, record, account, { peers: fact.from, profile: fact.profile, at: fact.at })
  if (found === undefined) return 'no_sender'
  const { place, contact } = found
  if (fact.to.length > 0) {
    await resolve(ctx, account, 'conversation', fact.to, record.seenAt, place.conversation)
    await resolve(ctx, account, 'contact', fact.to, record.seenAt, contact?.id)
    await release(ctx, account, 'conversation', place.conversation, givenUp(fact), record)
    if (contact) await release(ctx, account, 'contact', contact.id, givenUp(fact), record)
    await placeOf(ctx, record, account, { peers: fact.to, profile: fact.profile, at: fact.at })
    await foldHead(ctx, placeIdentity(place), { peers: fact.to.map((peer) => ({ ...peer, seen: record.seenAt })) })
  }
  const detail = { from: fact.from, to: fact.to }
  await putEntry(ctx, activityOf(record, place, { ...fact, event: fact.change, detail }), record)
  return 'done'
}

export const projectConsent = async (
  ctx: Context,
  record: InboundRecord,
  account: Account,
  fact: ConsentFact,
): Promise<void> => {
  const found = await placeOf(ctx, record, account, fact)
  if (found?.contact) await keepAbout(ctx, contactKey(found.contact.id), record.key)
  const { sender, purpose, state, source, evidence } = fact
  let news = false
  for (const peer of fact.peers) {
    const key = { pk: consentPk(ctx.hash, account.shop, peer, account.channel), sk: `${sender}#${purpose}` }
    const attributes = { state, source, evidence, at: entryTime(fact.at, record.seenAt) }
    if (await setNewer(ctx, key, record, attributes, 'state')) news = true
  }
  if (!news) return
  await appendEvent(ctx, {
    type: 'consent.changed',
    shop: account.shop,
    subject: found?.contact?.shown.contact.id ?? account.id,
    key: [record.key],
    data: {
      channel: account.channel,
      account: account.id,
      peers: fact.peers,
      sender,
      purpose,
      state,
      source,
      evidence,
    },
  })
}

/** Accounts that news is about: the one it names, or all of the connection when it names none of ours (a WABA). */
const accountsOf = (ctx: Context, record: InboundRecord, id: string): readonly Account[] => {
  const account = ctx.directory.account(record.channel, record.connection, id)
  if (account) return [account]
  return ctx.directory
    .accounts()
    .filter((other) => other.channel === record.channel && other.connection === record.connection)
}
const shopsOf = (ctx: Context, record: InboundRecord, id: string): readonly string[] => [
  ...new Set(accountsOf(ctx, record, id).map((account) => account.shop)),
]

/** What is kept of templates is read anew with the next tick: news says too little of what changed. */
export const projectTemplate = async (ctx: Context, record: InboundRecord, fact: TemplateFact): Promise<void> => {
  const { change, name, language, value, templateId, detail } = fact
  for (const account of accountsOf(ctx, record, fact.account))
    if (ctx.capabilities(account.channel, account.id)?.templates)
      await wantRoutine(ctx, { ...account, name: templatesRoutine(account) }, orderOf(record))
  for (const shop of shopsOf(ctx, record, fact.account))
    await appendEvent(ctx, {
      type: 'template.updated',
      shop,
      subject: name,
      key: [record.key, shop],
      data: { channel: record.channel, name, language, change, value, templateId: templateId ?? null, detail },
    })
}

export const projectAccount = async (ctx: Context, record: InboundRecord, fact: AccountFact): Promise<void> => {
  const { health, event: reason } = fact
  if (health === undefined) return
  for (const account of accountsOf(ctx, record, fact.account)) {
    const key = accountKey(ctx.hash, account.channel, account.connection, account.id)
    const item = await setNewer(ctx, key, record, { health, reason, since: record.seenAt }, 'health')
    // Counted for the alarm, as when a send is refused.
    if (item && health === 'reauth_required')
      ctx.log('reauth_required', {
        channel: account.channel,
        connection: account.connection,
        metric: 'ReauthRequired',
        count: 1,
      })
    if (item) await tellHealth(ctx, account, item)
  }
}
