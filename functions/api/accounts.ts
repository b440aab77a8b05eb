import { getAccount, listAccounts, listChannels, listShops } from '../../core/accounts.ts'
import { compact } from '../../core/compact.ts'
import type { Context } from '../../core/context.ts'
import { AccountAnswer, ChannelAnswer, ShopAnswer } from './account-answers.ts'
import { pageOf } from './answers.ts'
import { cursorsOf } from './cursor.ts'
import { AccountsQuery } from './key-requests.ts'
import { operation, type Operation } from './operation.ts'

const common = { tag: 'Accounts', method: 'get', status: 200 } as const

/** `/v1/shops`, `/v1/channels`, `/v1/accounts`: what there is to talk by, and whether it works. */
export const accountOperations = (ctx: Context): readonly Operation[] => [
  operation({
    ...common,
    id: 'listShops',
    path: '/v1/shops',
    summary: 'List the shops that the key is for',
    answer: pageOf(ShopAnswer),
    handle: async ({ principal }) => ({ data: listShops(ctx, principal), next: null }),
  }),
  operation({
    ...common,
    id: 'listChannels',
    path: '/v1/channels',
    summary: 'List the channels of the shop, with what each can carry',
    answer: pageOf(ChannelAnswer),
    handle: async ({ principal }) => ({ data: listChannels(ctx, principal), next: null }),
  }),
  operation({
    ...common,
    id: 'listAccounts',
    path: '/v1/accounts',
    summary: 'List the accounts of the shop, with what each can carry and whether it works',
    query: AccountsQuery,
    answer: pageOf(AccountAnswer),
    handle: async ({ principal, query: { cursor, limit } }) => {
      const cursors = cursorsOf(ctx.hash, ['accounts', principal.shop])
      const after = compact({ after: cursor === undefined ? undefined : cursors.read(cursor)['after'] })
      const { data, next } = await listAccounts(ctx, principal, { limit, ...after })
      return { data, next: cursors.write(next) }
    },
  }),
  operation({
    ...common,
    id: 'getAccount',
    path: '/v1/accounts/{channel}/{connection}/{account}',
    summary: 'Get an account',
    answer: AccountAnswer,
    problems: ['not_found'],
    handle: ({ principal, params: { channel = '', connection = '', account = '' } }) =>
      getAccount(ctx, principal, { channel, connection, account }),
  }),
]
