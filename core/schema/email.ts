import * as z from 'zod'

const Verdict = z.enum(['pass', 'fail', 'none'])

/** What a mail says beside its words. Message ids are written without their angle brackets. */
export const EmailInfo = z.object({
  /** The header Message-ID; absent where the mail has none. */
  messageId: z.string().optional(),
  inReplyTo: z.array(z.string()).default([]),
  /** Oldest first. */
  references: z.array(z.string()).default([]),
  /** Addresses to answer to, where they are not the sender's. */
  replyTo: z.array(z.string()).optional(),
  /** The envelope's recipients that the mail was accepted for. */
  receivedFor: z.array(z.string()).optional(),
  /** Sent by a program: never answered automatically (RFC 3834). `reason` names the header that says so. */
  automated: z
    .object({ kind: z.enum(['auto_reply', 'list', 'bulk', 'bounce', 'report', 'other']), reason: z.string() })
    .optional(),
  /** What the receiving server found. `none`: it did not look, or the domain publishes no policy. */
  verdicts: z
    .object({
      spam: Verdict.optional(),
      virus: Verdict.optional(),
      spf: Verdict.optional(),
      dkim: Verdict.optional(),
      dmarc: Verdict.optional(),
      spamScore: z.number().optional(),
    })
    .optional(),
  /** The mail as it came, in the object store. */
  original: z.string().optional(),
  /** The whole sanitised HTML in the object store, where it is too long for `html`. */
  htmlFile: z.string().optional(),
  /** `text` was cut at the store's limit; the whole text is in the object store. */
  textFile: z.string().optional(),
})
export type EmailInfo = z.infer<typeof EmailInfo>
