import { row, type FailureRow } from '../../../core/failures.ts'
import type { Failure } from '../../../core/schema/failure.ts'

/** It will not come, but another mail to them may. */
const unreachable = row('recipient_unreachable', { scope: 'message' })
const rejected = row('provider_rejected', { scope: 'account' })

/**
 * Enhanced status codes (RFC 3463 and the registry at
 * https://www.iana.org/assignments/smtp-enhanced-status-codes) by subject and detail; the class is told by what the
 * server did. The longest prefix that is listed counts.
 */
const BY_STATUS: Readonly<Record<string, FailureRow>> = {
  // Addresses: that of the recipient is wrong, moved or ambiguous; with 7 and 8 it is ours.
  '1': row('recipient_unreachable'),
  '1.7': rejected,
  '1.8': rejected,
  // The mailbox: switched off, full, or small.
  '2': unreachable,
  '2.1': row('recipient_unreachable'),
  '2.3': row('content_too_large'),
  '2.4': unreachable,
  // Their mail system; routing; the protocol.
  '3': unreachable,
  '3.4': row('content_too_large'),
  '4': unreachable,
  '5': row('provider_rejected'),
  '5.3': row('provider_rejected'),
  // What is in it.
  '6': row('content_unsupported'),
  // Policy: reputation, authentication, what it says. It may be us, it may be this mail.
  '7': row('policy_blocked', { scope: 'message' }),
  '7.13': row('recipient_unreachable'),
}

const ENHANCED = /(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])/
const UNSENT = /(?<![\d.])[45]\.\d{1,3}\.\d{1,3}(?![\d.])/
const REPLY = /(?<![\d.])(?:smtp;\s*)?([45]\d\d)[ -]/i

/** Replies of SMTP without an enhanced code (RFC 5321 §4.2.2). */
const BY_REPLY: Readonly<Record<string, FailureRow>> = {
  '550': row('recipient_unreachable'),
  '551': row('recipient_unreachable'),
  '552': unreachable,
  '553': row('recipient_unreachable'),
  '554': row('policy_blocked', { scope: 'message' }),
}

const listed = (status: string | undefined): FailureRow | undefined => {
  const [, , subject = '', detail = ''] = ENHANCED.exec(status ?? '') ?? []
  return BY_STATUS[`${subject}.${detail}`] ?? BY_STATUS[subject]
}

/** The status that a server's words state, where it gave none or one that says nothing (`5.0.0`). */
export const statusIn = (text: string): string | undefined => UNSENT.exec(text)?.[0]

const rowOf = (status: string, words: string, reply: string): FailureRow =>
  listed(status) ?? listed(statusIn(words)) ?? BY_REPLY[reply] ?? unreachable

/** Why a mail was not delivered, by its status code (`5.1.1`) and, where that says nothing, by what the server replied. */
export const bounceFailure = (status = '', words = ''): Failure => {
  const reply = REPLY.exec(words)?.[1] ?? ''
  const stated = ENHANCED.exec(status)?.[0] ?? ''
  // Given up after a transient error: that tells nothing of the next mail.
  const transient = (stated || reply).startsWith('4')
  return {
    ...rowOf(status, words, reply),
    ...(transient ? { scope: 'message' as const } : {}),
    provider: {
      code: stated || statusIn(words) || reply || 'bounce',
      ...(words === '' ? {} : { detail: words.slice(0, 1000).toWellFormed() }),
    },
  }
}

/** The recipient called the mail spam: nothing more goes to them unasked. */
export const complaintFailure = (detail: string | undefined): Failure => ({
  ...row('recipient_opted_out'),
  provider: { code: 'complaint', ...(detail === undefined ? {} : { detail }) },
})
