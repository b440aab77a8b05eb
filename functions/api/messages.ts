import type { Context } from '../../core/context.ts'
import { Problem } from '../../core/problem.ts'
import { present } from '../../core/conversation/present.ts'
import { getMessage } from '../../core/read.ts'
import { findConversation, planFor } from '../../core/send/accept.ts'
import { cancelMessage } from '../../core/send/cancel.ts'
import { resolveUnknown } from '../../core/send/resolve.ts'
import { withUploads } from '../../core/uploads.ts'
import { MessageAnswer, PlanAnswer } from './answers.ts'
import { operation, type Operation } from './operation.ts'
import { presentMessage } from './present.ts'
import { PlanBody, ResolveBody } from './requests.ts'

const common = { tag: 'Messages', ids: { message: 'msg' }, status: 200, answer: MessageAnswer } as const

/** Core points into the message, which is one field of this body. */
const insideMessage = (problem: Problem): Problem => {
  const errors = problem.errors.map(({ path, message }) => ({ path: `/message${path}`, message }))
  return new Problem(problem.type, problem.message, errors, problem.extra)
}

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
    ],
    handle: async ({ principal, body: { conversation, message } }) => {
      const head = await findConversation(ctx, principal, conversation)
      try {
        return {
          plan: planFor(ctx, head, await withUploads(ctx, principal.shop, message)),
          window: present(ctx, head).window,
        }
      } catch (error) {
        throw error instanceof Problem ? insideMessage(error) : error
      }
    },
  }),
]
