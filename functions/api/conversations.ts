import { markRead, showTyping, type Act } from '../../core/act.ts'
import { compact } from '../../core/compact.ts'
import type { Context } from '../../core/context.ts'
import { speaker } from '../../core/control.ts'
import { InvalidWrite } from '../../core/ports.ts'
import { Problem } from '../../core/problem.ts'
import { findByExternalId, listConversations } from '../../core/conversation/list.ts'
import { say } from '../../core/cases/say.ts'
import { readExternalId } from '../../core/external-ids.ts'
import { getConversation, listTimeline } from '../../core/read.ts'
import { acceptMessage } from '../../core/send/accept.ts'
import {
  ActedAnswer,
  ConversationAnswer,
  EntryAnswer,
  ListedConversationAnswer,
  MessageAnswer,
  pageOf,
} from './answers.ts'
import { cursorsOf } from './cursor.ts'
import { operation, type Operation } from './operation.ts'
import { presentEntry, presentMessage } from './present.ts'
import { ContactConversationsQuery, ConversationBody, ConversationsQuery, SendBody, TimelineQuery } from './requests.ts'

const tooLarge = (error: unknown): never => {
  if (error instanceof InvalidWrite) throw new Problem('content_too_large', 'The message is too large to be kept.')
  throw error
}

const common = { tag: 'Conversations', ids: { conversation: 'cnv' } } as const
const PATH = '/v1/conversations/{conversation}'

/** A list is one by its filters, in whatever order they were given. */
const listOf = (filters: Readonly<Record<string, unknown>>): string =>
  JSON.stringify(Object.entries(filters).sort(([a], [b]) => (a < b ? -1 : 1)))

/** The timeline is there under two names: messages came first, and are what most of its entries are. */
const timeline = (ctx: Context, id: string, path: string): Operation =>
  operation({
    ...common,
    id,
    method: 'get',
    path,
    summary: 'List what was said, noted and what happened',
    query: TimelineQuery,
    status: 200,
    answer: pageOf(EntryAnswer),
    handle: async ({ principal, params, query: { cursor, ...query } }) => {
      const conversation = params['conversation'] ?? ''
      const cursors = cursorsOf(ctx.hash, ['timeline', principal.shop, conversation, query.order])
      const after = compact({ after: cursor === undefined ? undefined : cursors.read(cursor)['sk'] })
      const { data, next } = await listTimeline(ctx, principal, conversation, { ...query, ...after })
      return { data: data.map((entry) => presentEntry(ctx, entry)), next: cursors.write(next) }
    },
  })

/** `/v1/conversations`: lists, single ones, their timelines, and what is sent into them. */
export const conversationOperations = (ctx: Context, act: Act): readonly Operation[] => [
  operation({
    id: 'listConversations',
    method: 'get',
    path: '/v1/conversations',
    tag: 'Conversations',
    summary: 'List conversations',
    query: ConversationsQuery,
    status: 200,
    problems: ['not_found'],
    answer: pageOf(ListedConversationAnswer),
    handle: async ({ principal, query: { cursor, externalId, ...query } }) => {
      if (externalId !== undefined) {
        const found = await findByExternalId(ctx, principal, readExternalId(externalId))
        return { data: found ? [found] : [], next: null }
      }
      // Only open conversations wait.
      if (query.order === 'waiting' && (query.status ?? 'open') !== 'open') return { data: [], next: null }
      const { limit: _, ...filters } = query
      const cursors = cursorsOf(ctx.hash, ['conversations', principal.shop, listOf(filters)])
      const after = cursor === undefined ? {} : { after: cursors.read(cursor) }
      const { data, next } = await listConversations(ctx, principal, { ...query, ...after })
      return { data, next: cursors.write(next) }
    },
  }),
  operation({
    id: 'listConversationsOfContact',
    method: 'get',
    path: '/v1/contacts/{contact}/conversations',
    tag: 'Conversations',
    ids: { contact: 'ctc' },
    summary: 'List the conversations of a contact',
    query: ContactConversationsQuery,
    status: 200,
    answer: pageOf(ListedConversationAnswer),
    handle: async ({ principal, params, query: { cursor, ...query } }) => {
      const contact = params['contact'] ?? ''
      const cursors = cursorsOf(ctx.hash, ['contact', principal.shop, contact, query.status ?? '', query.include ?? ''])
      const after = cursor === undefined ? {} : { after: cursors.read(cursor) }
      const { data, next } = await listConversations(ctx, principal, { ...query, ...after, contact, order: 'recent' })
      return { data, next: cursors.write(next) }
    },
  }),
  operation({
    ...common,
    id: 'getConversation',
    versioned: true,
    method: 'get',
    path: PATH,
    summary: 'Get a conversation',
    status: 200,
    answer: ConversationAnswer,
    handle: ({ principal, params }) => getConversation(ctx, principal, params['conversation'] ?? ''),
  }),
  operation({
    ...common,
    id: 'updateConversation',
    method: 'patch',
    versioned: true,
    path: PATH,
    summary: 'Change what the shop keeps of a conversation and its case',
    body: ConversationBody,
    status: 200,
    answer: ConversationAnswer,
    problems: ['case_not_open', 'conversation_moved', 'external_id_taken'],
    handle: ({ principal, params, ifVersion: matched, body: { ifVersion = matched, status, ...said } }) => {
      const snooze = status && (status === 'pending' ? status : null)
      return say(ctx, principal, params['conversation'] ?? '', compact({ ...said, snooze }), { ifVersion })
    },
  }),
  operation({
    ...common,
    id: 'markConversationRead',
    method: 'post',
    path: `${PATH}/read`,
    summary: 'Mark as read, and show the customer where the channel can',
    status: 200,
    answer: ActedAnswer.extend({ conversation: ConversationAnswer }),
    handle: ({ principal, params }) => markRead(ctx, act, principal, params['conversation'] ?? ''),
  }),
  operation({
    ...common,
    id: 'showTyping',
    method: 'post',
    path: `${PATH}/typing`,
    summary: 'Show the customer that somebody is typing, where the channel can',
    status: 200,
    answer: ActedAnswer,
    handle: ({ principal, params }) => showTyping(ctx, act, principal, params['conversation'] ?? ''),
  }),
  timeline(ctx, 'listEntries', `${PATH}/entries`),
  timeline(ctx, 'listMessages', `${PATH}/messages`),
  operation({
    ...common,
    id: 'sendMessage',
    method: 'post',
    path: `${PATH}/messages`,
    summary: 'Send a message',
    description:
      'Answered once the message is kept, with the exact parts it will go out in; it is sent from then on without the caller.',
    idempotencyKey: 'required',
    body: SendBody,
    example: { text: 'Your parcel is on its way.', author: { kind: 'agent', name: 'Max' } },
    status: 202,
    answer: MessageAnswer,
    problems: [
      'idempotency_key_reused',
      'window_closed',
      'content_unsupported',
      'content_too_large',
      'file_not_ready',
      'media_rejected',
      'template_invalid',
      'recipient_opted_out',
      'automated_sender',
      'not_in_control',
      'conversation_moved',
      'external_id_taken',
    ],
    handle: async ({ principal, params, idempotencyKey, body }) => {
      const { fallback, author, purpose, validUntil, override, externalIds, ifVersion, ...message } = body
      const conversation = params['conversation'] ?? ''
      const request = {
        conversation,
        message,
        author: speaker(principal, author),
        purpose,
        ...compact({ fallback, validUntil, override, externalIds, ifVersion }),
      }
      return presentMessage(ctx, await acceptMessage(ctx, principal, idempotencyKey, request).catch(tooLarge))
    },
  }),
]
