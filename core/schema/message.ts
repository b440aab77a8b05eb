import * as z from 'zod'
import { Author, MessageBody } from './content.ts'
import { Failure } from './failure.ts'
import { Alias } from './identity.ts'
import { Degradation, OutboundMessage } from './outbound.ts'

export * from './content.ts'
export * from './outbound.ts'

/** States a message or part can be in, in the order of the lattice; see core/status.ts. */
export const MessageStatus = z.enum([
  'received',
  'queued',
  'held',
  'sending',
  'unknown',
  'sent',
  'delivered',
  'read',
  'failed',
  'partially_failed',
  'cancelled',
  'expired',
])
export type MessageStatus = z.infer<typeof MessageStatus>

export const Pricing = z.object({
  model: z.string().optional(),
  type: z.string().optional(),
  category: z.string().optional(),
  billable: z.boolean().optional(),
  amount: z.string().optional(),
  currency: z.string().optional(),
})
export type Pricing = z.infer<typeof Pricing>

/** One provider request of an outbound message and what became of it. Times are ms since epoch, provider's time. */
export const PartView = z.object({
  index: z.number().int().nonnegative(),
  status: MessageStatus,
  providerId: z.string().nullable(),
  attempts: z.number().int().nonnegative(),
  times: z.partialRecord(z.enum(['sent', 'delivered', 'read', 'played', 'failed', 'deleted']), z.number().int()),
  failure: Failure.nullable(),
  pricing: Pricing.optional(),
})
export type PartView = z.infer<typeof PartView>

/**
 * Of a message that was sent with a fallback: until it is used, `message` is what it would be; once it is, the message
 * itself shows the fallback, as that is what goes, and `insteadOf` is what was asked for and `reason` why it cannot go.
 */
const FallbackView = z.discriminatedUnion('used', [
  z.object({ used: z.literal(false), message: OutboundMessage }),
  z.object({ used: z.literal(true), reason: Failure, insteadOf: OutboundMessage }),
])

/** A message of the timeline as the API, the feed and the webhooks show it. Data of one conversation. */
export const Message = MessageBody.extend({
  id: z.string().startsWith('msg_'),
  type: z.literal('message'),
  shop: z.string(),
  conversation: z.string(),
  contact: z.string().nullable(),
  channel: z.string(),
  account: z.string(),
  direction: z.enum(['in', 'out']),
  author: Author,
  /** The provider's time in ms; the first-seen time where the provider gave none. Orders the timeline. */
  at: z.number().int(),
  firstSeenAt: z.number().int(),
  providerId: z.string().nullable(),
  status: MessageStatus,
  failure: Failure.nullable(),
  parts: z.array(PartView),
  degradations: z.array(Degradation).default([]),
  fallback: FallbackView.optional(),
  reactions: z.array(z.object({ by: Alias.nullable(), emoji: z.string(), at: z.number().int() })),
  edited: z.object({ at: z.number().int() }).nullable(),
  deleted: z.object({ at: z.number().int() }).nullable(),
  validUntil: z.number().int().nullable(),
  /** What the message is called in other systems, by system. */
  externalIds: z.record(z.string(), z.string()),
  version: z.number().int(),
})
export type Message = z.infer<typeof Message>
