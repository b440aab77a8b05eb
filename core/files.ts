import type { Hash } from './ports.ts'
import type { Attachment, RemoteFile } from './schema/content.ts'
import type { EmailInfo } from './schema/email.ts'
import type { Message } from './schema/message.ts'
import type { FileState } from './store/facts.ts'

/**
 * Names a file of one message by where its provider keeps it. A file that an edit states again keeps its name, and with
 * it what was fetched.
 */
export const fileId = (hash: Hash, remote: RemoteFile): string => hash('file', remote.id ?? remote.url ?? '')

/** An attachment as it came, with what became of its file. Without `remote`: that stays with the fact. */
export const withFile = (
  { remote, ...attachment }: Attachment,
  fileOf: (remote: RemoteFile) => FileState | undefined,
): Attachment => {
  const file = attachment.state === 'pending' && remote ? fileOf(remote) : undefined
  return file === undefined ? attachment : { ...attachment, ...file }
}

/** Parts of a mail that are files of the object store, by their names in a URL. */
export const MAIL_FILES = {
  original: { field: 'original', contentType: 'message/rfc822' },
  html: { field: 'htmlFile', contentType: 'text/html; charset=utf-8' },
  text: { field: 'textFile', contentType: 'text/plain; charset=utf-8' },
} as const satisfies Readonly<Record<string, { readonly field: keyof EmailInfo; readonly contentType: string }>>
export type MailFile = keyof typeof MAIL_FILES

/** The URL of a file for as long as there is the message: it leads on to one that works for some minutes. */
const fileUrl = (publicUrl: string, message: string, name: string | number): string =>
  `${publicUrl}/v1/media/${message}/${name}`

const shownFile = (attachment: Attachment, url: string): Attachment => {
  const { object, remote: _, ...shown } = attachment
  return object !== undefined || attachment.state === 'pending' ? { ...shown, url } : shown
}

const shownMail = (publicUrl: string, message: string, email: EmailInfo): EmailInfo => {
  const urls = Object.entries(MAIL_FILES).flatMap(([name, { field }]) =>
    email[field] === undefined ? [] : [[field, fileUrl(publicUrl, message, name)] as const],
  )
  return { ...email, ...Object.fromEntries(urls) }
}

/** A message as those outside see it: files by their URLs, and nothing of where they are kept. */
export const withFileUrls = <M extends Pick<Message, 'id' | 'attachments' | 'email'>>(
  publicUrl: string,
  message: M,
): M => ({
  ...message,
  attachments: message.attachments.map((attachment, index) =>
    shownFile(attachment, fileUrl(publicUrl, message.id, index)),
  ),
  ...(message.email ? { email: shownMail(publicUrl, message.id, message.email) } : {}),
})
