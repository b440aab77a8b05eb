import { compact } from '../../../core/compact.ts'
import type { Attachment, MediaKind } from '../../../core/schema/content.ts'
import type { InboundObject } from '../../adapter.ts'
import { visible } from '../address.ts'
import { sha256, type MailFile } from './mail.ts'

/** A fact must fit into the store: what is beyond is in the original alone. */
export const MAX_FILES = 200
const MAX_FILENAME = 150

/** A name that is only a name: no path, no control or direction characters, not hidden, not too long. */
export const safeFilename = (name: string | undefined): string | undefined => {
  const last = (name ?? '').split(/[/\\]/).at(-1) ?? ''
  const clean = visible(last.replaceAll(/[<>:"|?*]/g, '_'))
    .replace(/^[.\s]+|[.\s]+$/g, '')
    .toWellFormed()
  if (clean === '') return undefined
  const characters = Array.from(clean)
  if (characters.length <= MAX_FILENAME) return clean
  const extension = /\.[\p{L}\p{N}]{1,10}$/u.exec(clean)?.[0] ?? ''
  return characters.slice(0, MAX_FILENAME - extension.length).join('') + extension
}

/** Names for what mail programs attach without one. */
const UNNAMED: Readonly<Record<string, string>> = {
  'message/rfc822': 'mail.eml',
  'message/global': 'mail.eml',
  'text/calendar': 'invitation.ics',
  'application/ms-tnef': 'winmail.dat',
  'message/delivery-status': 'delivery-status.txt',
  'text/rfc822-headers': 'headers.txt',
}

const kindOf = (contentType: string): MediaKind => {
  const [kind] = contentType.split('/')
  return kind === 'image' || kind === 'audio' || kind === 'video' ? kind : 'document'
}

/** A content type is sent on as a header one day: one that is none is nothing. */
const contentTypeOf = (value: string): string =>
  /^[\w.+-]{1,100}\/[\w.+-]{1,100}$/.test(value) ? value.toLowerCase() : 'application/octet-stream'

/** The files of a mail, and the objects they are kept in. */
export const readFiles = (
  files: readonly MailFile[],
  folder: string,
): { readonly attachments: Attachment[]; readonly objects: InboundObject[] } => {
  const read = files.slice(0, MAX_FILES).map((file, index) => {
    const contentType = contentTypeOf(file.contentType)
    const filename = safeFilename(file.filename) ?? UNNAMED[contentType]
    const object = `${folder}/${index}`
    const attachment: Attachment = compact({
      id: String(index),
      kind: kindOf(contentType),
      state: 'ready' as const,
      contentType,
      size: file.content.byteLength,
      filename,
      sha256: sha256(file.content),
      object,
      contentId: file.contentId?.slice(0, 300).toWellFormed(),
    })
    return { attachment, object: compact({ name: object, body: file.content, contentType, filename }) }
  })
  return { attachments: read.map(({ attachment }) => attachment), objects: read.map(({ object }) => object) }
}

/** What stands for the text of a mail that is files alone. */
export const describeFiles = (attachments: readonly Attachment[]): string =>
  attachments.map(({ kind, filename }) => (filename === undefined ? `[${kind}]` : `[${kind}: ${filename}]`)).join(' ')
