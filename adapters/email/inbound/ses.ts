import { compact } from '../../../core/compact.ts'
import type { QueueMessage, QueueRead } from '../../adapter.ts'
import { authenticationResults, domainIn, merged, verdictOf, type Findings, type Verdict } from './authentication.ts'
import { objectIn, parseJson, stringIn, stringsIn, timeIn, type Json } from './json.ts'
import type { Received } from './message.ts'
import type { InboundProvider, ProviderRead } from './provider.ts'
import { eventFacts, eventName, IGNORED_EVENTS } from './ses-events.ts'

/** What SES and SNS send once, when a topic or a rule is set up. */
const SETUP = 'AMAZON_SES_SETUP_NOTIFICATION'
const SNS_VALIDATION = /^Successfully validated SNS topic for Amazon SES/

/** The notification within an SQS message: in an SNS envelope, or bare where raw delivery is on. */
const notificationIn = (body: string): { readonly text: string; readonly type: string } => {
  const envelope = objectIn(parseJson(body))
  const message = stringIn(envelope['Message'])
  return message === undefined
    ? { text: body, type: 'Notification' }
    : { text: message, type: stringIn(envelope['Type']) ?? 'Notification' }
}

const setUp = (notification: Json): boolean => {
  const key = stringIn(objectIn(objectIn(notification['receipt'])['action'])['objectKey'])
  return objectIn(notification['mail'])['messageId'] === SETUP || key?.split('/').at(-1) === SETUP
}

/** Reads a message of the queue that the topic of the receipt rule, and that of the sending events, write to. */
const queue =
  (webhookUrl: string) =>
  ({ body }: QueueMessage): QueueRead => {
    const { text, type } = notificationIn(body)
    if (type !== 'Notification') return { kind: 'ignore', reason: `SNS ${type}` }
    if (SNS_VALIDATION.test(text)) return { kind: 'ignore', reason: 'SNS topic validation' }
    const notification = objectIn(parseJson(text))
    if (setUp(notification)) return { kind: 'ignore', reason: 'SES set-up notification' }
    const event = eventName(notification)
    if (event !== undefined && IGNORED_EVENTS.has(event)) return { kind: 'ignore', reason: `SES event ${event}` }
    const action = objectIn(objectIn(notification['receipt'])['action'])
    const [bucket, key] = [stringIn(action['bucketName']), stringIn(action['objectKey'])]
    const delivery = {
      method: 'POST',
      url: webhookUrl,
      query: [],
      headers: { 'content-type': 'application/json' },
      body: new TextEncoder().encode(text),
    }
    return compact({
      kind: 'delivery' as const,
      delivery,
      object: event === 'received' && bucket !== undefined && key !== undefined ? { bucket, key } : undefined,
    })
  }

/** `GRAY` and `PROCESSING_FAILED`: SES came to no result. */
const verdictIn = (receipt: Json, name: string): Verdict | undefined => {
  const status = stringIn(objectIn(receipt[name])['status'])
  return status === undefined ? undefined : verdictOf(status)
}

/**
 * SES's verdicts, which come with the notification, and the domains that DKIM proved, which it only writes into the mail,
 * above everything that came from outside. https://docs.aws.amazon.com/ses/latest/dg/receiving-email-notifications-contents.html
 */
const findingsOf =
  (receipt: Json, source: string | undefined, authservId: string): Received['findings'] =>
  (mail): Findings => {
    const verdicts = compact({
      spam: verdictIn(receipt, 'spamVerdict'),
      virus: verdictIn(receipt, 'virusVerdict'),
      spf: verdictIn(receipt, 'spfVerdict'),
      dkim: verdictIn(receipt, 'dkimVerdict'),
      dmarc: verdictIn(receipt, 'dmarcVerdict'),
    })
    const envelope = verdicts.spf === 'pass' ? domainIn(source) : undefined
    const written = authenticationResults(mail, authservId)
    const domains = verdicts.dkim === 'pass' ? written.domains : []
    return merged(
      { verdicts, domains: envelope === undefined ? [] : [envelope] },
      { verdicts: written.verdicts, domains },
    )
  }

/** The mail itself: in S3, or in the notification where the rule's action is SNS. */
const contentOf = (notification: Json, action: Json): Uint8Array | undefined => {
  const content = stringIn(notification['content'])
  if (content === undefined) return undefined
  return stringIn(action['encoding']) === 'BASE64' ? Buffer.from(content, 'base64') : new TextEncoder().encode(content)
}

const received = (
  notification: Json,
  object: { readonly name: string; readonly body: Uint8Array } | undefined,
  authservId: string,
): ProviderRead => {
  const [mail, receipt] = [objectIn(notification['mail']), objectIn(notification['receipt'])]
  const content = object?.body ?? contentOf(notification, objectIn(receipt['action']))
  if (content === undefined)
    return { kind: 'unreadable', reason: 'the mail is neither in the notification nor in its object' }
  const source = stringIn(mail['source'])
  return {
    kind: 'mail',
    received: {
      // Header recipients (mail.destination) are what the sender wrote: the envelope's are those of the receipt.
      recipients: stringsIn(receipt['recipients']),
      sender: source === '<>' ? '' : source,
      at: timeIn(receipt['timestamp']) ?? timeIn(mail['timestamp']),
      content,
      findings: findingsOf(receipt, source, authservId),
      original: object ? { name: object.name } : { body: content, contentType: 'message/rfc822' },
    },
  }
}

/** Amazon SES: a receipt rule writes the mail to S3, and its topic tells the connection's queue. No public endpoint. */
export const ses: InboundProvider<{ readonly by: 'ses' } & import('./config.ts').InboundPolicy> = {
  queue,
  read: (raw, config) => {
    const notification = objectIn(parseJson(notificationIn(new TextDecoder().decode(raw.body)).text))
    const event = eventName(notification)
    if (event === 'received') return received(notification, raw.object, config.authservId ?? 'amazonses.com')
    const facts = event === undefined ? undefined : eventFacts(event, notification)
    return facts ? { kind: 'facts', facts } : { kind: 'unreadable', reason: 'not a notification of SES that is known' }
  },
}
