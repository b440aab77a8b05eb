import type { Event } from '../../../client/index.ts'

export type EventType = Event['type']

/** What an endpoint can be told of; a test event is sent to each that is tested. */
export const EVENT_TYPES = [
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
  'item.quarantined',
] as const satisfies readonly EventType[]
