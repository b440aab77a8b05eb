import * as z from 'zod'

/** A resync: all views of all shops made anew from the facts. Times are ms since epoch. */
export const Resync = z.object({
  id: z.string().startsWith('rsy_'),
  status: z.enum(['running', 'done']),
  /** `asked`: by a call. `stream`: by itself, because changes had waited for their projection for 20 hours. */
  cause: z.enum(['asked', 'stream']),
  at: z.number().int(),
  doneAt: z.number().int().nullable(),
  /** Facts that were read so far. */
  facts: z.number().int(),
  /** Those among them whose views could not be made; the log names each. */
  failed: z.number().int(),
  /** How far it is: parts of the work, of about one size. */
  parts: z.object({ done: z.number().int(), total: z.number().int() }),
})
export type Resync = z.infer<typeof Resync>
