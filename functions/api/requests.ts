import * as z from 'zod'
import { CaseStatus } from '../../core/schema/conversation.ts'
import { OutboundMessage } from '../../core/schema/message.ts'
import { Link, SAYS_SOMETHING } from '../../core/schema/outbound.ts'
import { strictly } from './strict.ts'

/** What ids in paths begin with. */
export type IdPrefix = 'cnv' | 'msg' | 'ctc' | 'key' | 'dl' | 'mda'

/** An id is a prefix and a keyed hash of 128 bits in base64url. What looks otherwise names nothing. */
export const isId = (prefix: IdPrefix, value: string): boolean =>
  value.length === prefix.length + 23 && value.startsWith(`${prefix}_`) && /^[\w-]+$/.test(value)

const MESSAGE_ID = 'give the id of a message of this conversation (msg_…)'
const ConversationId = z.string().regex(/^cnv_[A-Za-z0-9_-]{22}$/, 'give the id of a conversation (cnv_…)')
const MessageId = z.string().regex(/^msg_[A-Za-z0-9_-]{22}$/, MESSAGE_ID)

export const limit = z
  .string()
  .regex(/^(?:[1-9]\d?|100)$/, 'give a whole number from 1 to 100')
  .transform(Number)
  .default(50)
  .meta({ as: { type: 'integer', minimum: 1, maximum: 100, default: 50 } })
export const cursor = z.string().optional()

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

const SendAuthor = z.object({
  kind: z.enum(['agent', 'bot']).default('agent'),
  id: z.string().min(1).max(200).optional(),
  name: z.string().min(1).max(200).optional(),
  avatarUrl: Link.max(2048).optional(),
})

/** A message as core takes it, with ids that can be ids. */
const SentMessage = OutboundMessage.safeExtend({ replyTo: MessageId.optional() })
  .refine(({ content }) => content?.type !== 'reaction' || isId('msg', content.target), {
    path: ['content', 'target'],
    message: MESSAGE_ID,
  })
  .meta(SAYS_SOMETHING)

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
  }).meta(SAYS_SOMETHING),
).meta({ id: 'SentMessage' })

export const PlanBody = strictly(z.object({ conversation: ConversationId, message: SentMessage }))

const ContactId = z.string().regex(/^ctc_[A-Za-z0-9_-]{22}$/, 'give the id of a contact (ctc_…)')

export const MergeBody = strictly(z.object({ into: ContactId }))

export const ResolveBody = strictly(z.object({ outcome: z.enum(['sent', 'resend']) }))
