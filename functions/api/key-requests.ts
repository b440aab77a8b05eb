import * as z from 'zod'
import { KeyAccount, KeyScope } from '../../core/schema/key.ts'
import { cursor, limit } from './requests.ts'
import { strictly } from './strict.ts'

/** `shop`: the shop the call is for. `organisation`: all of them. */
export const Reach = z.enum(['shop', 'organisation']).default('shop')

export const ApiKeyBody = strictly(
  z.object({
    name: z.string().min(1).max(200),
    scopes: z.array(KeyScope).min(1).max(3),
    reach: Reach,
    /** The only accounts it is to know of; all, where this is left out. */
    accounts: z.array(KeyAccount).min(1).max(100).optional(),
    /** The connector that speaks by it, as control names it. */
    connector: z.string().min(1).max(200).optional(),
  }),
)

export const ApiKeysQuery = z.strictObject({ reach: Reach, limit, cursor })
export const AccountsQuery = z.strictObject({ limit, cursor })
