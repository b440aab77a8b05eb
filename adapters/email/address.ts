import { domainToASCII } from 'node:url'
import { decodeWords } from 'postal-mime'

/** RFC 5321 §4.5.3.1, in octets. */
const MAX_LOCAL = 64
const MAX_ADDRESS = 254

/** dot-atom, with the letters of RFC 6532 (internationalised addresses). */
const LOCAL = /^[\w!#$%&'*+/=?^`{|}~\u0080-\u{10ffff}-]+(?:\.[\w!#$%&'*+/=?^`{|}~\u0080-\u{10ffff}-]+)*$/u
const QUOTED_LOCAL = /^"(?:[^"\\\p{Cc}]|\\[^\p{Cc}])*"$/u
const LABEL = /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/i
const LITERAL = /^\[(?:\d{1,3}(?:\.\d{1,3}){3}|IPv6:[0-9a-f:.]{2,45})\]$/i
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zs}\p{Zl}\p{Zp}\ufffd]/u

const isDomain = (domain: string): boolean => {
  if (LITERAL.test(domain)) return true
  const ascii = /^[\x21-\x7e]+$/.test(domain) ? domain : domainToASCII(domain)
  return ascii !== '' && ascii.length <= 253 && ascii.split('.').every((label) => LABEL.test(label))
}

/**
 * The address in lower case when it is one by RFC 5322 §3.4.1, else undefined. Nothing is mended or guessed: an
 * address decides whose conversation a mail belongs to.
 */
export const addressOf = (value: string): string | undefined => {
  const address = value.trim()
  const at = address.lastIndexOf('@')
  const local = address.slice(0, Math.max(0, at))
  const octets = Buffer.byteLength(address)
  if (at < 1 || octets > MAX_ADDRESS || Buffer.byteLength(local) > MAX_LOCAL) return undefined
  const quoted = local.startsWith('"')
  if (quoted ? !QUOTED_LOCAL.test(local) : !LOCAL.test(local) || INVISIBLE.test(local)) return undefined
  return isDomain(address.slice(at + 1)) ? address.toLowerCase() : undefined
}

export const localPart = (address: string): string => address.slice(0, address.lastIndexOf('@'))
export const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1)

/** `shop+anything@example.com` is the mailbox `shop@example.com` (RFC 5233). */
export const withoutLabel = (address: string): string => {
  const local = localPart(address)
  const plus = local.startsWith('"') ? -1 : local.indexOf('+', 1)
  return plus < 0 ? address : `${local.slice(0, plus)}@${domainOf(address)}`
}

export interface Mailbox {
  readonly address: string
  /** Decoded; empty where there is none. */
  readonly name: string
}

/** One mailbox of a list as it is collected: comments apart, quoted text marked. */
interface Piece {
  /** What is outside brackets and comments. */
  phrase: string
  /** What is in angle brackets. */
  angle: string | undefined
  comment: string
  /** Two pairs of brackets, or an address with text after it: not to be read as either. */
  broken: boolean
}
const blank = (): Piece => ({ phrase: '', angle: undefined, comment: '', broken: false })

/** Index after a quoted string or comment that starts here; the end where it is not closed. */
const closing = (text: string, start: number): number => {
  const nested = text[start] === '('
  let depth = 0
  for (let at = start; at < text.length; at++) {
    const char = text[at]
    if (char === '\\') at++
    else if (nested && char === '(') depth++
    else if (nested && char === ')' && --depth === 0) return at + 1
    else if (!nested && char === '"' && at > start) return at + 1
  }
  return text.length
}

const unquoted = (text: string): string =>
  text.replaceAll(/"((?:[^"\\]|\\.)*)"/gs, (_, inner: string) => inner.replaceAll(/\\(.)/gs, '$1'))

const readPiece = ({ phrase, angle, comment, broken }: Piece): Mailbox | undefined => {
  const address = broken ? undefined : addressOf(angle ?? phrase)
  if (address === undefined) return undefined
  const name = angle === undefined ? comment : unquoted(phrase).trim() === '' ? comment : unquoted(phrase)
  return { address, name: displayName(name) }
}

/** Text on one line, without what cannot be seen or turns text around. */
export const visible = (text: string): string =>
  text
    .replaceAll(/[\p{Cc}\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()

const MAX_NAME = 200

/** A name as people read it, encoded words decoded (RFC 2047). */
const displayName = (name: string): string => visible(decodeWords(name)).slice(0, MAX_NAME)

/** Reads one token of a piece from `at` on; answers where the next begins. */
const readToken = (header: string, at: number, piece: Piece): number => {
  const char = header[at] ?? ''
  if (char === '(') {
    const end = closing(header, at)
    piece.comment ||= header.slice(at + 1, end - 1)
    return end
  }
  if (char === '<') {
    const closed = header.indexOf('>', at)
    const end = closed < 0 ? header.length : closed
    piece.broken ||= piece.angle !== undefined
    piece.angle = withoutComments(header.slice(at + 1, end))
    return end + 1
  }
  const end = char === '"' ? closing(header, at) : at + 1
  piece.broken ||= piece.angle !== undefined && char.trim() !== ''
  piece.phrase += header.slice(at, end)
  return end
}

/**
 * The mailboxes of an address header (RFC 5322 §3.4), those within groups too; what is none is left out. In linear time.
 * Encoded words are decoded in names alone, and only after the addresses are known, so that no name becomes an address.
 */
export const mailboxes = (header: string): Mailbox[] => {
  const found: Mailbox[] = []
  let piece = blank()
  for (let at = 0; at <= header.length;) {
    const char = header[at] ?? ','
    const ends = char === ',' || char === ';'
    const mailbox = ends ? readPiece(piece) : undefined
    if (mailbox) found.push(mailbox)
    // What stands before a colon is the name of a group.
    const begins = ends || (char === ':' && piece.angle === undefined)
    if (begins) piece = blank()
    at = begins ? at + 1 : readToken(header, at, piece)
  }
  return found
}

/** `pete(his account)@silly.test` is an old way to write `pete@silly.test` (RFC 5322 §4.4). */
const withoutComments = (text: string): string => {
  let out = ''
  for (let at = 0; at < text.length;) {
    const end = text[at] === '(' || text[at] === '"' ? closing(text, at) : at + 1
    if (text[at] !== '(') out += text.slice(at, end)
    at = end
  }
  return out
}

/** The address of a Return-Path or another header that holds exactly one. */
export const onlyAddress = (header: string | undefined): string | undefined => {
  const found = mailboxes(header ?? '')
  return found.length === 1 ? found[0]?.address : undefined
}
