import * as z from 'zod'

/** The tenant. Contacts, conversations, feed and keys are per shop. */
export const Shop = z.object({ id: z.string().startsWith('shp_'), name: z.string().min(1) })
export type Shop = z.infer<typeof Shop>

export const AccountHealth = z.object({
  status: z.enum(['healthy', 'degraded', 'reauth_required']),
  reason: z.string().nullable(),
  since: z.number().int(),
})
export type AccountHealth = z.infer<typeof AccountHealth>

/** A number, Page, user or mailbox: found by the id inside the payload, owned by exactly one shop for good. */
export const Account = z.object({
  channel: z.string(),
  connection: z.string(),
  /** The provider's id for it (phone_number_id, E.164 sender). */
  id: z.string().min(1),
  shop: z.string(),
  name: z.string().optional(),
  /** `test` talks to the sandbox, also when deployed. */
  mode: z.enum(['live', 'test']),
  /** What to do with a send whose outcome is unknown once it does not settle: wait for a person, or send again. */
  onUnknown: z.enum(['hold', 'resend']),
})
export type Account = z.infer<typeof Account>

/** An app or provider account with its secrets and its permanent webhook URL `/webhooks/{channel}/{name}`. */
export const Connection = z.object({ channel: z.string(), name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/) })
export type Connection = z.infer<typeof Connection>
