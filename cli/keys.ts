import { randomUUID } from 'node:crypto'
import type { Client } from '../client/index.ts'
import type { components } from '../client/schema.ts'
import { command, CommandError, group } from './command.ts'
import { dataOf } from '../client/index.ts'
import { connect, GATEWAY, GATEWAY_HELP } from './gateway.ts'
import { pagesOf } from './pages.ts'
import { columns, timeOf } from './table.ts'

type Key = components['schemas']['ApiKey']
type Scope = Key['scopes'][number]

const SCOPES: readonly string[] = ['read', 'write', 'admin'] satisfies readonly Scope[]

const scopesOf = (text: string): Scope[] => {
  const scopes = text.split(',')
  const strange = scopes.find((scope) => !SCOPES.includes(scope))
  if (strange !== undefined) throw new CommandError(`--scopes: ${strange} is none of ${SCOPES.join(', ')}.`, 2)
  return scopes as Scope[]
}

const accountOf = (text: string): NonNullable<Key['accounts']>[number] => {
  const [channel = '', ...account] = text.split(':')
  if (account.length === 0)
    throw new CommandError(`--account ${text}: give <channel>:<account>, like sms:+15550100001.`, 2)
  return { channel, account: account.join(':') }
}

const reachOf = (organisation: boolean | undefined) => (organisation === true ? 'organisation' : 'shop')

const allKeys = (client: Client, organisation: boolean | undefined): Promise<readonly Key[]> =>
  pagesOf(async (cursor) =>
    dataOf(
      await client.GET('/v1/api-keys', { params: { query: { reach: reachOf(organisation), limit: 100, ...cursor } } }),
    ),
  )

const list = command({
  usage: 'keys list [options]',
  help: `Lists the API keys of a shop, newest first.

  --organisation       the keys that act for all shops instead
${GATEWAY_HELP}`,
  options: { ...GATEWAY, organisation: { type: 'boolean' } },
  run: async ({ world, values, answer }) => {
    const keys = await allKeys(await connect(world, values), values.organisation)
    const rows = keys.map(({ id, name, scopes, createdAt, lastUsedAt, revokedAt }) => [
      id,
      name,
      scopes.join(','),
      timeOf(createdAt),
      timeOf(lastUsedAt),
      revokedAt === null ? 'active' : 'revoked',
    ])
    answer(keys, columns([['key', 'name', 'scopes', 'made', 'last used', 'state'], ...rows]))
    return 0
  },
})

const create = command({
  usage: 'keys create --name <name> --scopes <scopes> [options]',
  help: `Makes an API key. Its token is shown this once: only a hash of it is kept.

  --name <name>        whose key it is
  --scopes <scopes>    what it may do, with commas between: read, write, admin
  --account <c>:<id>   knows of this account alone; may be repeated
  --organisation       acts for all shops
${GATEWAY_HELP}`,
  options: {
    ...GATEWAY,
    name: { type: 'string' },
    scopes: { type: 'string' },
    account: { type: 'string', multiple: true },
    organisation: { type: 'boolean' },
  },
  run: async ({ world, values, answer }) => {
    const { name, scopes, account, organisation } = values
    if (name === undefined || scopes === undefined) throw new CommandError('Give --name and --scopes.', 2)
    const key = dataOf(
      await (
        await connect(world, values)
      ).POST('/v1/api-keys', {
        params: { header: { 'Idempotency-Key': randomUUID() } },
        body: {
          name,
          scopes: scopesOf(scopes),
          reach: reachOf(organisation),
          ...(account === undefined ? {} : { accounts: account.map(accountOf) }),
        },
      }),
    )
    answer(key, [`${key.id}  ${key.name}`, `token: ${key.token}`])
    return 0
  },
})

const revoke = command({
  usage: 'keys revoke <key> [options]',
  help: `Revokes an API key: from now on it opens nothing.

${GATEWAY_HELP}`,
  options: GATEWAY,
  positionals: [1, 1],
  run: async ({ world, values, positionals: [apiKey = ''], answer }) => {
    const key = dataOf(
      await (await connect(world, values)).DELETE('/v1/api-keys/{apiKey}', { params: { path: { apiKey } } }),
    )
    answer(key, [`${key.id}  ${key.name}  revoked`])
    return 0
  },
})

export const keys = group('keys', 'API keys: who may call, and what they may do.', {
  list: { summary: 'lists them', run: list },
  create: { summary: 'makes one and shows its token once', run: create },
  revoke: { summary: 'ends one', run: revoke },
})
