import { compact } from '../../../core/compact.ts'
import { readSns } from '../../sns.ts'
import type { InboundPolicy } from './config.ts'
import { authenticationResults, domainIn, merged, verdictOf, type Findings, type Verdict } from './authentication.ts'
import { readJson } from '../../json.ts'
import { objectIn, stringIn, stringsIn, timeIn, type Json } from './json.ts'
import type { Received } from './message.ts'
import type { ProviderRead, Reader } from './provider.ts'
import { readEvent } from './ses-events.ts'
import { eventName } from './ses-notification.ts'

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

/** What the queue hands on is the bare notification; an envelope around it is taken off all the same. */
export const read: Reader<InboundPolicy> = (raw, config) => {
  const sns = readSns(new TextDecoder().decode(raw.body))
  const notification = sns.kind === 'notification' ? objectIn(readJson(sns.message)) : {}
  const event = eventName(notification)
  if (event === 'received') return received(notification, raw.object, config.authservId ?? 'amazonses.com')
  return event === undefined
    ? { kind: 'unreadable', reason: 'not a notification of SES that is known' }
    : readEvent(event, notification)
}
