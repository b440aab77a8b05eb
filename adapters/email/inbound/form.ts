import { storable } from '../../../core/text/storable.ts'
import { decode } from './charset.ts'

/** One field of a form, as bytes: each may be in a charset of its own. */
export interface Field {
  readonly name: string
  readonly filename: string | undefined
  readonly contentType: string | undefined
  readonly body: Uint8Array
}

/** A mail may have a thousand parts, and providers add some thirty fields. */
const MAX_FIELDS = 1100
const MAX_FIELD_HEADER = 16 * 1024

const bufferOf = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)

const parameter = (header: string, name: string): string | undefined => {
  const [, quoted, token] =
    new RegExp(`;\\s{0,20}${name}=(?:"((?:[^"\\\\]|\\\\.){0,2000})"|([^\\s;]{1,2000}))`, 'i').exec(header) ?? []
  // RFC 7578 §4.2: browsers and providers write percent escapes for quotes and line ends, some backslashes.
  return quoted?.replaceAll(/\\(["\\])/g, '$1') ?? token
}

const fieldOf = (part: Buffer): Field | undefined => {
  const end = part.subarray(0, MAX_FIELD_HEADER).indexOf('\r\n\r\n')
  if (end < 0) return undefined
  const lines = part.subarray(0, end).toString('utf8').split('\r\n')
  const header = (name: string): string | undefined =>
    lines
      .find((line) => line.toLowerCase().startsWith(`${name}:`))
      ?.slice(name.length + 1)
      .trim()
  const disposition = header('content-disposition') ?? ''
  const name = parameter(disposition, 'name')
  if (name === undefined) return undefined
  return {
    name,
    filename: parameter(disposition, 'filename'),
    contentType: header('content-type'),
    body: part.subarray(end + 4),
  }
}

/**
 * A multipart/form-data body (RFC 7578), in one pass over its bytes. The platform's own reader makes UTF-8 strings of all
 * fields, which destroys mails in other charsets.
 */
const readMultipart = (body: Buffer, boundary: string): Field[] => {
  const delimiter = Buffer.from(`\r\n--${boundary}`)
  const fields: Field[] = []
  // The first delimiter has no line end before it, unless there is a preamble.
  const preamble = body.indexOf(`--${boundary}`) === 0 ? -2 : body.indexOf(delimiter)
  if (preamble === -1) return fields
  for (let at = preamble + delimiter.byteLength; fields.length < MAX_FIELDS;) {
    if (body.subarray(at, at + 2).toString('latin1') === '--') break
    const lineEnd = body.indexOf('\r\n', at)
    const end = lineEnd < 0 ? -1 : body.indexOf(delimiter, lineEnd)
    if (end < 0) break
    const field = fieldOf(body.subarray(lineEnd + 2, end))
    if (field) fields.push(field)
    at = end + delimiter.byteLength
  }
  return fields
}

const HEX = /^[0-9a-f]{2}$/i

/** Percent escapes as the bytes they are. */
const unescape = (text: Buffer): Uint8Array => {
  const out = Buffer.alloc(text.byteLength)
  let length = 0
  for (let at = 0; at < text.byteLength; at++) {
    const byte = text[at]
    const hex = byte === 0x25 ? text.subarray(at + 1, at + 3).toString('latin1') : ''
    if (HEX.test(hex)) {
      out[length++] = Number.parseInt(hex, 16)
      at += 2
    } else out[length++] = byte === 0x2b ? 0x20 : (byte ?? 0)
  }
  return out.subarray(0, length)
}

const readUrlencoded = (body: Buffer): Field[] => {
  const fields: Field[] = []
  for (let at = 0; at < body.byteLength && fields.length < MAX_FIELDS;) {
    const found = body.indexOf('&', at)
    const pair = body.subarray(at, found < 0 ? body.byteLength : found)
    at += pair.byteLength + 1
    const equals = pair.indexOf('=')
    const name = bufferOf(unescape(pair.subarray(0, equals < 0 ? pair.byteLength : equals))).toString('utf8')
    if (name === '') continue
    fields.push({
      name,
      filename: undefined,
      contentType: undefined,
      body: unescape(equals < 0 ? Buffer.alloc(0) : pair.subarray(equals + 1)),
    })
  }
  return fields
}

/** The fields of a form in either encoding; none where the body is no form. */
const readForm = (contentType: string | undefined, body: Uint8Array): Field[] => {
  const type = contentType ?? ''
  if (!/^\s*multipart\/form-data\b/i.test(type))
    return /^\s*application\/x-www-form-urlencoded\b/i.test(type) ? readUrlencoded(bufferOf(body)) : []
  const boundary = parameter(type, 'boundary')
  return boundary === undefined || boundary === '' ? [] : readMultipart(bufferOf(body), boundary)
}

export interface Form {
  /** The first field of that name, as text; empty ones too. */
  readonly text: (name: string, charset?: string) => string | undefined
  readonly bytes: (name: string) => Uint8Array | undefined
  readonly files: readonly Field[]
}

export const formOf = (contentType: string | undefined, body: Uint8Array): Form => {
  const fields = readForm(contentType, body)
  const first = new Map<string, Field>()
  for (const field of fields) if (!first.has(field.name)) first.set(field.name, field)
  return {
    text: (name, charset) => {
      const field = first.get(name)
      return field && storable(decode(field.body, charset))
    },
    bytes: (name) => first.get(name)?.body,
    files: fields.filter(({ filename }) => filename !== undefined),
  }
}
