import { failure, row } from '../../../core/failures.ts'
import type { Failure } from '../../../core/schema/failure.ts'
import type { OutboundMedia } from '../../../core/schema/message.ts'

/** A file of a mail, with its bytes. */
export interface MailFile {
  readonly filename: string
  readonly contentType: string
  readonly bytes: Buffer
}

export type FilesRead =
  | { readonly kind: 'files'; readonly files: readonly MailFile[] }
  | { readonly kind: 'refused'; readonly failure: Failure }

const refused = (why: Failure): FilesRead => ({ kind: 'refused', failure: why })

/** Whoever keeps the file is away, not our provider: the account goes on, and this mail is tried again. */
const hostAway = (code: string): Failure => ({
  ...row('provider_unavailable', { scope: 'message' }),
  provider: { code, detail: 'a file of the mail could not be fetched' },
})
const TOO_LARGE = failure('content_too_large', 'the files of the mail are too large')

const TYPE = /^([a-z0-9][a-z0-9!#$&^_.+-]{0,126})\/([a-z0-9][a-z0-9!#$&^_.+-]{0,126})$/

/** As stated or as served. A message or multipart would be read as a part of ours: its bytes go as bytes. */
const contentTypeOf = (media: OutboundMedia, served: string | null): string => {
  const essence = (media.contentType ?? served ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
  const [, kind] = TYPE.exec(essence) ?? []
  return kind === undefined || kind === 'multipart' || kind === 'message' ? 'application/octet-stream' : essence
}

const EXTENSIONS: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/gif': 'gif',
  'image/webp': 'webp',
  'audio/mpeg': 'mp3',
  'audio/ogg': 'ogg',
  'video/mp4': 'mp4',
  'application/pdf': 'pdf',
  'text/plain': 'txt',
  'text/csv': 'csv',
}

const decoded = (segment: string): string => {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}

/** The given name, else the link's, else one by the kind of file; without what is no part of a name. */
const filenameOf = (media: OutboundMedia, contentType: string): string => {
  const last = decoded(new URL(media.url ?? 'https://none.invalid').pathname.split('/').at(-1) ?? '')
  const stated = (media.filename ?? (/\.[a-z0-9]{1,8}$/i.test(last) ? last : ''))
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}/\\]/gu, ' ')
    .trim()
    .slice(0, 240)
  const extension = EXTENSIONS[contentType]
  return stated || (extension === undefined ? media.kind : `${media.kind}.${extension}`)
}

const codeOf = (error: unknown): string => {
  const { code, cause } = (error ?? {}) as { readonly code?: unknown; readonly cause?: unknown }
  if (typeof code === 'string') return code
  return cause === undefined ? 'fetch_failed' : codeOf(cause)
}

/** The bytes, or undefined as soon as they are more than `most`. */
const read = async (response: Response, most: number): Promise<Buffer | undefined> => {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength
    if (size > most) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** What an answer without the file says: gone for good, or later. */
const byStatus = (status: number): Failure =>
  status === 408 || status === 425 || status === 429 || status >= 500
    ? hostAway(`http_${status}`)
    : failure('media_rejected', `a file of the mail could not be fetched: http ${status}`)

const fetchFile = async (
  media: OutboundMedia,
  most: number,
  fetch: typeof globalThis.fetch,
  signal: AbortSignal,
): Promise<MailFile | Failure> => {
  if (media.url === undefined) return failure('media_rejected', 'a mail takes files by their url')
  if (media.size !== undefined && media.size > most) return TOO_LARGE
  try {
    const response = await fetch(media.url, { signal })
    if (!response.ok) {
      await response.body?.cancel()
      return byStatus(response.status)
    }
    const bytes = await read(response, most)
    if (bytes === undefined) return TOO_LARGE
    const contentType = contentTypeOf(media, response.headers.get('content-type'))
    return { filename: filenameOf(media, contentType), contentType, bytes }
  } catch (error) {
    const code = codeOf(error)
    return code === 'ERR_FORBIDDEN_URL'
      ? failure('media_rejected', 'a file of the mail is not on a public host')
      : hostAway(code)
  }
}

/**
 * The files of a mail, one after another, `most` bytes together: what is over is not even read. A host that refuses the
 * file refuses it for good (`media_rejected`); one that is away is asked again.
 */
export const fetchFiles = async (
  media: readonly OutboundMedia[],
  most: number,
  fetch: typeof globalThis.fetch,
  signal: AbortSignal,
): Promise<FilesRead> => {
  const files: MailFile[] = []
  let left = most
  for (const item of media) {
    const file = await fetchFile(item, left, fetch, signal)
    if ('code' in file) return refused(file)
    left -= file.bytes.byteLength
    files.push(file)
  }
  return { kind: 'files', files }
}
