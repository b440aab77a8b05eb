import * as z from 'zod'
import { Alias } from './identity.ts'
import { Author } from './message.ts'

/** The reply window of a conversation: open until `closesAt` (ms), or always open (null) where the channel has none. */
export const Window = z.object({ open: z.boolean(), closesAt: z.number().int().nullable() })
export type Window = z.infer<typeof Window>

export const CaseStatus = z.enum(['open', 'pending', 'snoozed', 'closed'])
export type CaseStatus = z.infer<typeof CaseStatus>

/** One episode of a conversation, from the first message to its close. Times in ms since epoch. */
export const Case = z.object({
  id: z.string().startsWith('cas_'),
  conversation: z.string(),
  status: CaseStatus,
  assignee: z.string().nullable(),
  tags: z.array(z.string()),
  openedAt: z.number().int(),
  closedAt: z.number().int().nullable(),
  /** Since when the customer waits for an answer: the oldest unanswered message. Null: nobody waits. */
  waitingSince: z.number().int().nullable(),
  /** Time of the shop's first answer in this case. */
  firstResponseAt: z.number().int().nullable(),
  lastResponseAt: z.number().int().nullable(),
  snoozedUntil: z.number().int().nullable(),
  externalIds: z.record(z.string(), z.string()),
  /** The version of its conversation as of which the case is told: of two tellings the higher one counts. */
  version: z.number().int(),
})
export type Case = z.infer<typeof Case>

/** Who may answer: people, the bot, or a named connector. */
export const Control = z.object({ by: z.enum(['human', 'bot', 'connector']), name: z.string().nullable() })
export type Control = z.infer<typeof Control>

/** The head of a conversation: one contact (or group) on one account of the shop. */
export const Conversation = z.object({
  id: z.string().startsWith('cnv_'),
  shop: z.string(),
  channel: z.string(),
  connection: z.string(),
  account: z.string(),
  contact: z.object({ id: z.string().nullable(), name: z.string().nullable() }),
  /** The group, mail thread or public post, where the conversation is not simply with one person. */
  thread: Alias.nullable(),
  participants: z.array(Author),
  case: Case.nullable(),
  window: Window,
  control: Control,
  /** Messages of the customer after the read mark; 50 means 50 or more. */
  unread: z.number().int().nonnegative(),
  language: z.string().nullable(),
  preview: z.object({ text: z.string(), author: z.string(), at: z.number().int() }).nullable(),
  lastInboundAt: z.number().int().nullable(),
  lastEntryAt: z.number().int(),
  createdAt: z.number().int(),
  linkedTo: z.string().nullable(),
  externalIds: z.record(z.string(), z.string()),
  metadata: z.record(z.string(), z.string()),
  version: z.number().int(),
})
export type Conversation = z.infer<typeof Conversation>

/**
 * A conversation in a list or beside an event. `metadata` and `externalIds`, its own and its case's, are kept apart: they are
 * there where they were asked for.
 */
export const ListedConversation = Conversation.partial({ metadata: true, externalIds: true }).extend({
  case: Case.partial({ externalIds: true }).nullable(),
})
export type ListedConversation = z.infer<typeof ListedConversation>

/** A line of the timeline that is not a message and never reaches an adapter. */
export const Activity = z.object({
  id: z.string(),
  type: z.literal('activity'),
  conversation: z.string(),
  event: z.string(),
  text: z.string(),
  detail: z.record(z.string(), z.unknown()),
  at: z.number().int(),
  firstSeenAt: z.number().int(),
  version: z.number().int(),
})
export type Activity = z.infer<typeof Activity>

export const Note = z.object({
  id: z.string(),
  type: z.literal('note'),
  conversation: z.string(),
  author: Author,
  text: z.string(),
  at: z.number().int(),
  firstSeenAt: z.number().int(),
  version: z.number().int(),
})
export type Note = z.infer<typeof Note>
