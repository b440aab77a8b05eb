import { createHmac } from 'node:crypto'
import { anySecret, equal } from '../signature.ts'

/**
 * The mark of a thread in an address to answer to: a signed label of the mailbox, `support+p<thread><mac>@shop.example`.
 * It survives where mail programs drop References, and cannot be made up.
 */
export interface ReplyTokens {
  /**
   * The mailbox with the mark of a thread. The mailbox as it is where there is no secret, where the thread is none of
   * ours, or where the local part would pass 64 octets (RFC 5321 §4.5.3.1.1): more than 23 octets of the mailbox's own.
   * Replies are then found by their References alone. A label the mailbox has already is kept before the mark.
   */
  readonly address: (mailbox: string, thread: string) => string
  /** The thread an address is marked with; undefined where it has no mark or one that no active secret makes. */
  readonly read: (recipient: string) => string | undefined
}

const MAX_LOCAL_OCTETS = 64
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567'
/** 128 bits, as `threadOf` writes them. */
const THREAD = /^[a-z2-7]{26}$/
const MARKED = /^([^@]+)\+p([a-z2-7]{26})([a-z2-7]{13})@([^@]+)$/
const MAC_LETTERS = 13

/** Lower-case base32 (RFC 4648 §6) without padding: mail servers change the case of addresses. */
export const base32 = (bytes: Uint8Array): string => {
  let text = ''
  let bits = 0
  let held = 0
  for (const byte of bytes) {
    held = ((held << 8) | byte) & 0xffff
    bits += 8
    while (bits >= 5) {
      bits -= 5
      text += ALPHABET[(held >> bits) & 31]
    }
  }
  return bits > 0 ? text + ALPHABET[(held << (5 - bits)) & 31] : text
}

/** 65 bits: nobody gets to try so many addresses, and the local part has no room for more. */
const mac = (secret: string, mailbox: string, thread: string): string =>
  base32(createHmac('sha256', secret).update(`parley reply token\n${mailbox}\n${thread}`).digest()).slice(
    0,
    MAC_LETTERS,
  )

/** Signs with the first secret, reads with all of them. Mailboxes and marks count without their case. */
export const replyTokens = (secrets: readonly string[]): ReplyTokens => ({
  address: (mailbox, thread) => {
    const at = mailbox.lastIndexOf('@')
    const secret = secrets[0] ?? ''
    if (secret === '' || at <= 0 || !THREAD.test(thread)) return mailbox
    const local = `${mailbox.slice(0, at)}+p${thread}${mac(secret, mailbox.toLowerCase(), thread)}`
    return Buffer.byteLength(local) > MAX_LOCAL_OCTETS ? mailbox : local + mailbox.slice(at)
  },
  read: (recipient) => {
    const [, local, thread, signature, domain] = MARKED.exec(recipient.trim().toLowerCase()) ?? []
    if (local === undefined || thread === undefined || signature === undefined) return undefined
    const valid = anySecret(secrets, (secret) => equal(mac(secret, `${local}@${domain}`, thread), signature))
    return valid ? thread : undefined
  },
})
