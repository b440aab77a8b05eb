import { email } from '../../../adapters/email/index.ts'
import type { ContractSubject } from '../../../adapters/testing/contract.ts'
import { CUSTOMER, delivery, deviations, event, MAILBOX, mime, received, sends } from '../email.subject.ts'

const bounced = [
  { emailAddress: CUSTOMER, action: 'failed', status: '5.1.1', diagnosticCode: 'smtp; 550 no such user' },
]

/** Mail through SES both ways: fed by a queue, so that there is no webhook and nothing to sign. */
export const subject: ContractSubject = {
  factory: email,
  config: { receive: { by: 'ses' }, send: { by: 'ses', configurationSet: 'parley' } },
  secrets: { replyToken: 'reply-token-secret' },
  deliveries: {
    message: received(),
    batch: { request: received({ recipients: [MAILBOX, 'sales@shop.example'] }), facts: 2 },
    unknown: event('Teleportation', {}),
    redelivered: {
      first: received(),
      again: received({
        id: 'ses2',
        at: '2026-11-24T11:30:00.000Z',
        content: mime({ received: 'Tue, 24 Nov 2026 11:30:00 +0000' }),
      }),
    },
    others: {
      sent: event('Send', {}, { tags: { 'parley-message': ['msg_1'], 'parley-part': ['0'] } }),
      delivered: delivery({ headers: [{ name: 'X-Parley-Message', value: 'msg_1 0' }] }),
      bounced: event('Bounce', { bounceType: 'Permanent', bounceSubType: 'NoEmail', bouncedRecipients: bounced }),
      complained: event('Complaint', { complainedRecipients: [{ emailAddress: CUSTOMER }] }),
      'mail in base64': received({ content: Buffer.from(mime()).toString('base64') }),
    },
  },
  sends,
  deviations,
}
