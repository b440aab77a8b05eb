import * as z from 'zod'
import type { Context } from '../../core/context.ts'
import { compact } from '../../core/compact.ts'
import { readExternalId } from '../../core/external-ids.ts'
import { Problem, repoint } from '../../core/problem.ts'
import { present } from '../../core/conversation/present.ts'
import { findMessageByExternalId, identifyMessage } from '../../core/messages/identify.ts'
import { getMessage } from '../../core/read.ts'
import { findConversation } from '../../core/send/accept.ts'
import { cancelMessage } from '../../core/send/cancel.ts'
import { planSend } from '../../core/send/planned.ts'
import { resolveUnknown } from '../../core/send/resolve.ts'
import { MessageAnswer, PlanAnswer } from './answers.ts'
import { operation, type Operation } from './operation.ts'
import { presentMessage } from './present.ts'
import { ExternalIdQuery, MessageBody, PlanBody, ResolveBody } from './requests.ts'

const common = { tag: 'Messages', ids: { message: 'msg' }, status: 200, answer: MessageAnswer } as const

/** Core points into the message, which is one field of this body. The fallback is another. */
const insideMessage = (path: string): string => (path.startsWith('/fallback') ? path : `/message${path}`)

/** `/v1/messages`: single messages, and the settling of those whose outcome nobody knows. `/v1/plan`: what a send would come to. */
export const messageOperations = (ctx: Context): readonly Operation[] => [
  operation({
    ...common,
    id: 'getMessage',
    versioned: true,
    method: 'get',
    path: '/v1/messages/{message}',
    summary: 'Get a message',
    handle: async ({ principal, params }) =>
      presentMessage(ctx, await getMessage(ctx, principal, params['message'] ?? '')),
  }),
  operation({
    ...common,
    id: 'updateMessage',
    method: 'patch',
    path: '/v1/messages/{message}',
    summary: 'Say what a message is called in other systems',
    body: MessageBody,
    problems: ['external_id_taken'],
    handle: async ({ principal, params, body: { externalIds } }) =>
      presentMessage(ctx, await identifyMessage(ctx, principal, params['message'] ?? '', externalIds)),
  }),
  operation({
    id: 'findMessages',
    method: 'get',
    path: '/v1/messages',
    tag: 'Messages',
    summary: 'Find the message that has an id of another system',
    query: ExternalIdQuery,
    status: 200,
    answer: z.object({ data: z.array(MessageAnswer) }),
    handle: async ({ principal, query: { externalId } }) => {
      const found = await findMessageByExternalId(ctx, principal, readExternalId(externalId))
      return { data: found ? [presentMessage(ctx, found)] : [] }
    },
  }),
  operation({
    ...common,
    id: 'resolveMessage',
    method: 'post',
    path: '/v1/messages/{message}/resolve',
    summary: 'Say what became of a message whose outcome nobody knows',
    body: ResolveBody,
    problems: ['not_unknown'],
    handle: async ({ principal, params, body: { outcome } }) =>
      presentMessage(ctx, await resolveUnknown(ctx, principal, params['message'] ?? '', outcome)),
  }),
  operation({
    ...common,
    id: 'cancelMessage',
    method: 'post',
    path: '/v1/messages/{message}/cancel',
    summary: 'Take back what has not been sent yet',
    problems: ['not_cancellable'],
    handle: async ({ principal, params }) =>
      presentMessage(ctx, await cancelMessage(ctx, principal, params['message'] ?? '')),
  }),
  operation({
    id: 'planMessage',
    method: 'post',
    path: '/v1/plan',
    tag: 'Messages',
    summary: 'Show what a send would come to; keeps nothing',
    body: PlanBody,
    status: 200,
    answer: PlanAnswer,
    problems: [
      'not_found',
      'file_not_ready',
      'window_closed',
      'content_unsupported',
      'content_too_large',
      'media_rejected',
      'template_invalid',
    ],
    handle: async ({ principal, body: { conversation, message, fallback } }) => {
      const head = await findConversation(ctx, principal, conversation)
      try {
        const planned = await planSend(ctx, head, { message, ...compact({ fallback }) })
        const { plan, instead } = planned
        const reason = instead?.reason
        return { plan, window: present(ctx, head).window, ...compact({ fallback: planned.fallback?.plan, reason }) }
      } catch (error) {
        throw error instanceof Problem ? repoint(error, insideMessage) : error
      }
    },
  }),
]
