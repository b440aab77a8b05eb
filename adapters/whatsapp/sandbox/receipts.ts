import { compact } from '../../../core/compact.ts'
import type { Faults } from '../../sandbox.ts'
import type { Json } from '../../json.ts'
import { valueOf, type Line, type WireChange } from './wire.ts'

export type Receipt = NonNullable<Faults['receipts']>[number]

/** A message the sandbox took. */
export interface Taken {
  readonly id: string
  readonly line: Line
  readonly body: Json
  /** Whom it reached, as far as the sandbox knows them. */
  readonly phone?: string
  readonly userId?: string
  readonly group?: string
}

const UNDELIVERABLE = {
  code: 131_026,
  title: 'Message undeliverable',
  message: 'Message undeliverable',
  error_data: { details: 'Message Undeliverable.' },
  href: 'https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes',
}

const pricingOf = (body: Json): Json =>
  body['type'] === 'template'
    ? { billable: true, pricing_model: 'PMP', category: 'utility', type: 'regular' }
    : { billable: false, pricing_model: 'PMP', category: 'service', type: 'free_customer_service' }

/** The change that tells a state of a message, at a time in seconds; a failure comes without contacts. */
export const receiptFor = (taken: Taken, state: Receipt, timestamp: number): WireChange => {
  const { id, line, body, phone, userId, group } = taken
  const recipient =
    group === undefined
      ? { recipient_id: phone ?? '', recipient_user_id: userId }
      : { recipient_id: group, recipient_type: 'group', recipient_participant_id: phone }
  const status = compact({
    id,
    status: state,
    timestamp: String(timestamp),
    ...recipient,
    biz_opaque_callback_data: body['biz_opaque_callback_data'],
    pricing: state === 'failed' ? undefined : pricingOf(body),
    errors: state === 'failed' ? [UNDELIVERABLE] : undefined,
  })
  const contact = compact({ profile: { name: 'Nadia Brandt' }, wa_id: phone, user_id: userId })
  const contacts = state === 'failed' ? {} : { contacts: [contact] }
  return { field: 'messages', value: valueOf(line, { ...contacts, statuses: [status] }) }
}
