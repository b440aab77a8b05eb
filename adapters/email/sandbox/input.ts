import * as z from 'zod'

/** SES's words for what it found. */
const Verdict = z.enum(['PASS', 'FAIL', 'GRAY', 'PROCESSING_FAILED'])

const person = {
  /** The customer's address. */
  from: z.email().default('nadia@customer.example'),
  name: z.string().max(100).optional(),
  /** Our mailbox that is written to; the first one when left out. */
  account: z.string().optional(),
}
const target = z.string().min(1)

const Attachment = z.strictObject({
  filename: z.string().min(1).max(200),
  contentType: z.string().min(3).max(200),
  data: z.base64(),
  /** Shown where the HTML says `cid:` and this id. */
  contentId: z
    .string()
    .regex(/^[\w.@+-]{1,100}$/)
    .optional(),
})

/** A customer writes a mail. */
const Mail = z.strictObject({
  type: z.literal('mail'),
  ...person,
  subject: z.string().max(500).optional(),
  text: z.string().max(100_000).default(''),
  html: z.string().max(200_000).optional(),
  attachments: z.array(Attachment).max(20).default([]),
  /** Provider id of a mail of the shop that is answered: to its Reply-To, with its text quoted below. */
  replyTo: target.optional(),
  /**
   * What the customer's mail program keeps of the mail it answers. `all`: In-Reply-To, References and Reply-To. `id`: only
   * In-Reply-To, written to the mailbox itself. `address`: only the Reply-To address.
   */
  keeps: z.enum(['all', 'id', 'address']).default('all'),
  /** What the receiving server finds; all is well when left out. */
  verdicts: z
    .strictObject({ spam: Verdict, virus: Verdict, spf: Verdict, dkim: Verdict, dmarc: Verdict })
    .partial()
    .default({}),
})

/** A mail program answers a mail of the shop by itself. */
const AutoReply = z.strictObject({
  type: z.literal('auto_reply'),
  target,
  text: z.string().default('I am on holiday until Monday.'),
})

/** A mail of the shop comes back. A bounce that is not permanent has a full mailbox for its reason. */
const Bounce = z.strictObject({ type: z.literal('bounce'), target, permanent: z.boolean().default(true) })

/** The customer calls a mail of the shop spam. */
const Complaint = z.strictObject({ type: z.literal('complaint'), target })

/** What a customer, or a customer's server, can do. */
export const CustomerInput = z.discriminatedUnion('type', [
  Mail,
  AutoReply.extend({ account: z.string().optional() }),
  Bounce.extend({ account: z.string().optional() }),
  Complaint.extend({ account: z.string().optional() }),
])
export type CustomerMail = z.infer<typeof Mail>
export type Verdicts = CustomerMail['verdicts']
