import { projectClose, projectReopen, projectSay, projectWake } from '../cases/project.ts'
import type { Context } from '../context.ts'
import { contacts } from '../contact/contacts.ts'
import { projectAllow, projectDescribe } from '../contact/project.ts'
import { showPerson } from '../contact/show.ts'
import { deadLetter } from '../dead-letters/keep.ts'
import { findRoot, type Versioned } from '../conversation/versioned.ts'
import { keepAbout } from '../erase/about.ts'
import { Erased, saidBy } from '../erase/lives.ts'
import { strip } from '../erase/strip.ts'
import { InvalidWrite } from '../ports.ts'
import type { Account } from '../schema/directory.ts'
import type { OwnKey, ProfileFact } from '../schema/fact.ts'
import { contactKey, factOfMessage, factOfPk } from '../store/keys.ts'
import {
  loadPartition,
  type FactRecord,
  type OutboundFact,
  type OwnFact,
  type Partition,
  type ReadFact,
} from '../store/facts.ts'
import { withdrawEcho } from './echo.ts'
import { projectMessage, type InboundRecord } from './inbound.ts'
import { projectLink } from './link.ts'
import { projectMerge } from './merge.ts'
import {
  foldEdit,
  foldReaction,
  foldRevoke,
  projectAccount,
  projectActivity,
  projectConsent,
  projectIdentity,
  projectTemplate,
} from './news.ts'
import { projectNote } from './note.ts'
import { adoptProviderId, projectOutbound } from './outbound.ts'
import { foldHead, heads, learnContact, tellConversation } from './people.ts'
import { projectWatermark } from './watermark.ts'

/** Nothing is unread up to where the shop has read. */
const projectRead = async (ctx: Context, fact: ReadFact): Promise<void> => {
  const { value } = await findRoot(ctx.table, heads(ctx), fact.conversation)
  if (value === undefined) return
  await tellConversation(ctx, await foldHead(ctx, value, { readMark: fact.upTo }))
}

/** What the channel told of somebody is shown wherever they are. */
const projectProfile = async (
  ctx: Context,
  record: InboundRecord,
  account: Account,
  fact: ProfileFact,
): Promise<void> => {
  const saidAt = saidBy(fact.at, record.seenAt)
  const known = await learnContact(ctx, account, fact.peers, fact.profile, record.seenAt, saidAt)
  if (known) await keepAbout(ctx, contactKey(known.id), record.key)
  if (known) await showPerson(ctx, known.shown.person)
}

/** Facts about an account of the shop. An id nobody configured, or a fact that names nobody, becomes a dead letter. */
const projectForAccount = async (ctx: Context, partition: Partition, record: InboundRecord): Promise<void> => {
  const { fact } = record
  const account = ctx.directory.account(record.channel, record.connection, fact.account)
  if (account === undefined) return deadLetter(ctx, record, fact, 'unknown_account')
  let outcome: 'done' | 'no_sender' = 'done'
  if (fact.kind === 'message') outcome = await projectMessage(ctx, partition, record, account, fact)
  else if (fact.kind === 'activity') outcome = await projectActivity(ctx, record, account, fact)
  else if (fact.kind === 'identity') outcome = await projectIdentity(ctx, record, account, fact)
  else if (fact.kind === 'profile') await projectProfile(ctx, record, account, fact)
  else if (fact.kind === 'consent') await projectConsent(ctx, record, account, fact)
  if (outcome === 'no_sender') await deadLetter(ctx, record, fact, outcome)
}

const projectInbound = async (ctx: Context, partition: Partition, record: InboundRecord): Promise<void> => {
  const { fact } = record
  switch (fact.kind) {
    case 'reaction':
      await foldReaction(ctx, record, fact)
      return
    case 'edit':
      await foldEdit(ctx, record, fact)
      return
    case 'revoke':
      await foldRevoke(ctx, record, fact)
      return
    case 'template':
      return projectTemplate(ctx, record, fact)
    case 'account':
      return projectAccount(ctx, record, fact)
    case 'quarantine':
      return deadLetter(ctx, record, fact, fact.reason)
    case 'message':
    case 'activity':
    case 'identity':
    case 'consent':
    case 'profile':
      return projectForAccount(ctx, partition, record)
  }
}

/** A provider id of ours: what is said of it concerns the message we sent. False: there is no such message. */
const projectOwner = async (ctx: Context, partition: Partition, own: OwnKey): Promise<boolean> => {
  const owner = await loadPartition(ctx.table, factOfMessage(own.message))
  if (owner.erased !== undefined) throw new Erased(owner.erased)
  if (owner.fact === undefined) return false
  if (owner.state.part(own.part).key === undefined) await adoptProviderId(ctx, own, partition)
  const current = await loadPartition(ctx.table, factOfMessage(own.message))
  await projectOutbound(ctx, current, (fact) => projectFact(ctx, fact))
  return true
}

/** A fact whose view is more than an item may be stays as it is, and is said to. */
const orTooLarge = async (ctx: Context, record: InboundRecord, work: Promise<void>): Promise<void> => {
  try {
    await work
  } catch (error) {
    if (!(error instanceof InvalidWrite)) throw error
    await deadLetter(ctx, record, record.fact, 'too_large')
  }
}

const erasedAt = async <V extends { readonly version: number }>(
  ctx: Context,
  views: Versioned<V>,
  id: string,
): Promise<number | undefined> => {
  const { value } = await findRoot(ctx.table, views, id)
  return value && views.erasedAt(value)
}

/**
 * What the shop said of somebody who was erased since goes with them: {@link Erased} is thrown. True for a merge of contacts,
 * which says nothing but their ids, and has nothing to do any more.
 */
const isOver = async (ctx: Context, fact: OwnFact): Promise<boolean> => {
  if (fact.kind === 'link') return false
  const merge = fact.kind === 'merge' ? fact : fact.kind === 'unmerge' ? fact.merge : undefined
  if (merge) return [await erasedAt(ctx, contacts, merge.from), await erasedAt(ctx, contacts, merge.into)].some(Boolean)
  const at =
    'conversation' in fact
      ? await erasedAt(ctx, heads(ctx), fact.conversation)
      : 'contact' in fact
        ? await erasedAt(ctx, contacts, fact.contact)
        : undefined
  if (at !== undefined) throw new Erased(at)
  return false
}

/** What the shop did and said itself, apart from messages. */
const projectOwn = async (ctx: Context, record: FactRecord, fact: Exclude<OwnFact, OutboundFact>): Promise<void> => {
  switch (fact.kind) {
    case 'close':
      return projectClose(ctx, record, fact)
    case 'reopen':
      return projectReopen(ctx, record, fact)
    case 'say':
      return projectSay(ctx, record, fact)
    case 'wake':
      return projectWake(ctx, record, fact)
    case 'describe':
      return projectDescribe(ctx, record, fact)
    case 'allow':
      return projectAllow(ctx, record, fact)
    case 'note':
      return projectNote(ctx, record, fact)
    case 'link':
      return projectLink(ctx, fact, record.seenAt)
    case 'read':
      return projectRead(ctx, fact)
    case 'merge': {
      const { shop, from, into } = fact
      return projectMerge(ctx, shop, { key: record.key, from, into, at: record.seenAt })
    }
    case 'unmerge':
      return projectMerge(ctx, fact.shop, { ...fact.merge, undone: true })
  }
}

/**
 * Materialises the views of one fact and its state. Reads what stands in the table now, so that it may be called for any
 * change, any number of times, in any order; a fact without anything to show yet is left for the change that completes it.
 */
export const projectFact = async (ctx: Context, key: string): Promise<void> => {
  const partition = await loadPartition(ctx.table, key)
  if (partition.erased !== undefined) return strip(ctx, key, partition.erased)
  try {
    await projectPartition(ctx, partition)
  } catch (error) {
    if (!(error instanceof Erased)) throw error
    await strip(ctx, key, error.at)
  }
}

const projectPartition = async (ctx: Context, partition: Partition): Promise<void> => {
  const { key, fact: record } = partition
  const { own } = partition.state
  if (own !== undefined && (await projectOwner(ctx, partition, own))) {
    if (record?.source === 'inbound') await withdrawEcho(ctx, record)
    return
  }
  if (partition.state.watermark !== undefined) return projectWatermark(ctx, key, partition.state.watermark)
  if (record === undefined) return
  if (record.source === 'inbound') return orTooLarge(ctx, record, projectInbound(ctx, partition, record))
  if (await isOver(ctx, record.fact)) return
  if (record.fact.kind === 'outbound') return projectOutbound(ctx, partition, (fact) => projectFact(ctx, fact))
  return projectOwn(ctx, record, record.fact)
}

/** Projects a changed item by its keys; items that are no facts have nothing to project. */
export const projectItem = async (ctx: Context, keys: { readonly pk: string; readonly sk: string }): Promise<void> => {
  const fact = factOfPk(keys.pk)
  if (fact !== undefined) await projectFact(ctx, fact)
}
