import MailComposer from 'nodemailer/lib/mail-composer'
import type { CustomerMail } from './input.ts'
import type { SentMail } from './sent.ts'

/** A mail on its way to the shop: what the receiving server gets. */
export interface Letter {
  /** Envelope's sender; empty for what must not be answered. */
  readonly sender: string
  /** Envelope's recipient: the shop's mailbox, with the label it was written to. */
  readonly recipient: string
  /** Without brackets. */
  readonly messageId: string
  readonly mime: Buffer
}

export interface Stamp {
  readonly at: number
  /** A string nobody else has, of letters and digits. */
  readonly id: string
}

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1)

const quotedText = ({ at, mail, account }: SentMail): string =>
  [
    '',
    `On ${new Date(at).toUTCString()}, <${account}> wrote:`,
    ...mail.text
      .trimEnd()
      .split(/\r?\n/)
      .map((line) => `> ${line}`),
  ].join('\n')

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
const quotedHtml = ({ mail }: SentMail): string =>
  `<blockquote type="cite">${mail.html ?? `<pre>${escaped(mail.text)}</pre>`}</blockquote>`

/** What a mail program writes about the mail it answers. */
const threading = (answered: SentMail | undefined, keeps: CustomerMail['keeps']) => {
  if (answered === undefined || keeps === 'address') return {}
  const inReplyTo = `<${answered.wireId}>`
  if (keeps === 'id') return { inReplyTo }
  return { inReplyTo, references: [...answered.mail.references, answered.wireId].map((id) => `<${id}>`) }
}

const subjectOf = ({ subject }: CustomerMail, answered: SentMail | undefined): string => {
  if (subject !== undefined || answered === undefined) return subject ?? 'A question'
  return /^re:/i.test(answered.mail.subject) ? answered.mail.subject : `Re: ${answered.mail.subject}`
}

/** A customer's mail, as a mail program writes it. */
export const customerLetter = async (
  said: CustomerMail,
  mailbox: string,
  answered: SentMail | undefined,
  { at, id }: Stamp,
): Promise<Letter> => {
  const recipient = answered === undefined || said.keeps === 'id' ? mailbox : answered.mail.replyTo
  const messageId = `${id}@${domainOf(said.from)}`
  const mime = await new MailComposer({
    from: { name: said.name ?? '', address: said.from },
    to: recipient,
    subject: subjectOf(said, answered),
    messageId: `<${messageId}>`,
    date: new Date(at),
    ...threading(answered, said.keeps),
    text: `${said.text}\n${answered === undefined ? '' : quotedText(answered)}`,
    ...(said.html === undefined ? {} : { html: said.html + (answered === undefined ? '' : quotedHtml(answered)) }),
    attachments: said.attachments.map(({ filename, contentType, data, contentId }) => ({
      filename,
      contentType,
      content: Buffer.from(data, 'base64'),
      ...(contentId === undefined ? {} : { cid: contentId }),
    })),
    baseBoundary: id,
    newline: 'win',
    disableFileAccess: true,
    disableUrlAccess: true,
  })
    .compile()
    .build()
  return { sender: said.from, recipient, messageId, mime }
}

const plainLetter = (sender: string, recipient: string, messageId: string, lines: readonly string[]): Letter => ({
  sender,
  recipient,
  messageId,
  mime: Buffer.from(lines.join('\r\n')),
})

/** An absence note (RFC 3834): to the envelope's sender of the mail, with no sender of its own. */
export const autoReply = (sent: SentMail, text: string, { at, id }: Stamp): Letter => {
  const from = sent.recipients[0] ?? ''
  const messageId = `${id}@${domainOf(from)}`
  return plainLetter('', sent.mail.replyTo, messageId, [
    `From: ${from}`,
    `To: ${sent.mail.replyTo}`,
    `Subject: Automatic reply: ${sent.mail.headers['subject'] ?? ''}`,
    `Message-ID: <${messageId}>`,
    `In-Reply-To: <${sent.wireId}>`,
    `References: <${sent.wireId}>`,
    `Date: ${new Date(at).toUTCString().replace('GMT', '+0000')}`,
    'Auto-Submitted: auto-replied',
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: base64',
    '',
    Buffer.from(text).toString('base64'),
    '',
  ])
}

/** A mail that reports on another one, which it quotes by its headers (RFC 6522). */
const report = (
  sent: SentMail,
  { at, id }: Stamp,
  of: { readonly type: string; readonly from: string; readonly subject: string; readonly words: string },
  fields: readonly string[],
): Letter => {
  const boundary = `report-${id}`
  const messageId = `${id}@${domainOf(of.from)}`
  const part = (type: string, ...lines: readonly string[]) => [
    `--${boundary}`,
    `Content-Type: ${type}`,
    '',
    ...lines,
    '',
  ]
  return plainLetter('', sent.account, messageId, [
    `From: ${of.from}`,
    `To: ${sent.account}`,
    `Subject: ${of.subject}`,
    `Message-ID: <${messageId}>`,
    `Date: ${new Date(at).toUTCString().replace('GMT', '+0000')}`,
    'Auto-Submitted: auto-replied',
    'MIME-Version: 1.0',
    `Content-Type: multipart/report; report-type=${of.type}; boundary="${boundary}"`,
    '',
    ...part('text/plain; charset=us-ascii', of.words),
    ...part(`message/${of.type}`, ...fields),
    ...part(
      'text/rfc822-headers',
      `Message-ID: <${sent.wireId}>`,
      `From: ${sent.account}`,
      `To: ${sent.recipients.join(', ')}`,
      `X-Parley-Message: ${sent.mail.headers['x-parley-message'] ?? ''}`,
    ),
    `--${boundary}--`,
    '',
  ])
}

/** A bounce as a mail server writes it (RFC 3464). */
export const bounceLetter = (sent: SentMail, permanent: boolean, stamp: Stamp): Letter => {
  const to = sent.recipients[0] ?? ''
  const [status, words] = permanent
    ? ['5.1.1', '550 5.1.1 no such user here']
    : ['5.2.2', '552 5.2.2 the mailbox is full']
  return report(
    sent,
    stamp,
    {
      type: 'delivery-status',
      from: `MAILER-DAEMON@${domainOf(to)}`,
      subject: 'Undelivered mail',
      words: 'Your mail could not be delivered.',
    },
    [
      `Reporting-MTA: dns; mx.${domainOf(to)}`,
      '',
      `Final-Recipient: rfc822; ${to}`,
      'Action: failed',
      `Status: ${status}`,
      `Diagnostic-Code: smtp; ${words}`,
    ],
  )
}

/** A complaint as a mailbox provider hands it on (RFC 5965). */
export const complaintLetter = (sent: SentMail, stamp: Stamp): Letter => {
  const to = sent.recipients[0] ?? ''
  return report(
    sent,
    stamp,
    {
      type: 'feedback-report',
      from: `feedback@${domainOf(to)}`,
      subject: 'Complaint about a mail',
      words: 'This mail was called spam.',
    },
    [
      'Feedback-Type: abuse',
      'User-Agent: Sandbox/1',
      'Version: 1',
      `Original-Mail-From: <${sent.account}>`,
      `Original-Rcpt-To: <${to}>`,
    ],
  )
}
