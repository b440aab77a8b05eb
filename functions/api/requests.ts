import * as z from 'zod'
import { CaseStatus } from '../../core/schema/conversation.ts'
import { Alias } from '../../core/schema/identity.ts'
import { Fallback, OutboundMessage } from '../../core/schema/message.ts'
import { Link, SAYS_SOMETHING } from '../../core/schema/outbound.ts'
import { strictly } from './strict.ts'

/** What ids in paths begin with. */
export type IdPrefix =
  | 'cnv'
  | 'cas'
  | 'msg'
  | 'ctc'
  | 'key'
  | 'dl'
  | 'mda'
  | 'evt'
  | 'whk'
  | 'ers'
  | 'exp'
  | 'tpl'
  | 'usr'
  | 'ses'

/** An id is a prefix and a keyed hash of 128 bits in base64url. What looks otherwise names nothing. */
export const isId = (prefix: IdPrefix, value: string): boolean =>
  value.length === prefix.length + 23 && value.startsWith(`${prefix}_`) && /^[\w-]+$/.test(value)

const CONTACT_ID = /^ctc_[A-Za-z0-9_-]{22}$/
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

export const time = z.iso.datetime({ offset: true }).transform((iso) => Date.parse(iso))
/** The version of the conversation that the caller has seen: refused when it has changed since. */
const ifVersion = z.number().int().nonnegative().optional()
const filter = z.string().min(1).max(200).optional()

const ExternalId = z
  .string()
  .max(600)
  .regex(/^[^:\r\n\u2028\u2029]+:[^\r\n\u2028\u2029]+$/, 'give an external id as system:id')

/** The one thing that has an id of another system. */
export const ExternalIdQuery = z.strictObject({ externalId: ExternalId })

/** `waiting` lists who waits, longest first; only open cases wait. */
/** What is kept beside a conversation as well. */
const include = z.literal('metadata').optional()

export const ConversationsQuery = z.strictObject({
  status: CaseStatus.optional(),
  channel: filter,
  account: filter,
  assignee: filter,
  tag: filter,
  contact: z.string().regex(CONTACT_ID, 'give the id of a contact (ctc_…)').optional(),
  updatedSince: time.optional(),
  externalId: ExternalId.optional(),
  order: z.enum(['recent', 'waiting']).default('recent'),
  include,
  limit,
  cursor,
})

/** Of one contact: in no order but that of ids, whatever their status. */
export const ContactConversationsQuery = z.strictObject({ status: CaseStatus.optional(), include, limit, cursor })

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

const Name = z.string().regex(/^[A-Za-z0-9_.-]{1,64}$/, 'give a name of 1 to 64 letters, digits, ., _ and -')
/** What is left out stays as it is; null takes away. */
const Values = z
  .record(Name, z.string().min(1).max(500).nullable())
  .refine((values) => Object.keys(values).length <= 50, 'give at most 50 at once')
  .meta({ maxProperties: 50 })

/** What a message is called in other systems from the start. */
export const ExternalIds = z
  .record(Name, z.string().min(1).max(500))
  .refine((ids) => Object.keys(ids).length <= 10, 'give at most 10')
  .meta({ maxProperties: 10 })

/**
 * Body of a send. `validUntil` (ISO 8601 with its zone): not to be sent later than this. `purpose` decides which consent
 * the customer must not have withdrawn. `fallback` is said instead where the message cannot be sent.
 */
export const SendBody = strictly(
  SentMessage.safeExtend({
    fallback: Fallback.optional(),
    author: SendAuthor.default({ kind: 'agent' }),
    purpose: z.enum(['service', 'marketing']).default('service'),
    validUntil: time.optional(),
    override: z.boolean().optional(),
    externalIds: ExternalIds.optional(),
    ifVersion,
  }).meta(SAYS_SOMETHING),
).meta({ id: 'SentMessage' })

export const PlanBody = strictly(
  z.object({ conversation: ConversationId, message: SentMessage, fallback: Fallback.optional() }),
)

const ContactId = z.string().regex(CONTACT_ID, 'give the id of a contact (ctc_…)')

const E164 = /^\+[1-9][0-9]{6,14}$/
const Reachable = Alias.refine(({ type, value }) => type !== 'phone' || E164.test(value), {
  path: ['value'],
  message: 'give a number with + and its country, such as +4930123456',
}).meta({
  allOf: [
    {
      anyOf: [
        { properties: { type: { not: { const: 'phone' } } } },
        { properties: { value: { type: 'string', pattern: E164.source } } },
      ],
    },
  ],
  examples: [{ type: 'phone', value: '+4930123456' }],
})

/** Body of what begins a conversation. Whoever writes first says what for. */
export const StartBody = strictly(
  z.object({
    channel: z.string().min(1).max(64),
    account: z.string().min(1).max(320),
    to: z.union([z.object({ alias: Reachable }), z.object({ contact: ContactId })]),
    message: SentMessage,
    fallback: Fallback.optional(),
    author: SendAuthor.default({ kind: 'agent' }),
    purpose: z.enum(['service', 'marketing']),
    validUntil: time.optional(),
    override: z.boolean().optional(),
    externalIds: ExternalIds.optional(),
  }),
)

export const MergeBody = strictly(z.object({ into: ContactId }))

export const ResolveBody = strictly(z.object({ outcome: z.enum(['sent', 'resend']) }))

const label = z.string().min(1).max(200)
export const ConversationBody = strictly(
  z.object({
    assignee: label.nullable().optional(),
    tags: z.array(z.string().min(1).max(64)).max(20).optional(),
    status: z.enum(['open', 'pending']).optional(),
    language: z
      .string()
      .regex(/^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/, 'give a language tag, such as de or pt-BR')
      .nullable()
      .optional(),
    metadata: Values.optional(),
    externalIds: Values.optional(),
    ifVersion,
  }),
).meta({ id: 'ConversationChange' })

/** What a case is called elsewhere. */
export const IdentityBody = strictly(z.object({ externalIds: Values, ifVersion })).meta({ id: 'Identity' })

/** Of a message. */
export const MessageBody = strictly(z.object({ externalIds: Values }))

export const ControlBody = strictly(
  z.object({ by: z.enum(['human', 'bot', 'connector']), name: label.nullable().default(null), ifVersion }),
)
  .refine(({ by, name }) => by !== 'connector' || name !== null, { path: ['name'], message: 'name the connector' })
  .meta({
    allOf: [
      {
        anyOf: [
          { properties: { by: { enum: ['human', 'bot'] } } },
          { required: ['name'], properties: { name: { type: 'string', minLength: 1, maxLength: 200 } } },
        ],
      },
    ],
  })

export const SnoozeBody = strictly(z.object({ until: time, ifVersion }))

/** Line breaks and tabs; other control characters are no text. */
const NOTE_TEXT = /^(?:[^\p{Cc}\p{Cs}]|[\n\r\t])+$/u
export const NoteBody = strictly(
  z.object({
    text: z.string().min(1).max(10_000).regex(NOTE_TEXT, 'give text without control characters'),
    author: SendAuthor.default({ kind: 'agent' }),
  }),
)
