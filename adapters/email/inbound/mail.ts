import { createHash } from 'node:crypto'
import { decodeWords } from 'postal-mime'
import { compact } from '../../../core/compact.ts'
import { storable } from '../../../core/text/storable.ts'
import { refusal } from './limits.ts'
import { parseMime } from './parse-mime.ts'

export interface Header {
  /** In lower case. */
  readonly name: string
  readonly value: string
}

export interface MailFile {
  readonly filename: string | undefined
  /** Without parameters, in lower case. */
  readonly contentType: string
  /** Without brackets. */
  readonly contentId: string | undefined
  readonly content: Uint8Array
}

/** A mail as its sender wrote it, whichever way it came. */
export interface Mail {
  /** In order, from the top: what servers added last comes first. */
  readonly headers: readonly Header[]
  readonly text: string | undefined
  readonly html: string | undefined
  readonly files: readonly MailFile[]
  /** Of the body as it came: the same when a server sends it again. */
  readonly bodyHash: string
}

/** The first header of that name: a server writes above what it received. */
export const headerOf = ({ headers }: Pick<Mail, 'headers'>, name: string): string | undefined =>
  headers.find((header) => header.name === name)?.value

/** Text for people: encoded words decoded (RFC 2047), on one line. */
export const wordsOf = (value: string | undefined): string | undefined =>
  value === undefined ? undefined : storable(decodeWords(value)).replaceAll(/\s+/g, ' ').trim()

const bytesOf = (content: ArrayBuffer | Uint8Array | string): Uint8Array =>
  typeof content === 'string' ? new TextEncoder().encode(content) : new Uint8Array(content)

export const sha256 = (...chunks: readonly (string | Uint8Array)[]): string => {
  const hash = createHash('sha256')
  for (const chunk of chunks) hash.update(chunk)
  return hash.digest('hex')
}

const within = (value: string | undefined): string | undefined => value?.trim().replace(/^<(.*)>$/s, '$1') || undefined

/** Index of the body: after the first empty line, however lines end. */
const bodyStart = (mime: Uint8Array): number => {
  const bytes = Buffer.from(mime.buffer, mime.byteOffset, mime.byteLength)
  const ends = ['\r\n\r\n', '\n\n'].map((end) => [bytes.indexOf(end), end.length] as const).filter(([at]) => at >= 0)
  const [at, length] = ends.sort((a, b) => a[0] - b[0])[0] ?? [mime.byteLength, 0]
  return at + length
}

/**
 * Reads MIME, or says why it is not to be read: caps on size, headers, parts and depth hold before the parts are taken
 * apart. Attached mails stay files. Never throws.
 */
export const readMime = async (mime: Uint8Array): Promise<Mail | { readonly refused: string }> => {
  const refused = refusal(mime)
  if (refused !== undefined) return { refused }
  try {
    const mail = await parseMime(mime)
    return {
      headers: mail.headers.map(({ key, value }) => ({ name: key, value: storable(value) })),
      text: mail.text,
      html: mail.html,
      files: mail.attachments.map((file) => ({
        filename: file.filename ?? undefined,
        contentType: file.mimeType || 'application/octet-stream',
        contentId: within(file.contentId),
        content: bytesOf(file.content),
      })),
      bodyHash: sha256(mime.subarray(bodyStart(mime))),
    }
  } catch {
    // The library refuses what nests too deeply or has too many headers; anything else it throws is a mail nobody can read.
    return { refused: 'the mail nests too deeply, has too many headers, or cannot be read' }
  }
}

/** A mail that a provider has taken apart: its headers, texts and files. */
export const mailOf = (parts: Omit<Mail, 'bodyHash'>): Mail => ({
  ...parts,
  headers: parts.headers.map(({ name, value }) => ({ name, value: storable(value) })),
  bodyHash: sha256(
    JSON.stringify([parts.text ?? '', parts.html ?? '']),
    ...parts.files.map(({ content }) => sha256(content)),
  ),
})

/** Headers as they stand in a mail: folded lines joined (RFC 5322 §2.2.3), what is no header left out. */
export const readHeaders = (block: string): Header[] => {
  const lines: string[] = []
  for (const line of block.split(/\r?\n/)) {
    const last = lines.length - 1
    if (/^[ \t]/.test(line) && last >= 0) lines[last] += line
    else if (line === '') break
    else lines.push(line)
  }
  return lines.flatMap((line) => {
    const found = /^([^\s:]{1,200})[ \t]*:(.*)$/s.exec(line)
    return found ? [compact({ name: (found[1] ?? '').toLowerCase(), value: (found[2] ?? '').trim() })] : []
  })
}
