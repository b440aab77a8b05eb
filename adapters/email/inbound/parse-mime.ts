import { isUtf8 } from 'node:buffer'
import PostalMime, { type Email } from 'postal-mime'
import { decode } from './charset.ts'
import { MAX_DEPTH, MAX_HEADER_BYTES } from './limits.ts'

/** A part of the mail, as far as it is used here. */
export interface Node {
  readonly state?: string
  readonly contentDecoder?: { chunks?: unknown } | null
  readonly content?: ArrayBuffer | null
  readonly contentType?: {
    multipart: string | false
    readonly parsed: { value: string; readonly params: Record<string, string> }
  }
  readonly childNodes?: readonly Node[]
}

/** What is used here of the parser's inside. Where it has changed, nothing is mended and nothing else is different. */
export interface Inside {
  readonly root?: Node
  currentNode?: Node
  processLine?: (line: Uint8Array, isFinal: boolean) => Promise<void>
}

const MAX_CHUNKS = 8192

const asBytes = (chunk: unknown): Uint8Array =>
  typeof chunk === 'string' ? Buffer.from(chunk) : chunk instanceof Uint8Array ? chunk : new Uint8Array()

/**
 * The parser keeps each line of an unencoded part as a chunk of its own until the part ends: 40 MB of short lines took
 * 1.2 GB and half a minute, more than a function has. Joining them on the way takes a third of that memory, and a
 * twentieth of the time.
 */
export const joinLines = (parser: Inside): void => {
  const processLine = parser.processLine?.bind(parser)
  if (processLine === undefined) return
  const joined = new WeakMap<object, number>()
  parser.processLine = (line, isFinal) => {
    const decoder = parser.currentNode?.contentDecoder
    const chunks: unknown = decoder?.chunks
    const kept = decoder ? (joined.get(decoder) ?? 0) : 0
    if (decoder && Array.isArray(chunks) && chunks.length > kept + MAX_CHUNKS) {
      chunks.push(Buffer.concat(chunks.splice(kept).map(asBytes)))
      joined.set(decoder, kept + 1)
    }
    return processLine(line, isFinal)
  }
}

/** The parser takes a header for UTF-8, and old programs write their own charset into it. */
const headerLine = (line: Uint8Array): Uint8Array => (isUtf8(line) ? line : Buffer.from(decode(line, undefined)))

/**
 * Reads what old or broken programs write, before the parser makes texts of the parts: a part of many parts that has none
 * (without a boundary, or with one that never comes) as text, and text that is no UTF-8 and names no charset as
 * windows-1252.
 */
const mend = ({ contentType, content, childNodes = [] }: Node): void => {
  for (const child of childNodes) mend(child)
  if (contentType === undefined || !(content instanceof ArrayBuffer)) return
  if (contentType.multipart !== false && childNodes.length === 0) {
    contentType.multipart = false
    contentType.parsed.value = 'text/plain'
  }
  const { value, params } = contentType.parsed
  if (value.startsWith('text/') && !params['charset'] && !isUtf8(content)) params['charset'] = 'windows-1252'
}

const mendParts = (parser: Inside): void => {
  const processLine = parser.processLine?.bind(parser)
  if (processLine === undefined) return
  parser.processLine = async (line, isFinal) => {
    await processLine(parser.currentNode?.state === 'header' ? headerLine(line) : line, isFinal)
    if (isFinal && parser.root) mend(parser.root)
  }
}

/** Takes a mail apart; attached mails stay files. Throws where it nests too deeply or has too many headers. */
export const parseMime = (mime: Uint8Array): Promise<Email> => {
  const parser = new PostalMime({
    forceRfc822Attachments: true,
    maxNestingDepth: MAX_DEPTH,
    maxHeadersSize: MAX_HEADER_BYTES,
  })
  joinLines(parser as unknown as Inside)
  mendParts(parser as unknown as Inside)
  return parser.parse(mime)
}
