import * as z from 'zod'
import { compact } from '../../core/compact.ts'
import type { Context } from '../../core/context.ts'
import { speaker } from '../../core/control.ts'
import { Problem, repoint } from '../../core/problem.ts'
import { startConversation } from '../../core/send/start.ts'
import { ConversationAnswer, MessageAnswer } from './answers.ts'
import { operation, type Operation } from './operation.ts'
import { presentMessage } from './present.ts'
import { StartBody } from './requests.ts'

const OWN_FIELDS =
  /^\/(?:channel|account|to\/(?:alias|contact)|message|fallback|author|validUntil|override|externalIds)\b|^[^/]/

/** Core points into the message, which is one field of this body. */
const insideMessage = (error: unknown): never => {
  if (!(error instanceof Problem)) throw error
  throw repoint(error, (path) => (path === '/to' || OWN_FIELDS.test(path) ? path : `/message${path}`))
}

/** `POST /v1/conversations`: the shop writes first. */
export const startOperations = (ctx: Context): readonly Operation[] => [
  operation({
    id: 'startConversation',
    method: 'post',
    path: '/v1/conversations',
    tag: 'Conversations',
    summary: 'Write to somebody first',
    idempotencyKey: 'required',
    body: StartBody,
    example: {
      channel: 'whatsapp',
      account: '100000000000001',
      to: { alias: { type: 'phone', value: '+15550003333' } },
      purpose: 'service',
      message: { content: { type: 'template', name: 'order_sent', language: 'en' } },
    },
    status: 202,
    answer: z.object({ conversation: ConversationAnswer, message: MessageAnswer }).meta({ id: 'Started' }),
    problems: [
      'not_found',
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
      'external_id_taken',
    ],
    handle: async ({
      principal,
      idempotencyKey,
      body: { fallback, validUntil, override, externalIds, ...request },
    }) => {
      const author = speaker(principal, request.author)
      const whole = { ...request, author, ...compact({ fallback, validUntil, override, externalIds }) }
      const started = await startConversation(ctx, principal, idempotencyKey, whole).catch(insideMessage)
      return { ...started, message: presentMessage(ctx, started.message) }
    },
  }),
]
