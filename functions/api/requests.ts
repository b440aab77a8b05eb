import * as z from 'zod'
import { CaseStatus } from '../../core/schema/conversation.ts'
import { OutboundMessage } from '../../core/schema/message.ts'
import { strictly } from './strict.ts'

/** What ids in paths begin with. */
export type IdPrefix = 'cnv' | 'msg' | 'ctc'

/** An id is a prefix and a keyed hash of 128 bits in base64url. What looks otherwise names nothing. */
export const isId = (prefix: IdPrefix, value: string): boolean =>
  value.length === 26 && value.startsWith(`${prefix}_`) && /^[\w-]+$/.test(value)

const MESSAGE_ID = 'give the id of a message of this conversation (msg_…)'
const ConversationId = z.string().refine((id) => isId('cnv', id), 'give the id of a conversation (cnv_…)')
const MessageId = z.string().refine((id) => isId('msg', id), MESSAGE_ID)

const limit = z
  .string()
  .regex(/^(?:[1-9]\d?|100)$/, 'give a whole number from 1 to 100')
  .transform(Number)
  .default(50)
const cursor = z.string().optional()

/** `waiting` lists who waits, longest first; only open cases wait. */
export const ConversationsQuery = z
  .strictObject({
    status: CaseStatus.default('open'),
    order: z.enum(['recent', 'waiting']).default('recent'),
    limit,
    cursor,
  })
  .refine(({ status, order }) => order === 'recent' || status === 'open', {
    path: ['status'],
    message: 'leave it out with order=waiting: only open conversations wait',
  })

export const TimelineQuery = z.strictObject({ order: z.enum(['oldest', 'newest']).default('oldest'), limit, cursor })

const url = z.url({ protocol: /^https?$/ }).max(2048)
const SendAuthor = z.object({
  kind: z.enum(['agent', 'bot']).default('agent'),
  id: z.string().min(1).max(200).optional(),
  name: z.string().min(1).max(200).optional(),
  avatarUrl: url.optional(),
})

/** A message as core takes it, with ids that can be ids. */
const SentMessage = OutboundMessage.safeExtend({ replyTo: MessageId.optional() }).refine(
  ({ content }) => content?.type !== 'reaction' || isId('msg', content.target),
  { path: ['content', 'target'], message: MESSAGE_ID },
)

/**
 * Body of a send. `validUntil` (ISO 8601 with its zone): not to be sent later than this. `purpose` decides which consent
 * the customer must not have withdrawn.
 */
export const SendBody = strictly(
  SentMessage.safeExtend({
    author: SendAuthor.default({ kind: 'agent' }),
    purpose: z.enum(['service', 'marketing']).default('service'),
    validUntil: z.iso
      .datetime({ offset: true })
      .transform((time) => Date.parse(time))
      .optional(),
  }),
)

export const PlanBody = strictly(z.object({ conversation: ConversationId, message: SentMessage }))

const ContactId = z.string().refine((id) => isId('ctc', id), 'give the id of a contact (ctc_…)')

export const MergeBody = strictly(z.object({ into: ContactId }))

export const ResolveBody = strictly(z.object({ outcome: z.enum(['sent', 'resend']) }))
