import * as z from 'zod'

/** What is done with a mail that the receiving server warns of. */
const policy = {
  /** A mail with a virus: kept as a dead letter without its files, or taken like any other. */
  virus: z.enum(['quarantine', 'accept']).default('quarantine'),
  /** A mail found to be spam: marked in `email.verdicts`, or kept as a dead letter. */
  spam: z.enum(['mark', 'quarantine']).default('mark'),
  /** A mail whose sender fails DMARC: marked, and always in a conversation of its own; or kept as a dead letter. */
  dmarc: z.enum(['mark', 'quarantine']).default('mark'),
  /**
   * Which mails may join a conversation by their References: those whose From is proven, or all. Headers are written by
   * the sender: with `headers` a forged mail stands in the conversation of the person it names.
   */
  threading: z.enum(['dmarc', 'headers']).default('dmarc'),
  /**
   * The receiving server's name in Authentication-Results (RFC 8601 §2.2), where it adds that header and removes others
   * that claim to be its own. Without it such headers say nothing, except with SES, which writes `amazonses.com`.
   */
  authservId: z.string().min(1).optional(),
}

/** Where mail comes from, told apart by `by`. */
export const InboundConfig = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('ses'), ...policy }),
  z.strictObject({ by: z.literal('postmark'), ...policy }),
  z.strictObject({
    by: z.literal('mailgun'),
    /** How far the time that Mailgun signed may be from ours, either way. */
    toleranceSeconds: z.number().int().positive().default(300),
    ...policy,
  }),
  z.strictObject({ by: z.literal('sendgrid'), ...policy }),
  /** Mail is only sent. */
  z.strictObject({ by: z.literal('none') }),
])
export type InboundConfig = z.infer<typeof InboundConfig>
export type InboundPolicy = Exclude<InboundConfig, { by: 'none' }>

const SECRETS: Readonly<Record<InboundConfig['by'], readonly string[]>> = {
  ses: [],
  postmark: ['postmarkToken'],
  mailgun: ['mailgunSigningKey'],
  sendgrid: ['sendgridPublicKey'],
  none: [],
}

/** Names of the secrets that this way in needs. SES needs none: its queue takes messages of its topic alone. */
export const inboundSecrets = ({ by }: InboundConfig): readonly string[] => SECRETS[by]
