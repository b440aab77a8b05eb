import * as z from 'zod'
import { Alias } from './identity.ts'

/** What somebody allowed or forbade, as it stands. */
export const Consent = z.object({
  /** The identity it was said of. */
  alias: Alias,
  channel: z.string(),
  /** The account of the shop that it concerns, or `any`. */
  sender: z.string(),
  purpose: z.enum(['service', 'marketing', 'any']),
  state: z.enum(['granted', 'revoked']),
  /** Where it was learned: the channel's own switch, a keyword, or what the shop says. */
  source: z.string(),
  evidence: z.string(),
  /** ms since epoch. */
  at: z.number().int(),
})
export type Consent = z.infer<typeof Consent>
