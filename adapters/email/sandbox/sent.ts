import PostalMime from 'postal-mime'

/** A mail of the shop, as the sandbox took it. */
export interface SentMail {
  readonly providerId: string
  /** Message-ID it arrives with, without brackets. */
  readonly wireId: string
  readonly by: 'ses' | 'smtp'
  readonly connection: string
  /** The mailbox that sent it. */
  readonly account: string
  readonly recipients: readonly string[]
  readonly at: number
  /** Tags and configuration set of SES. */
  readonly tags: Readonly<Record<string, readonly string[]>>
  readonly configurationSet: string | undefined
  readonly mail: ReadMail
}

/** What a mail says, as a mail program shows it. */
export interface ReadMail {
  readonly from: string
  readonly replyTo: string
  readonly subject: string
  readonly text: string
  readonly html: string | undefined
  /** Lower-case names; of several with one name the first. */
  readonly headers: Readonly<Record<string, string>>
  /** Ids without brackets, oldest first. */
  readonly references: readonly string[]
  readonly attachments: readonly { readonly filename: string; readonly contentType: string; readonly size: number }[]
}

const sizeOf = (content: string | ArrayBuffer | Uint8Array): number =>
  typeof content === 'string' ? Buffer.byteLength(content) : content.byteLength

export const readMail = async (mime: Uint8Array): Promise<ReadMail> => {
  const mail = await PostalMime.parse(mime)
  const from = mail.from?.address ?? ''
  return {
    from,
    replyTo: mail.replyTo?.[0]?.address ?? from,
    subject: mail.subject ?? '',
    text: mail.text ?? '',
    html: mail.html,
    headers: Object.fromEntries(mail.headers.map(({ key, value }) => [key, value] as const).toReversed()),
    references: (mail.references ?? '').match(/[^<>\s]+/g) ?? [],
    attachments: mail.attachments.map(({ filename, mimeType, content }) => ({
      filename: filename ?? '',
      contentType: mimeType,
      size: sizeOf(content),
    })),
  }
}
