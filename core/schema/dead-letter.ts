import * as z from 'zod'

/** Something a provider delivered that could not be read or placed. Says why in words free of content. */
export const DeadLetter = z.object({
  id: z.string().startsWith('dl_'),
  channel: z.string(),
  connection: z.string(),
  /** As the provider names it, configured or not. */
  account: z.string().nullable(),
  /** What it would have been: `message`, `activity`, …; `quarantine` where that cannot be told. */
  kind: z.string(),
  /** `unknown_account`, `no_sender`, `too_large`, or what was wrong with the payload. */
  reason: z.string(),
  /** When it was first seen, ms since epoch. */
  at: z.number().int(),
  status: z.enum(['open', 'redriven']),
  redrivenAt: z.number().int().nullable(),
})
export type DeadLetter = z.infer<typeof DeadLetter>
