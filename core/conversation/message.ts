import { compact } from '../compact.ts'
import { messageStatus, partStatus } from '../status.ts'
import { fileId, withFile } from '../files.ts'
import type { Hash, Item } from '../ports.ts'
import type { Activity, Note } from '../schema/conversation.ts'
import type { MessageFact } from '../schema/fact.ts'
import type { Attachment, Message, MessageBody, MessageStatus, OutboundMessage, PartView } from '../schema/message.ts'
import type { FactRecord, FileState, OutboundFact, PartState, State } from '../store/facts.ts'
import type { Going } from '../store/going.ts'
import { entryKey, messageFact, messageId } from '../store/keys.ts'
import { shownIds } from './message-ids.ts'
import { placeInTime } from './order.ts'
import { uploadedObject } from '../uploads.ts'
import { plainText } from '../text/plain.ts'

/** Where an entry stands: what `project` found out about the fact's shop and people. */
export interface Place {
  readonly shop: string
  readonly conversation: string
  readonly contact: string | null
  readonly channel: string
  readonly connection: string
  readonly account: string
}

const AHEAD_MS = 5 * 60_000

/** Provider time orders the timeline; a time that is missing or from the future is replaced by the first-seen time. */
export const entryTime = (at: number | null, seenAt: number): number =>
  at === null || at > seenAt + AHEAD_MS ? seenAt : at

const REVOKED_BODY: MessageBody = { text: '', attachments: [] }

/** The words as they stand now: after the latest edit, and gone after a revoke. */
export const currentBody = (stated: MessageBody, state: State): MessageBody => {
  if (state.revokedAt !== undefined) return REVOKED_BODY
  if (state.edit === undefined) return stated
  const { replyTo, referral } = stated
  return { ...(replyTo ? { replyTo } : {}), ...(referral ? { referral } : {}), ...state.edit.body }
}

export interface MessageFile {
  readonly id: string
  readonly index: number
  /** Undefined while it is fetched. */
  readonly state: FileState | undefined
}

const withFiles = (body: MessageBody, state: State, hash: Hash): MessageBody => ({
  ...body,
  attachments: body.attachments.map((file) => withFile(file, (remote) => state.file(fileId(hash, remote)))),
})

/** The files that were to be fetched and what became of them, by their places among the attachments. */
export const filesOf = (hash: Hash, stated: MessageBody, state: State): readonly MessageFile[] =>
  currentBody(stated, state).attachments.flatMap(({ state: stands, remote }, index) => {
    if (stands !== 'pending' || remote === undefined) return []
    const id = fileId(hash, remote)
    return [{ id, index, state: state.file(id) }]
  })

const withSelection = (body: MessageBody, state: State): MessageBody =>
  state.selection && body.content === undefined ? { ...body, content: { type: 'selection', ...state.selection } } : body

/** A reply names the provider's id; ours follows from it, whether or not that message has arrived. */
const withReplyId = (body: MessageBody, idOf: (providerId: string) => string): MessageBody =>
  body.replyTo?.providerId === undefined
    ? body
    : { ...body, replyTo: { ...body.replyTo, id: idOf(body.replyTo.providerId) } }

export const inboundView = (
  record: FactRecord & { readonly source: 'inbound' },
  fact: MessageFact,
  state: State,
  place: Place,
  hash: Hash,
): Message => ({
  ...withReplyId(withSelection(withFiles(currentBody(fact.body, state), state, hash), state), (providerId) =>
    messageId(messageFact(hash, record.channel, fact.scope, providerId)),
  ),
  id: messageId(record.key),
  type: 'message',
  shop: place.shop,
  conversation: place.conversation,
  contact: place.contact,
  channel: place.channel,
  account: place.account,
  direction: fact.direction,
  author:
    fact.direction === 'in'
      ? { ...(fact.profile?.name ? { name: fact.profile.name } : {}), ...fact.author }
      : fact.author,
  at: entryTime(fact.at, record.seenAt),
  firstSeenAt: record.seenAt,
  providerId: fact.id,
  status: fact.direction === 'in' ? 'received' : partStatus({ state: 'sent', times: state.times }),
  failure: state.failure ?? null,
  parts: [],
  degradations: [],
  reactions: [...state.reactions],
  edited: state.edit ? { at: state.edit.at } : null,
  deleted: deletedAt(state),
  validUntil: null,
  externalIds: shownIds(fact.externalIds, state.externalIds),
  version: record.rev + state.rev,
})

const deletedAt = (state: State): { at: number } | null => {
  const at = state.revokedAt ?? state.times.deleted
  return at === undefined ? null : { at }
}

/** The parts a watermark covers are delivered or read as of the mark. Applied on read: the entry itself is not rewritten. */
export const withWatermarks = (
  message: Message,
  marks: { readonly deliveredUpTo: number; readonly readUpTo: number },
): Message => {
  if (message.direction === 'in' || Math.max(marks.deliveredUpTo, marks.readUpTo) === 0) return message
  const covered = (sentAt: number) => ({
    ...(sentAt <= marks.deliveredUpTo ? { delivered: marks.deliveredUpTo } : {}),
    ...(sentAt <= marks.readUpTo ? { read: marks.readUpTo } : {}),
  })
  const moves = (status: MessageStatus): boolean => status === 'sent' || status === 'delivered'
  // What was sent from elsewhere has no parts, and the provider's own time.
  if (message.parts.length === 0)
    return moves(message.status)
      ? {
          ...message,
          status: partStatus({
            state: 'sent',
            times: { ...(message.status === 'delivered' ? { delivered: message.at } : {}), ...covered(message.at) },
          }),
        }
      : message
  const parts = message.parts.map((part) => {
    const sentAt = part.times.sent
    if (sentAt === undefined || !moves(part.status)) return part
    const times = { ...covered(sentAt), ...part.times }
    return { ...part, times, status: partStatus({ state: 'sent', times }) }
  })
  return { ...message, parts, status: messageStatus(parts.map((part) => part.status)) }
}

/** Our own time of a send goes before the provider's: its `sent` receipt then has nothing new to tell. */
const timesOf = (part: PartState, receipts: State): PartView['times'] =>
  part.sentAt === undefined ? receipts.times : { ...receipts.times, sent: part.sentAt }

/** One part with what its worker wrote and what the provider's receipts said of it. */
const partView = (index: number, part: PartState, receipts: State): PartView => {
  const status = partStatus({ ...(part.state ? { state: part.state } : {}), times: receipts.times })
  return {
    index,
    status,
    providerId: part.providerId ?? null,
    attempts: part.attempts,
    times: timesOf(part, receipts),
    failure:
      status === 'failed' || status === 'unknown' || status === 'held'
        ? (receipts.failure ?? part.failure ?? null)
        : null,
    ...(receipts.pricing ? { pricing: receipts.pricing } : {}),
  }
}

const attachmentsOf = (message: OutboundMessage, key: string): Attachment[] =>
  message.attachments.map((media, index) => ({
    id: `att_${key}_${index}`,
    kind: media.kind,
    state: 'ready',
    ...(media.url ? { url: media.url } : {}),
    ...(media.media ? { object: uploadedObject(media.media) } : {}),
    ...(media.contentType ? { contentType: media.contentType } : {}),
    ...(media.size ? { size: media.size } : {}),
    ...(media.filename ? { filename: media.filename } : {}),
    ...(media.caption ? { caption: media.caption } : {}),
  }))

const contentText = (message: OutboundMessage): string => {
  const { content, html } = message
  if (html) return plainText(html)
  if (content === undefined) return message.attachments.map((media) => media.caption ?? `[${media.kind}]`).join('\n')
  switch (content.type) {
    case 'template':
      return `[template ${content.name}]`
    case 'reaction':
      return content.emoji ?? '[reaction removed]'
    case 'location':
      return [content.name, content.address, `${content.latitude},${content.longitude}`].filter(Boolean).join(', ')
    case 'contacts':
      return content.contacts.map((contact) => contact.name.formatted).join(', ')
    case 'choice':
      return content.sections.flatMap((section) => section.options.map((option) => option.title)).join(' / ')
    case 'cards':
      return content.cards.map(({ title }) => title).join(' / ')
  }
}

/** What the customer sees of a template that was known when it was sent. */
const templateText = ({ message: { content }, preview }: OutboundFact): string | undefined =>
  content?.type === 'template' ? preview : undefined

/** What a shop is told of the fallback of a message, where it gave one. */
const fallbackOf = ({ fallback, instead }: OutboundFact): Pick<Message, 'fallback'> => {
  if (instead) return { fallback: { used: true, reason: instead.reason, insteadOf: instead.of } }
  return fallback ? { fallback: { used: false, message: fallback.message } } : {}
}

export const outboundView = (
  record: FactRecord,
  { fact, parts: going }: Going,
  { rev, externalIds }: Pick<State, 'rev' | 'externalIds'>,
  receipts: readonly State[],
): Message => {
  const parts = going.map((part, index) => partView(index, part.state, receipts[index] as State))
  const { message } = fact
  return {
    text: message.text === '' ? (templateText(fact) ?? contentText(message)) : message.text,
    attachments: attachmentsOf(message, record.key),
    ...(message.content ? { content: message.content } : {}),
    // No HTML: what is shown is sanitised, and what a shop sends is as it wrote it.
    ...compact({
      subject: message.subject ?? fact.answered?.subject,
      to: message.to,
      cc: message.cc,
      bcc: message.bcc,
    }),
    ...(message.linkPreview === undefined ? {} : { linkPreview: message.linkPreview }),
    ...(message.replyTo
      ? { replyTo: { id: message.replyTo, ...(fact.replyTo ? { providerId: fact.replyTo } : {}) } }
      : {}),
    id: messageId(record.key),
    type: 'message',
    shop: fact.shop,
    conversation: fact.conversation,
    contact: fact.contact,
    channel: fact.channel,
    account: fact.address.account,
    direction: 'out',
    author: fact.author,
    at: record.seenAt,
    firstSeenAt: record.seenAt,
    providerId: parts[0]?.providerId ?? null,
    status: messageStatus(parts.map((part) => part.status)),
    failure: parts.find((part) => part.failure !== null)?.failure ?? null,
    parts,
    degradations: fact.plan.degradations,
    ...fallbackOf(fact),
    reactions: receipts.flatMap((receipt) => receipt.reactions),
    edited: null,
    deleted: receipts.map(deletedAt).find((deleted) => deleted !== null) ?? null,
    validUntil: fact.validUntil,
    externalIds: shownIds(fact.externalIds, externalIds),
    version: record.rev + rev + receipts.reduce((sum, receipt) => sum + receipt.rev, 0),
  }
}

/** What stands in the timeline. */
export type Entry = Message | Activity | Note

/** Fields a reader can restore, left out of the stored entry: an entry of a short message stays within 1 KB. */
const DEFAULTS: Readonly<Record<string, unknown>> = {
  type: 'message',
  attachments: [],
  failure: null,
  parts: [],
  degradations: [],
  reactions: [],
  edited: null,
  deleted: null,
  validUntil: null,
  contact: null,
  providerId: null,
  externalIds: {},
}

const isDefault = (name: string, value: unknown): boolean =>
  name in DEFAULTS && JSON.stringify(DEFAULTS[name]) === JSON.stringify(value)

export const slimEntry = (entry: Entry): Record<string, unknown> =>
  Object.fromEntries(Object.entries(entry).filter(([name, value]) => !isDefault(name, value)))

/** What {@link slimEntry} left out, as it was. */
export const fullEntry = (slim: Record<string, unknown>): Entry =>
  (slim['type'] === 'activity' || slim['type'] === 'note' ? slim : { ...DEFAULTS, ...slim }) as unknown as Entry

/**
 * The stored timeline entry: set when its state is newer than what stands there. An entry of a fact stored before version 2
 * stays where it was put, by its provider's time as it is.
 */
export const entryItem = (entry: Entry, { index, v }: Pick<FactRecord, 'index' | 'v'>, digest: string): Item => ({
  ...entryKey(entry.conversation, {
    at: v < 2 ? entry.at : placeInTime(entry.at, entry.firstSeenAt),
    seen: entry.firstSeenAt,
    index,
    id: entry.id,
  }),
  v: 1,
  rev: entry.version,
  dg: digest,
  view: JSON.stringify(slimEntry(entry)),
})

export const decodeEntry = (item: Item): Entry => fullEntry(JSON.parse(String(item['view'])) as Record<string, unknown>)
