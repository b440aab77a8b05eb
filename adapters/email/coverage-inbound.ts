import type { Coverage } from '../coverage.ts'

const SES = 'https://docs.aws.amazon.com/ses/latest/dg'
const POSTMARK = 'https://postmarkapp.com/developer/webhooks'
const MAILGUN = 'https://documentation.mailgun.com/docs/mailgun/user-manual'
const SENDGRID = 'https://www.twilio.com/docs/sendgrid/for-developers'

/** Everything that can come in as mail or about mail; fixtures in test/fixtures/email/inbound. */
export const INBOUND: Readonly<Record<string, Coverage>> = {
  'From, To, Cc, Reply-To, Subject in encoded words, other charsets': ['ses-text'],
  'In-Reply-To, References, quotations': ['ses-reply'],
  'HTML, inline images, attachments': ['ses-html'],
  'attachments of all kinds, attached mails, winmail.dat, invitations': ['ses-attachments-without-text'],
  'nothing said': ['ses-empty'],
  'several mailboxes, labels': ['ses-two-mailboxes'],
  'reply tokens': ['ses-reply-token'],
  'senders that are no address': ['ses-without-sender', 'ses-sender-instead-of-from'],
  'SES verdicts: DMARC, DKIM, SPF': ['ses-dmarc-fail'],
  'SES verdicts: virus': ['ses-virus'],
  'SES verdicts: spam': ['ses-spam', 'ses-spam-kept-out'],
  'SES receipt rule with the S3 action': ['ses-without-mail'],
  'SES receipt rule with the SNS action': ['ses-content-in-the-notification'],
  'RFC 3834: automatic replies': ['ses-auto-reply'],
  'mailing lists': ['ses-list'],
  'RFC 3464: delivery status': ['ses-bounce', 'ses-bounce-delayed', 'ses-bounce-delivered'],
  'bounces in words': ['ses-bounce-in-words', 'ses-bounce-of-nothing-known'],
  'RFC 5965: feedback reports': ['ses-complaint'],
  'RFC 8098: read receipts': ['ses-read-receipt'],
  'SES event Send': ['ses-event-send'],
  'SES event Delivery': ['ses-event-delivery'],
  'SES event DeliveryDelay': ['ses-event-delivery-delay'],
  'SES event Bounce': [
    'ses-event-bounce',
    'ses-event-bounce-suppressed',
    'ses-event-bounce-mailbox-full',
    'ses-event-bounce-transient',
  ],
  'SES event Complaint': ['ses-event-complaint', 'ses-event-complaint-taken-back'],
  'SES event Reject': ['ses-event-reject'],
  'SES event Rendering Failure': ['ses-event-rendering-failure'],
  'SES event Subscription': ['ses-event-subscription'],
  'SES events nobody has heard of': ['ses-event-unknown'],
  'SES feedback notifications (notificationType)': ['ses-notification-bounce'],
  'Postmark with RawEmail': ['postmark-raw'],
  'Postmark without RawEmail': ['postmark-parsed'],
  'Postmark webhooks about sent mail': ['postmark-other-webhook'],
  'Mailgun body-mime': ['mailgun-mime'],
  'Mailgun taken apart': ['mailgun-parsed', 'mailgun-parsed-without-headers'],
  'Mailgun webhooks about sent mail': ['mailgun-other-webhook'],
  'SendGrid raw': ['sendgrid-raw'],
  'SendGrid taken apart, charsets': ['sendgrid-parsed'],
  'SendGrid webhooks about sent mail': ['sendgrid-other-webhook'],
  'SES events Open and Click': {
    leftOut: 'Mail programs load images and follow links by themselves: neither tells that a person read the mail.',
    link: `${SES}/event-publishing-retrieving-sns-examples.html`,
  },
  'SES receipt rule with the Lambda action': {
    leftOut:
      'Its event has no mail in it, and a failure of the function is retried for hours only. S3 and SNS keep both.',
    link: `${SES}/receiving-email-action-lambda.html`,
  },
  'SES mail encrypted by the client': {
    leftOut:
      'The S3 encryption client that reads it is not available for JavaScript; setup.md asks for encryption by S3.',
    link: `${SES}/receiving-email-action-s3.html`,
  },
  'Postmark bounces, deliveries, opens, clicks, subscription changes': {
    leftOut: 'Nothing is sent through Postmark, so that it has nothing to tell of sent mail.',
    link: `${POSTMARK}/webhooks-overview`,
  },
  'Mailgun store(), with the mail to be fetched': {
    leftOut: 'A route that forwards brings the mail itself, without a request that may fail.',
    link: `${MAILGUN}/receive-forward-store/storing-and-retrieving-messages`,
  },
  'SendGrid event webhook': {
    leftOut: 'Nothing is sent through SendGrid, so that it has nothing to tell of sent mail.',
    link: `${SENDGRID}/tracking-events/event`,
  },
  'winmail.dat taken apart': {
    leftOut: 'Outlook writes it for other Outlooks; the file is kept as it is, and the text stands beside it.',
    link: 'https://learn.microsoft.com/en-us/openspecs/exchange_server_protocols/ms-oxtnef/1f0544d7-30b7-4194-b58f-adc82f3763bb',
  },
  'S/MIME and PGP': {
    leftOut:
      'Encrypted mails are for the person who has the key; they are kept as files. Signatures are files as well.',
    link: 'https://www.rfc-editor.org/rfc/rfc8551',
  },
}

/** Values of a delivery that reach no fact, and why nothing is lost. `*` stands for any index. */
export const IGNORED: Readonly<Record<string, string>> = {
  'json.mail.timestamp': 'The time of the receipt, or of the event itself, is the later one.',
  'json.mail.messageId': "SES's id of an inbound mail changes when the sender tries again.",
  'json.mail.destination.*': 'What the header says; the envelope is in the receipt. Of an event: its own list counts.',
  'json.mail.source': 'From says it; only where it is missing or to be proven does the envelope count.',
  'json.mail.commonHeaders.to.*': 'The event names its recipients.',
  'json.mail.tags.ses:configuration-set.*': 'Of the sending set-up, not of the mail.',
  'json.receipt.action.type': 'Content is in the notification or it is not.',
  'json.receipt.action.topicArn': 'The queue takes messages of its own topics alone.',
  'json.receipt.action.bucketName': 'Where the mail lies is read from the queue, before it is parsed.',
  'json.receipt.action.objectKey': 'Where the mail lies is read from the queue, before it is parsed.',
  'json.delivery.smtpResponse': 'That it was delivered is all there is to it.',
  'json.deliveryDelay.delayedRecipients.*.status': 'The kind of delay says it.',
  'json.bounce.bouncedRecipients.*.action': 'Bounce is the action.',
  'json.bounce.bouncedRecipients.*.status': 'Where SES names the kind of a bounce, that is finer.',
  'json.failure.templateName': 'The error names what is missing; the template is in what we sent.',
  'json.subscription.contactList': 'Lists of SES have no counterpart; the consent is for the sender.',
  'json.MessageID': "Postmark's own id; the mail has one of its sender's.",
  'json.FromName': 'The same as FromFull.',
  'json.From': 'The same as FromFull.',
  'json.FromFull.MailboxHash': 'The label within the address.',
  'json.ToFull.*.Name': 'How the sender calls us.',
  'json.ToFull.*.MailboxHash': 'The label within the address.',
  'json.CcFull.*.MailboxHash': 'The label within the address.',
  'json.CcFull.*.Name': 'Names of others are shown by their addresses.',
  'json.MailboxHash': 'The label within the address.',
  'json.StrippedTextReply': 'Read from the text, alike for all providers.',
  'json.Tag': 'Set by rules at Postmark.',
  'json.Headers.*.Name': 'One that is not known says nothing.',
  'json.Headers.*.Value': 'The first Return-Path counts for the sender alone.',
  'form.token': 'Part of the signature.',
  'form.signature': 'Checked before.',
  'form.sender': 'The envelope, by which the sender is proven where SPF passed.',
  'form.from': 'The header says it.',
  'form.to': 'The header says it.',
  'form.subject': 'The header says it.',
  'form.stripped-text': 'Read from the text, alike for all providers.',
  'form.attachment-count': 'Counted.',
  'form.attachments': 'Counted.',
  'form.charsets': 'Only where a field is in it.',
  'form.sender_ip': 'Judged by SPF.',
  'form.spam_report': 'The score is kept.',
}
