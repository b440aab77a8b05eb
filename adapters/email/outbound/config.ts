import * as z from 'zod'

/** By Amazon SES, signed with the function's own role. */
const Ses = z.strictObject({
  by: z.literal('ses'),
  /** Region in which the domain is verified; the function's own by default. */
  region: z
    .string()
    .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'give a region like eu-central-1')
    .optional(),
  /** Publishes deliveries, bounces and complaints; without it a message stays `sent`. */
  configurationSet: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,64}$/)
    .optional(),
})
export type SesConfig = z.infer<typeof Ses>

/** By any mail server. */
const Smtp = z.strictObject({
  by: z.literal('smtp'),
  host: z.string().regex(/^[A-Za-z0-9.:-]{1,253}$/, 'give the name or address of the mail server'),
  port: z.number().int().min(1).max(65_535).default(587),
  /** TLS from the first byte, as on port 465. Otherwise the connection is upgraded with STARTTLS. */
  secure: z.boolean().default(false),
  /** Give up where the server offers no TLS. Only for a server on the same machine or network this may be false. */
  requireTls: z.boolean().default(true),
  /** Absent: the server takes mail without a login. */
  user: z.string().min(1).optional(),
})
export type SmtpConfig = z.infer<typeof Smtp>

/** How mail is sent, told apart by `by`. */
export const OutboundConfig = z.discriminatedUnion('by', [
  Ses,
  Smtp,
  /** Mail is only received. */
  z.strictObject({ by: z.literal('none') }),
])
export type OutboundConfig = z.infer<typeof OutboundConfig>

/** Names of the secrets that this way out needs. SES needs none: the function's role is allowed to send. */
export const outboundSecrets = (config: OutboundConfig): readonly string[] =>
  config.by === 'smtp' && config.user !== undefined ? ['smtpPassword'] : []

export interface OutboundOptions {
  readonly send: OutboundConfig
  /** Whether answers come in here: then the address to answer to names the thread. */
  readonly receives: boolean
  /** Name shown before an account's address, by account. */
  readonly names: Readonly<Record<string, string>>
}
