import { markRead, showTyping, type Act } from '../../core/act.ts'
import { closeCase } from '../../core/close.ts'
import { compact } from '../../core/compact.ts'
import type { Context } from '../../core/context.ts'
import { InvalidWrite } from '../../core/ports.ts'
import { Problem } from '../../core/problem.ts'
import { getConversation, listConversations, listTimeline } from '../../core/read.ts'
import { acceptMessage } from '../../core/send/accept.ts'
import { ActedAnswer, ConversationAnswer, EntryAnswer, MessageAnswer, pageOf } from './answers.ts'
import { cursorsOf } from './cursor.ts'
import { operation, type Operation } from './operation.ts'
import { presentEntry, presentMessage } from './present.ts'
import { ConversationsQuery, SendBody, TimelineQuery } from './requests.ts'

const tooLarge = (error: unknown): never => {
  if (error instanceof InvalidWrite) throw new Problem('content_too_large', 'The message is too large to be kept.')
  throw error
}

const common = { tag: 'Conversations', ids: { conversation: 'cnv' } } as const
const PATH = '/v1/conversations/{conversation}'

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
    answer: pageOf(ConversationAnswer),
    handle: async ({ principal, query: { cursor, ...query } }) => {
      const cursors = cursorsOf(ctx.hash, ['conversations', principal.shop, query.status, query.order])
      const after = cursor === undefined ? {} : { after: cursors.read(cursor) }
      const { data, next } = await listConversations(ctx, principal, { ...query, ...after })
      return { data, next: cursors.write(next) }
    },
  }),
  operation({
    ...common,
    id: 'getConversation',
    method: 'get',
    path: PATH,
    summary: 'Get a conversation',
    status: 200,
    answer: ConversationAnswer,
    handle: ({ principal, params }) => getConversation(ctx, principal, params['conversation'] ?? ''),
  }),
  operation({
    ...common,
    id: 'closeConversation',
    method: 'post',
    path: `${PATH}/close`,
    summary: 'Close the current case',
    status: 200,
    answer: ConversationAnswer,
    problems: ['case_not_open'],
    handle: ({ principal, params }) => closeCase(ctx, principal, params['conversation'] ?? ''),
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
  operation({
    ...common,
    id: 'listEntries',
    method: 'get',
    path: `${PATH}/messages`,
    summary: 'List what was said and what happened',
    query: TimelineQuery,
    status: 200,
    answer: pageOf(EntryAnswer),
    handle: async ({ principal, params, query: { cursor, ...query } }) => {
      const id = params['conversation'] ?? ''
      const cursors = cursorsOf(ctx.hash, ['timeline', principal.shop, id, query.order])
      const after = compact({ after: cursor === undefined ? undefined : cursors.read(cursor)['sk'] })
      const { data, next } = await listTimeline(ctx, principal, id, { ...query, ...after })
      return { data: data.map((entry) => presentEntry(ctx, entry)), next: cursors.write(next) }
    },
  }),
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
      'media_rejected',
      'recipient_opted_out',
      'automated_sender',
    ],
    handle: async ({ principal, params, idempotencyKey, body: { author, purpose, validUntil, ...message } }) => {
      const conversation = params['conversation'] ?? ''
      const request = { conversation, message, author, purpose, ...compact({ validUntil }) }
      return presentMessage(ctx, await acceptMessage(ctx, principal, idempotencyKey, request).catch(tooLarge))
    },
  }),
]
