import type { Context } from './context.ts'
import type { Page } from './ports.ts'
import type { OutboundFact } from './store/facts.ts'
import { withinRange } from './store/keys.ts'

/** What a key may do: `admin` includes `write`, which includes `read`. */
export type Scope = 'read' | 'write' | 'admin'

/** An account by its provider's id. One channel may have several connections; an id is of one of them. */
export interface AccountRef {
  readonly channel: string
  readonly account: string
}

/** Who asks: the key's name, the shop it acts for, and the only accounts it knows of, where it is limited to some. */
export interface Principal {
  readonly name: string
  readonly shop: string
  readonly accounts?: readonly AccountRef[]
  /** The connector that speaks by the key, where it is one's. */
  readonly connector?: string
  /** Who is signed in, where it is no key that calls. */
  readonly person?: { readonly id: string; readonly name: string; readonly avatarUrl: string | null }
}

/** A principal that was authenticated: also what it may do, and whether it may act for every shop. */
export interface Caller extends Principal {
  readonly scopes: readonly Scope[]
  readonly organisation: boolean
}

const RANK: Readonly<Record<Scope, number>> = { read: 1, write: 2, admin: 3 }

export const allows = (scopes: readonly Scope[], needed: Scope): boolean =>
  scopes.some((scope) => RANK[scope] >= RANK[needed])

/** Whether an account is among those a principal knows of. */
export const reachesAccount = (
  { accounts }: Pick<Principal, 'accounts'>,
  channel: string,
  account: string | undefined,
): boolean => accounts === undefined || accounts.some((one) => one.channel === channel && one.account === account)

/**
 * Whether something of a shop and an account exists for a principal. What it does not reach is answered in the same words as
 * what does not exist, and is left out of lists, whose pages may then hold less.
 */
export const reaches = (
  principal: Omit<Principal, 'name'>,
  { shop, channel, account }: { readonly shop: string; readonly channel: string; readonly account: string | undefined },
): boolean => shop === principal.shop && reachesAccount(principal, channel, account)

export const reachesSent = (
  principal: Omit<Principal, 'name'>,
  { shop, channel, address }: Pick<OutboundFact, 'shop' | 'channel' | 'address'>,
): boolean => reaches(principal, { shop, channel, account: address.account })

/** Whether a person is in a conversation on an account that the principal reaches, under any of these contact ids. */
export const reachesPerson = async (
  ctx: Pick<Context, 'table'>,
  principal: Pick<Principal, 'accounts'>,
  contacts: Iterable<string>,
): Promise<boolean> => {
  if (principal.accounts === undefined) return true
  for (const contact of contacts) {
    let after: Page['next']
    do {
      const page = await ctx.table.query({ ...withinRange(contact), ...(after ? { after } : {}), consistent: true })
      if (page.items.some((item) => reachesAccount(principal, String(item['ch']), String(item['ac'])))) return true
      after = page.next
    } while (after !== undefined)
  }
  return false
}
