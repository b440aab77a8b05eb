import type { Coverage } from '../coverage.ts'

const SES = 'https://docs.aws.amazon.com/ses/latest/APIReference-V2'
const SEND = `${SES}/API_SendEmail.html`
const RFC = 'https://www.rfc-editor.org/rfc'

/**
 * Everything a mail can have (RFC 5322, MIME) and everything that SES's SendEmail and an SMTP dialogue take; fixtures in
 * test/fixtures/email/send, each with the mail it makes beside it.
 */
export const OUTBOUND: Readonly<Record<string, Coverage>> = {
  'a text': ['text'],
  'a text and a page (multipart/alternative)': ['text-and-page'],
  'files (multipart/mixed), their names in any script': ['files', 'a-file-alone', 'a-mail-as-a-file'],
  'Subject, encoded words, names of senders': ['first-mail-without-subject', 'other-scripts'],
  'To, Cc, Bcc': ['copies'],
  'domains in another script': ['a-domain-in-another-script'],
  'In-Reply-To, References, Re:': [
    'answer',
    'answer-to-our-own',
    'answer-to-a-mail-without-id',
    'answer-with-its-own-subject',
  ],
  'Auto-Submitted, X-Auto-Response-Suppress': ['by-a-program'],
  'ConfigurationSetName, EmailTags': ['with-a-configuration-set'],
  'MAIL FROM, RCPT TO, DATA': ['smtp', 'smtp-answer-to-our-own'],
  'pictures within the page (multipart/related, cid:)': {
    leftOut: 'What is sent has no ids for its files yet; a page shows pictures by their links, and files are attached.',
    link: `${RFC}/rfc2392`,
  },
  'Content.Simple and Content.Template': {
    leftOut: 'A mail that is written whole has all the headers that threads need, and is the same over SES and SMTP.',
    link: SEND,
  },
  'ListManagementOptions, List-Unsubscribe': {
    leftOut: 'They are for newsletters, which are not answers to somebody and are sent by other tools.',
    link: `${SES}/API_ListManagementOptions.html`,
  },
  'ReplyToAddresses, FeedbackForwardingEmailAddress': {
    leftOut: 'Reply-To stands in the mail itself; bounces come as events, or as mails to the sender.',
    link: SEND,
  },
  'FromEmailAddressIdentityArn, EndpointId, TenantName': {
    leftOut:
      'Sending for an identity of another account, from two regions or for tenants: set up by hand where needed.',
    link: SEND,
  },
  'S/MIME, OpenPGP': {
    leftOut: 'Signing and encrypting need a key for each mailbox and recipient, which the gateway does not hold.',
    link: `${RFC}/rfc8551`,
  },
  'disposition notifications (read receipts)': {
    leftOut: 'Mail programs ask the reader before they send one, or never do: they say nothing that can be relied on.',
    link: `${RFC}/rfc8098`,
  },
  'delivery reports on request (DSN, NOTIFY=SUCCESS)': {
    leftOut: 'Few servers send them. Failures are reported without being asked for, and are read.',
    link: `${RFC}/rfc3461`,
  },
  'Importance, Sensitivity, Keywords': {
    leftOut: 'No other channel has them, and mail programs hardly show them.',
    link: `${RFC}/rfc4021`,
  },
}
