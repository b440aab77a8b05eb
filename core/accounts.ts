import type { Capabilities } from './capabilities.ts'
import type { Context } from './context.ts'
import { Problem } from './problem.ts'
import { reaches, reachesAccount, type Caller, type Principal } from './reach.ts'
import type { Listed } from './read.ts'
import type { Account, AccountHealth, Shop } from './schema/directory.ts'
import { accountKey } from './store/keys.ts'

/** An account with what can be said by it, and whether it works. */
export interface AccountView extends Omit<Account, 'name'> {
  readonly name: string | null
  readonly capabilities: Capabilities | null
  readonly health: Omit<AccountHealth, 'since'> & {
    /** When this was found out, in ms since epoch; null where nothing was ever wrong. */
    readonly since: number | null
  }
}

export interface ChannelView {
  readonly channel: string
  readonly capabilities: Capabilities | null
}

/** The shops that a caller may name. */
export const listShops = ({ directory }: Pick<Context, 'directory'>, caller: Caller): readonly Shop[] =>
  directory.shops().filter(({ id }) => caller.organisation || id === caller.shop)

const accountsOf = ({ directory }: Pick<Context, 'directory'>, principal: Principal): readonly Account[] =>
  directory.accounts().filter(({ shop, channel, id }) => reaches(principal, { shop, channel, account: id }))

/** The channels on which the principal has an account, each with what it can carry. Single accounts may carry less or more. */
export const listChannels = (
  ctx: Pick<Context, 'directory' | 'capabilities'>,
  principal: Principal,
): readonly ChannelView[] =>
  [...new Set(accountsOf(ctx, principal).map(({ channel }) => channel))]
    .sort()
    .map((channel) => ({ channel, capabilities: ctx.capabilities(channel, '') ?? null }))

const HEALTHY = { status: 'healthy', reason: null, since: null } as const

const viewOf = async (
  ctx: Pick<Context, 'table' | 'hash' | 'capabilities'>,
  account: Account,
): Promise<AccountView> => {
  const { channel, connection, id } = account
  const item = await ctx.table.get(accountKey(ctx.hash, channel, connection, id))
  return {
    ...account,
    name: account.name ?? null,
    capabilities: ctx.capabilities(channel, id) ?? null,
    health:
      item?.['health'] === undefined
        ? HEALTHY
        : {
            status: item['health'] as AccountHealth['status'],
            reason: item['reason'] === undefined ? null : String(item['reason']),
            since: Number(item['since']),
          },
  }
}

const positionOf = ({ channel, connection, id }: Account): string => [channel, connection, id].join(' ')

/** The accounts in reach, by channel, connection and id. */
export const listAccounts = async (
  ctx: Pick<Context, 'directory' | 'table' | 'hash' | 'capabilities'>,
  principal: Principal,
  query: { readonly limit: number; readonly after?: string },
): Promise<Listed<AccountView>> => {
  const rest = accountsOf(ctx, principal)
    .map((account) => ({ account, position: positionOf(account) }))
    .sort((a, b) => (a.position < b.position ? -1 : 1))
    .filter(({ position }) => query.after === undefined || position > query.after)
  const page = rest.slice(0, query.limit)
  const last = page.at(-1)
  return {
    data: await Promise.all(page.map(({ account }) => viewOf(ctx, account))),
    next: last && rest.length > page.length ? { after: last.position } : null,
  }
}

/** One account, or not_found: also when it is out of the principal's reach. */
export const getAccount = async (
  ctx: Pick<Context, 'directory' | 'table' | 'hash' | 'capabilities'>,
  principal: Principal,
  where: { readonly channel: string; readonly connection: string; readonly account: string },
): Promise<AccountView> => {
  const found = ctx.directory.account(where.channel, where.connection, where.account)
  if (found === undefined || found.shop !== principal.shop || !reachesAccount(principal, found.channel, found.id))
    throw new Problem('not_found', 'There is no such account.')
  return viewOf(ctx, found)
}
