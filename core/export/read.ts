import { showCase } from '../cases/show.ts'
import { contacts } from '../contact/contacts.ts'
import { listConsents } from '../contact/consent.ts'
import { membersOf } from '../contact/current.ts'
import { getContact } from '../contact/merge.ts'
import type { Context } from '../context.ts'
import { mergedView } from '../conversation/contact.ts'
import { present } from '../conversation/present.ts'
import { findRoot } from '../conversation/versioned.ts'
import type { Head } from '../conversation/view.ts'
import { showDetails } from '../cases/show.ts'
import { pages } from '../erase/pages.ts'
import { isTheirs } from '../erase/seal.ts'
import { withFileUrls } from '../files.ts'
import { Problem } from '../problem.ts'
import { heads } from '../project/people.ts'
import { listTimeline } from '../read.ts'
import type { Consent } from '../schema/consent.ts'
import type { Case } from '../schema/conversation.ts'
import type { Alias } from '../schema/identity.ts'
import { loadPartition, type FactRecord } from '../store/facts.ts'
import { aboutRange, casesRange, contactKey, withinRange } from '../store/keys.ts'
import { conversationInExport, forgottenAt, type ExportRecord, type Place } from './record.ts'

/** One line of the file. */
export interface Line {
  readonly type: string
  readonly data: object
}

/** Some lines, and where to go on after them. */
export interface Read {
  readonly lines: readonly Line[]
  readonly next: Place
}

/** Entries read at once. */
const PAGE = 100

const principalOf = ({ shop }: ExportRecord) => ({ name: 'export', shop })

/** The contacts that are shown as the person, that which carries on first. */
const peopleOf = async (ctx: Context, { contact }: ExportRecord) => {
  const { value } = await findRoot(ctx.table, contacts, contact)
  return value === undefined ? [] : membersOf(ctx, value)
}

type Said = Omit<Consent, 'alias'> & { readonly aliases: readonly Alias[] }

/** What a fact says of consent. */
const consentIn = (record: FactRecord): Said | undefined => {
  const { fact } = record
  if (fact.kind !== 'consent' && fact.kind !== 'allow') return undefined
  const { sender, purpose, state, source, evidence } = fact
  const words = { sender, purpose, state, source, evidence, at: record.seenAt }
  if (record.source === 'inbound')
    return { ...words, aliases: fact.kind === 'consent' ? fact.peers : [], channel: record.channel }
  return fact.kind === 'allow' ? { ...words, aliases: fact.aliases, channel: fact.channel } : undefined
}

/** What they allowed and forbade, word for word, the first first. */
const consentHistory = async (ctx: Context, record: ExportRecord): Promise<readonly Line[]> => {
  const said: Said[] = []
  for (const contact of record.contacts)
    for await (const { sk } of pages(ctx, aboutRange(contactKey(contact).pk))) {
      const { fact } = await loadPartition(ctx.table, sk.slice('X#'.length))
      const consent = fact && consentIn(fact)
      if (consent) said.push(consent)
    }
  return said.toSorted((a, b) => a.at - b.at).map((data) => ({ type: 'consent_said', data }))
}

const readPerson = async (ctx: Context, record: ExportRecord): Promise<Read> => {
  const { id, shop, contact, contacts: ids, at } = record
  const principal = principalOf(record)
  const people = await peopleOf(ctx, record)
  const { data: consents } = await listConsents(ctx, principal, contact)
  return {
    lines: [
      { type: 'export', data: { id, shop, contact, contacts: ids, at } },
      { type: 'contact', data: await getContact(ctx, principal, contact) },
      ...people.slice(1).map((one) => ({ type: 'merged_contact', data: mergedView(one, []) })),
      ...consents.map((data) => ({ type: 'consent', data })),
      ...(await consentHistory(ctx, record)),
    ],
    next: { step: 'conversations', contact: 0 },
  }
}

/** Cases that were closed, all of them. */
const closedCases = async (ctx: Context, head: Head, current: string | undefined): Promise<readonly Line[]> => {
  const lines: Line[] = []
  for (const of of [head.id, ...head.state.linked])
    for await (const item of pages(ctx, casesRange(of))) {
      const closed = JSON.parse(String(item['view'])) as Case
      if (closed.id === current) continue
      const view = await showCase(ctx, { ...head, id: of }, closed)
      lines.push({ type: 'case', data: { ...view, conversation: head.id } })
    }
  return lines
}

/** A conversation with this person is told whole. Of one with others too only where it was: the rest is theirs. */
const describe = async (ctx: Context, record: ExportRecord, head: Head): Promise<readonly Line[]> => {
  if (!(await isWithThemAlone(ctx, record, head))) {
    const { id, shop, channel, connection, account, state } = head
    return [
      {
        type: 'conversation_of_others',
        data: { id, shop, channel, connection, account, thread: state.thread ?? null },
      },
    ]
  }
  const data = await showDetails(ctx, head, present(ctx, head))
  return [{ type: 'conversation', data }, ...(await closedCases(ctx, head, data.case?.id))]
}

const isWithThemAlone = async (ctx: Context, record: ExportRecord, head: Head): Promise<boolean> => {
  const aliases = (await peopleOf(ctx, record)).flatMap(({ state }) => state.aliases)
  return isTheirs({ contacts: record.contacts, aliases }, head)
}

/** One place leads to a conversation: it may be linked to others, and of several of the contacts. */
const takeConversation = async (ctx: Context, record: ExportRecord, head: Head, by: string): Promise<void> => {
  for (const conversation of [head.id, ...head.state.linked])
    await ctx.table.put(
      { ...conversationInExport(record.id, conversation), by, ttl: forgottenAt(record.at) },
      { absent: 'pk' },
    )
}

const isTaken = async (ctx: Context, record: ExportRecord, conversation: string, by: string): Promise<boolean> => {
  const item = await ctx.table.get(conversationInExport(record.id, conversation), { consistent: true })
  return item !== undefined && item['by'] !== by
}

const readConversation = async (
  ctx: Context,
  record: ExportRecord,
  { contact, after }: Place & { readonly step: 'conversations' },
): Promise<Read> => {
  const of = record.contacts[contact]
  if (of === undefined)
    return { lines: [{ type: 'end', data: { id: record.id, at: ctx.now() } }], next: { step: 'end' } }
  const range = {
    ...withinRange(of),
    ...(after === undefined ? {} : { from: `${after}!` }),
    limit: 1,
    consistent: true,
  }
  const [item] = (await ctx.table.query(range)).items
  if (item === undefined) return { lines: [], next: { step: 'conversations', contact: contact + 1 } }
  const over: Read = { lines: [], next: { step: 'conversations', contact, after: item.sk } }
  const conversation = item.sk.slice('V#'.length)
  const by = `${contact} ${conversation}`
  if (await isTaken(ctx, record, conversation, by)) return over
  const { value: head } = await findRoot(ctx.table, heads(ctx), conversation)
  if (head === undefined || head.state.last === null) return over
  await takeConversation(ctx, record, head, by)
  const next: Place = { step: 'timeline', contact, within: item.sk, conversation: head.id }
  return { lines: await describe(ctx, record, head), next }
}

const readTimeline = async (
  ctx: Context,
  record: ExportRecord,
  place: Place & { readonly step: 'timeline' },
): Promise<Read> => {
  const { contact, within, conversation, after } = place
  const { value: head } = await findRoot(ctx.table, heads(ctx), conversation)
  const over: Place = { step: 'conversations', contact, after: within }
  if (head === undefined || head.state.last === null) return { lines: [], next: over }
  const query = { order: 'oldest' as const, limit: PAGE, ...(after === undefined ? {} : { after }) }
  const { data, next } = await listTimeline(ctx, principalOf(record), conversation, query)
  const whole = await isWithThemAlone(ctx, record, head)
  const lines = data
    .filter((entry) => entry.firstSeenAt <= record.at)
    .filter((entry) => whole || (entry.type === 'message' && record.contacts.includes(entry.contact ?? '')))
    .map((entry) => ({
      type: entry.type,
      data: entry.type === 'message' ? withFileUrls(ctx.publicUrl, entry) : entry,
    }))
  return { lines, next: next === null ? over : { ...place, after: String(next['sk']) } }
}

/**
 * Reads the next few lines of what is kept of a person. Throws not_found when the person, or a conversation, is erased
 * meanwhile.
 */
export const readNext = async (ctx: Context, record: ExportRecord, place: Place): Promise<Read> => {
  switch (place.step) {
    case 'person':
      return readPerson(ctx, record)
    case 'conversations':
      return readConversation(ctx, record, place)
    case 'timeline':
      return readTimeline(ctx, record, place)
    case 'end':
      throw new Problem('internal', 'an export was read beyond its end')
  }
}
