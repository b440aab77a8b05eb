import MailComposer from 'nodemailer/lib/mail-composer'
import type { OutboundPart } from '../../adapter.ts'
import type { MailFile } from './files.ts'
import type { Threading } from './headers.ts'
import type { Recipients } from './recipients.ts'

/** All that goes into a mail. */
export interface Letter {
  readonly key: OutboundPart['key']
  readonly author: OutboundPart['author']
  readonly from: { readonly name: string; readonly address: string }
  readonly recipients: Recipients
  /** Where answers go, when not to `from`. */
  readonly replyTo: string | undefined
  readonly subject: string
  /** Without brackets. */
  readonly messageId: string
  readonly threading: Threading
  readonly text: string
  readonly html: string | undefined
  readonly files: readonly MailFile[]
  /** ms since epoch. */
  readonly at: number
  /** Nobody can guess it, so that no content can end its part. */
  readonly boundary: string
}

/** Nothing a name can say becomes a second header or address. */
const displayed = (name: string): string => name.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim()

/** As objects: a comma within an address is no second one. */
const mailboxes = (addresses: readonly string[]) => addresses.map((address) => ({ name: '', address }))

/** Mail a program wrote says so (RFC 3834 §5), and asks Exchange for no answer of a program (MS-OXCMAIL §2.2.3.2.14). */
const automatic = (author: Letter['author']): Readonly<Record<string, string>> =>
  author === 'bot' || author === 'system'
    ? { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' }
    : {}

/** The mail as its bytes (RFC 5322, CRLF). Blind copies are in the envelope alone. */
export const compose = (letter: Letter): Promise<Buffer> => {
  const { from, recipients, threading, key } = letter
  const name = displayed(from.name)
  const composer = new MailComposer({
    from: { name, address: from.address },
    to: mailboxes(recipients.to),
    ...(recipients.cc.length === 0 ? {} : { cc: mailboxes(recipients.cc) }),
    ...(letter.replyTo === undefined ? {} : { replyTo: [{ name, address: letter.replyTo }] }),
    subject: letter.subject,
    messageId: `<${letter.messageId}>`,
    date: new Date(letter.at),
    ...(threading.inReplyTo === undefined ? {} : { inReplyTo: `<${threading.inReplyTo}>` }),
    references: threading.references.map((id) => `<${id}>`),
    headers: { 'X-Parley-Message': `${key.message} ${key.part}`, ...automatic(letter.author) },
    // A mail of files alone still has a text, which is empty.
    text: letter.text === '' ? '\n' : letter.text,
    ...(letter.html === undefined ? {} : { html: letter.html }),
    attachments: letter.files.map(({ filename, contentType, bytes }) => ({ filename, contentType, content: bytes })),
    baseBoundary: letter.boundary,
    boundaryPrefix: '=_parley',
    newline: 'win',
    // What a shop writes is content, never a path or URL to be read from here.
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return composer.compile().build()
}
