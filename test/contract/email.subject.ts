import { SES_FAILURES } from '../../adapters/email/errors.ts'
import { json, type ContractSubject, type ExampleRequest, type Sends } from '../../adapters/testing/contract.ts'

export const MAILBOX = 'support@shop.example'
export const CUSTOMER = 'ada@customer.example'

/** A mail as it comes over the wire. */
export const mime = (change: { readonly text?: string; readonly received?: string } = {}): string =>
  [
    `Return-Path: <${CUSTOMER}>`,
    `Received: from mx.customer.example by inbound.example; ${change.received ?? 'Tue, 24 Nov 2026 09:30:00 +0000'}`,
    `From: Ada <${CUSTOMER}>`,
    `To: ${MAILBOX}`,
    'Subject: A scratch',
    'Message-ID: <m1@customer.example>',
    'Date: Tue, 24 Nov 2026 09:29:00 +0000',
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    '',
    change.text ?? 'Look at this',
    '',
  ].join('\r\n')

const PASS = { status: 'PASS' }
const VERDICTS = { spamVerdict: PASS, virusVerdict: PASS, spfVerdict: PASS, dkimVerdict: PASS, dmarcVerdict: PASS }

/** SES's notification with the mail in it. */
export const received = (
  change: {
    readonly id?: string
    readonly at?: string
    readonly recipients?: readonly string[]
    readonly content?: string
  } = {},
): ExampleRequest => {
  const { id = 'ses1', at = '2026-11-24T09:30:00.000Z', recipients = [MAILBOX], content = mime() } = change
  return json({
    notificationType: 'Received',
    mail: { timestamp: at, source: CUSTOMER, messageId: id, destination: recipients },
    receipt: { timestamp: at, recipients, ...VERDICTS, action: { type: 'SNS', encoding: 'UTF8' } },
    content,
  })
}

/** SES's word of a mail of ours. */
export const event = (eventType: string, details: object, mail: object = {}): ExampleRequest =>
  json({
    eventType,
    mail: {
      timestamp: '2026-11-24T09:30:00.000Z',
      source: MAILBOX,
      messageId: 'out1',
      destination: [CUSTOMER],
      commonHeaders: { from: [MAILBOX] },
      ...mail,
    },
    [eventType.toLowerCase()]: details,
  })

export const delivery = (mail: object = {}): ExampleRequest =>
  event('Delivery', { timestamp: '2026-11-24T09:31:00.000Z', recipients: [CUSTOMER] }, mail)

interface Tagged {
  readonly EmailTags: readonly { readonly Name: string; readonly Value: string }[]
}

export const sends: Sends = {
  account: MAILBOX,
  peer: { type: 'email', value: CUSTOMER },
  parts: {
    mail: { content: { type: 'mail', text: 'hello', media: [] } },
    whole: {
      content: {
        type: 'mail',
        text: 'hello',
        html: '<p>hello</p>',
        subject: 'Hello',
        to: [CUSTOMER],
        cc: ['ben@customer.example'],
        bcc: ['archive@shop.example'],
        media: [],
      },
    },
  },
  accepted: (MessageId) => ({ status: 200, body: { MessageId } }),
  providerId: '0102019f4d1c0000-1c0ffee0-000000',
  failures: Object.entries(SES_FAILURES).map(([name, expected]) => ({
    name,
    response: { status: 400, headers: { 'x-amzn-errortype': name }, body: { message: 'refused' } },
    expected,
  })),
  receipt: (sent, messageId) => {
    const { EmailTags } = JSON.parse(sent.body) as Tagged
    return delivery({ messageId, tags: Object.fromEntries(EmailTags.map(({ Name, Value }) => [Name, [Value]])) })
  },
}

export const deviations: NonNullable<ContractSubject['deviations']> = {
  'keeps the good items beside a bad one, and the bad one as well':
    'One delivery is one mail or one event, which is read or not.',
  'never lets an echo speak as the customer': 'Nobody tells of mail that was sent elsewhere.',
}
