import type { Context } from '../context.ts'
import type { Account } from '../schema/directory.ts'
import type { Alias } from '../schema/identity.ts'
import { addressKey, aliasKey, consentPk, jobKey, stateKey } from '../store/keys.ts'
import type { Erasure } from './erasure.ts'
import { pages } from './pages.ts'

/** The words of an opt-out that is kept. */
const ERASED = 'erased'

/**
 * What they allowed is gone. That they forbade it stays, under keyed hashes of their identities and without a word of how: who
 * was erased must not be written to again by a list that still has them.
 */
const eraseConsents = async (ctx: Context, pk: string, until: number): Promise<void> => {
  for await (const item of pages(ctx, { pk })) {
    if (Number(String(item['o']).split('#')[0]) > until) continue
    const asRead = { eq: ['state', String(item['state'])] as const }
    if (item['state'] !== 'revoked') await ctx.table.delete(item, asRead)
    else if (item['source'] !== ERASED || item['evidence'] !== '')
      await ctx.table.update(item, { set: { source: ERASED, evidence: '' } }, asRead)
  }
}

/** Of a phone: the user id that goes with it, which the first release kept as it is. */
const hideUser = async (ctx: Context, key: { readonly pk: string; readonly sk: string }, aliases: readonly Alias[]) => {
  const item = await ctx.table.get(key, { consistent: true })
  const user = aliases.find(({ value }) => value === item?.['user'])
  if (user === undefined) return
  const set = { user: ctx.hash('user', user.type, user.value) }
  await ctx.table.update(key, { set }, { eq: ['user', user.value] })
}

const eraseOnAccount = async (ctx: Context, erasure: Erasure, account: Account, alias: Alias): Promise<void> => {
  const { shop, channel, id } = account
  const { type, value } = alias
  // Whom they are is not looked up any more; in a life that follows it may be.
  await ctx.table.delete(jobKey(ctx.hash('job', 'profile', shop, channel, id, type, value)))
  await ctx.table.delete(stateKey(ctx.hash('watermark', channel, id, type, value)))
  if (type === 'phone') await hideUser(ctx, addressKey(ctx.hash, shop, channel, id, alias), erasure.aliases)
}

/** What is kept by who somebody is, on any account of the shop. */
export const eraseIdentities = async (ctx: Context, erasure: Erasure): Promise<void> => {
  const accounts = ctx.directory.accounts().filter(({ shop }) => shop === erasure.shop)
  const channels = new Set(accounts.map(({ channel }) => channel))
  for (const alias of erasure.aliases) {
    for (const channel of channels)
      await eraseConsents(ctx, consentPk(ctx.hash, erasure.shop, alias, channel), alias.until ?? erasure.at)
    if (alias.until !== undefined) continue
    for (const account of accounts) await eraseOnAccount(ctx, erasure, account, alias)
    if (alias.type === 'phone') await hideUser(ctx, aliasKey(ctx.hash, erasure.shop, alias), erasure.aliases)
  }
}
