import * as z from 'zod'
import { ListedConversation } from './conversation.ts'

/** What the feed and the webhooks tell. Clients must tolerate types added later. */
export const EventType = z.enum([
  'message.created',
  'message.updated',
  'message.deleted',
  'attachment.updated',
  'conversation.created',
  'conversation.updated',
  'conversation.linked',
  'case.opened',
  'case.updated',
  'case.closed',
  'contact.created',
  'contact.updated',
  'contact.merged',
  'contact.erased',
  'identity.conflict',
  'consent.changed',
  'control.changed',
  'template.updated',
  'channel.health_changed',
  'webhook.disabled',
  'webhook.test',
  'item.quarantined',
])
export type EventType = z.infer<typeof EventType>

/** One event of a shop's feed. `data` is the full object with its version, or a link above 20 KB. */
export const ParleyEvent = z.object({
  id: z.string().startsWith('evt_'),
  type: EventType,
  shop: z.string(),
  at: z.number().int(),
  subject: z.string(),
  data: z.record(z.string(), z.unknown()),
  /** The conversation that it happened in, as it stands when the event is told: never older than the event. */
  conversation: ListedConversation.optional(),
})
export type ParleyEvent = z.infer<typeof ParleyEvent>
