import * as z from 'zod'

export const KeyScope = z.enum(['read', 'write', 'admin'])
export const KeyAccount = z.object({ channel: z.string().min(1), account: z.string().min(1) })

/** An API key as it is shown after its making: without its secret, of which only a keyed hash is kept. */
export const ApiKey = z.object({
  id: z.string().startsWith('key_'),
  name: z.string(),
  /** `admin` includes `write`, which includes `read`. */
  scopes: z.array(KeyScope),
  /** The only shop it acts for; null: every shop of the organisation. */
  shop: z.string().nullable(),
  /** The only accounts it knows of; null: all. */
  accounts: z.array(KeyAccount).nullable(),
  /**
   * The connector that speaks by it: control of a conversation can be passed to it by this name. Null: whoever sends says by
   * `author` who speaks.
   */
  connector: z.string().nullable(),
  createdAt: z.number().int(),
  /** To five minutes. */
  lastUsedAt: z.number().int().nullable(),
  revokedAt: z.number().int().nullable(),
})
export type ApiKey = z.infer<typeof ApiKey>
