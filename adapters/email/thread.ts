import { createHash } from 'node:crypto'
import { base32 } from './reply-token.ts'

const BITS = 128

/** 128 bits of SHA-256 over the parts, told apart, as 26 letters and digits that survive every mail server's case folding. */
export const digest = (...parts: readonly string[]): string =>
  base32(
    createHash('sha256')
      .update(JSON.stringify(parts))
      .digest()
      .subarray(0, BITS / 8),
  )

/**
 * The conversation of one person with one mailbox that began with a mail. The person is part of it: whoever else names the
 * same mail, in a forged header or because they got a copy, is in a conversation of their own.
 * @param account the mailbox, in lower case
 * @param from the customer's address, in lower case
 * @param rootMessageId Message-ID of the first mail, without brackets
 */
export const threadOf = (account: string, from: string, rootMessageId: string): string =>
  digest('thread', account, from, rootMessageId)

/** The conversation of a mail that may not say where it belongs, since its sender is not proven: it stays alone. */
export const unprovenThread = (account: string, mail: string): string => digest('unproven', account, mail)

/** RFC 5322 allows 998 octets for a line; what is longer is no id. */
const MAX_ID = 998

/** A Message-ID without its brackets, or undefined where the header has none (RFC 5322 §3.6.4). */
export const messageIdOf = (value: string | undefined): string | undefined => messageIds(value)[0]

/**
 * The ids of an In-Reply-To or References header, in order, each once. Ids stand in brackets; comments, phrases and
 * what else old clients write between them are no ids. A header without any brackets is one bare id, or nothing.
 */
export const messageIds = (value: string | undefined): string[] => {
  const text = value ?? ''
  const found: string[] = []
  let open = text.indexOf('<')
  while (open >= 0) {
    const close = text.indexOf('>', open)
    if (close < 0) break
    const id = text.slice(text.lastIndexOf('<', close) + 1, close).replace(/\s+/g, '')
    if (id !== '' && id.length <= MAX_ID) found.push(id)
    open = text.indexOf('<', close)
  }
  const bare = text.trim()
  if (found.length === 0 && /^[^\s<>]{1,998}$/.test(bare)) found.push(bare)
  return [...new Set(found)]
}

/**
 * The id by which a mail's sender knows it: SES rewrites the Message-ID of what it sends to its own id at one of its
 * hosts (`email.amazonses.com`, `eu-west-1.amazonses.com`) and names it in its notifications without the host.
 */
export const providerIdOf = (messageId: string): string =>
  /^([\w-]+)@(?:[a-z0-9-]+\.)?amazonses\.com$/i.exec(messageId)?.[1] ?? messageId
