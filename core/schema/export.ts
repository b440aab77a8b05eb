import * as z from 'zod'

/** Everything that is kept of a person, as one file. Times are ms since epoch. */
export const Export = z.object({
  id: z.string().startsWith('exp_'),
  shop: z.string(),
  contact: z.string(),
  /** Every id under which the person was known when it was asked for. */
  contacts: z.array(z.string()),
  /** `pending`: being written. `ready`: to be downloaded. `failed`: it could not be made; ask again. `expired`: deleted. */
  state: z.enum(['pending', 'ready', 'failed', 'expired']),
  /** When it was asked for: what was first seen until then is in it. */
  at: z.number().int(),
  readyAt: z.number().int().nullable(),
  /** When it is deleted; null while it is not ready. */
  expiresAt: z.number().int().nullable(),
  /** In bytes. */
  size: z.number().int().nullable(),
  /** Leads to the file without any other credential, for 15 minutes from this answer; null where there is none. */
  url: z.string().nullable(),
})
export type Export = z.infer<typeof Export>
