import * as z from 'zod'

/** The erasure of a person. Times are ms since epoch. */
export const Erasure = z.object({
  id: z.string().startsWith('ers_'),
  shop: z.string(),
  /** The contact that was erased. */
  contact: z.string(),
  /** Every id under which the person was known: copies of all of them are to be erased. */
  contacts: z.array(z.string()),
  /** `pending`: not to be found any more, and being removed. `done`: nothing is left. */
  status: z.enum(['pending', 'done']),
  /** What was first seen until then is erased. */
  at: z.number().int(),
  doneAt: z.number().int().nullable(),
})
export type Erasure = z.infer<typeof Erasure>
