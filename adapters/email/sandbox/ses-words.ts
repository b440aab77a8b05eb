import type { Verdicts } from './input.ts'
import type { Letter } from './letter.ts'
import type { SentMail } from './sent.ts'

const iso = (at: number): string => new Date(at).toISOString()

/** A notification as a topic puts it into a queue. https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html */
export const enveloped = (message: object, id: string, at: number): string =>
  JSON.stringify({
    Type: 'Notification',
    MessageId: id,
    TopicArn: 'arn:aws:sns:eu-central-1:123456789012:parley-mail',
    Message: JSON.stringify(message),
    Timestamp: iso(at),
    SignatureVersion: '1',
    Signature: 'not-checked-in-a-queue',
    SigningCertURL: 'https://sns.eu-central-1.amazonaws.com/SimpleNotificationService-1.pem',
    UnsubscribeURL: 'https://sns.eu-central-1.amazonaws.com/?Action=Unsubscribe',
  })

/** What SES tells of a mail it received and put into a bucket. */
export const receivedNotification = (
  letter: Letter,
  verdicts: Verdicts,
  sesId: string,
  place: { readonly bucket: string; readonly key: string },
  at: number,
): object => {
  const status = (found: string | undefined) => ({ status: found ?? 'PASS' })
  return {
    notificationType: 'Received',
    mail: {
      timestamp: iso(at),
      source: letter.sender === '' ? '<>' : letter.sender,
      messageId: sesId,
      destination: [letter.recipient],
      headersTruncated: true,
      headers: [],
      commonHeaders: { messageId: `<${letter.messageId}>` },
    },
    receipt: {
      timestamp: iso(at),
      processingTimeMillis: 420,
      recipients: [letter.recipient],
      spamVerdict: status(verdicts.spam),
      virusVerdict: status(verdicts.virus),
      spfVerdict: status(verdicts.spf),
      dkimVerdict: status(verdicts.dkim),
      dmarcVerdict: status(verdicts.dmarc),
      ...(verdicts.dmarc === 'FAIL' ? { dmarcPolicy: 'none' } : {}),
      action: {
        type: 'S3',
        topicArn: 'arn:aws:sns:eu-central-1:123456789012:parley-mail',
        bucketName: place.bucket,
        objectKeyPrefix: place.key.slice(0, place.key.lastIndexOf('/') + 1),
        objectKey: place.key,
      },
    },
  }
}

export type EventWord = 'Send' | 'Delivery' | 'Bounce' | 'Complaint'

const details = (word: EventWord, { recipients, at }: SentMail, now: number, permanent: boolean): object => {
  const [first = ''] = recipients
  switch (word) {
    case 'Send':
      return {}
    case 'Delivery':
      return {
        timestamp: iso(now),
        processingTimeMillis: Math.max(0, now - at),
        recipients,
        smtpResponse: '250 2.6.0 Message received',
        reportingMTA: 'mta.sandbox.example',
      }
    case 'Bounce':
      return {
        bounceType: permanent ? 'Permanent' : 'Transient',
        bounceSubType: permanent ? 'NoEmail' : 'MailboxFull',
        bouncedRecipients: [
          {
            emailAddress: first,
            action: 'failed',
            status: permanent ? '5.1.1' : '5.2.2',
            diagnosticCode: permanent ? 'smtp; 550 5.1.1 no such user' : 'smtp; 552 5.2.2 mailbox full',
          },
        ],
        timestamp: iso(now),
        feedbackId: `feedback-${now}`,
        reportingMTA: 'dsn; mta.sandbox.example',
      }
    case 'Complaint':
      return {
        complainedRecipients: [{ emailAddress: first }],
        timestamp: iso(now),
        feedbackId: `feedback-${now}`,
        complaintSubType: null,
        complaintFeedbackType: 'abuse',
        userAgent: 'Sandbox/1',
        arrivalDate: iso(now),
      }
  }
}

/** What SES publishes of a mail it sent. https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html */
export const sendingEvent = (word: EventWord, sent: SentMail, now: number, permanent = true): object => ({
  eventType: word,
  mail: {
    timestamp: iso(sent.at),
    source: sent.account,
    sendingAccountId: '123456789012',
    messageId: sent.providerId,
    destination: sent.recipients,
    headersTruncated: false,
    headers: Object.entries(sent.mail.headers).map(([name, value]) => ({ name, value })),
    commonHeaders: {
      from: [sent.account],
      to: sent.recipients,
      messageId: sent.providerId,
      subject: sent.mail.subject,
    },
    tags: sent.tags,
  },
  [word.toLowerCase()]: details(word, sent, now, permanent),
})
