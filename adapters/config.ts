import * as z from 'zod'
import type { ChannelFactory } from './adapter.ts'
import type { DeployInput } from './deploy.ts'
import { Connection, Shop } from '../core/schema/directory.ts'

const AccountConfig = z.object({
  /** The provider's id for the account: a phone_number_id, an E.164 sender. */
  id: z.string().min(1),
  shop: z.string().startsWith('shp_').default('shp_default'),
  name: z.string().optional(),
  /** `test` talks to the sandbox, also when deployed. */
  mode: z.enum(['live', 'test']).default('live'),
  /** What to do with a send whose outcome stays unknown: wait for a person, or send again. */
  onUnknown: z.enum(['hold', 'resend']).default('hold'),
})

/** One app or provider account: its adapter, its webhook's name, the names of its secrets, and its accounts. */
export interface ConnectionConfig {
  // A list of factories with different configs: each checks its own config, and none is called with another's.
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly adapter: ChannelFactory<any>
  readonly name: string
  readonly config?: unknown
  /** Secret of the adapter → name under which the secret store keeps its value. Never the value itself. */
  readonly secrets: Readonly<Record<string, string>>
  readonly accounts: readonly z.input<typeof AccountConfig>[]
}

export interface ParleyConfig {
  readonly shops?: readonly Shop[]
  readonly connections: readonly ConnectionConfig[]
  /** How it is deployed; not needed on one machine. Checked where it is used (deployment.ts), so that no function carries it. */
  readonly deploy?: DeployInput
}

type Accounts = z.infer<typeof AccountConfig>[]
export interface CheckedConnection extends Omit<ConnectionConfig, 'accounts' | 'config'> {
  readonly config: unknown
  readonly accounts: Accounts
}
export interface CheckedConfig {
  readonly shops: readonly Shop[]
  readonly connections: readonly CheckedConnection[]
}

/** A wrong config, with every field at fault and what to do about it. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(`parley.config.ts is not right:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`)
    this.problems = problems
  }
}

const issues = (at: string, error: z.ZodError): string[] =>
  error.issues.map((issue) => `${[at, ...issue.path].join('.')}: ${issue.message}`)

const SECRET_NAME = /^[A-Z][A-Z0-9_]{2,80}$/

/** What is needed is not known before the config is right, where it depends on it. */
const neededSecrets = ({ adapter }: ConnectionConfig, config: z.ZodSafeParseResult<unknown>): readonly string[] => {
  if (adapter.secretsFor === undefined) return adapter.secrets
  return config.success ? adapter.secretsFor(config.data) : []
}

const secretProblems = (at: string, connection: ConnectionConfig, needed: readonly string[]): string[] => [
  ...needed
    .filter((name) => connection.secrets[name] === undefined)
    .map((name) => `${at}.secrets.${name}: missing; give the name under which the secret is stored`),
  ...Object.entries(connection.secrets)
    .filter(([, name]) => !SECRET_NAME.test(name))
    .map(([key]) => `${at}.secrets.${key}: give a name in CAPITALS_AND_UNDERSCORES, never the secret itself`),
]

const checkConnection = (
  connection: ConnectionConfig,
  index: number,
  shops: readonly Shop[],
): { readonly problems: readonly string[]; readonly checked?: CheckedConnection } => {
  const at = `connections[${index}]`
  const named = Connection.safeParse({ channel: connection.adapter.channel, name: connection.name })
  const config = connection.adapter.config.safeParse(connection.config ?? {})
  const accounts = z.array(AccountConfig).min(1, 'name at least one account').safeParse(connection.accounts)
  const problems = [
    ...(named.success ? [] : issues(at, named.error)),
    ...(config.success ? [] : issues(`${at}.config`, config.error)),
    ...(accounts.success ? [] : issues(`${at}.accounts`, accounts.error)),
    ...secretProblems(at, connection, neededSecrets(connection, config)),
  ]
  if (!config.success || !accounts.success) return { problems }
  const strangers = accounts.data.filter((account) => shops.every((shop) => shop.id !== account.shop))
  return {
    problems: [
      ...problems,
      ...strangers.map(
        (account) => `${at}.accounts: ${account.id} names the shop ${account.shop}, which is not in shops`,
      ),
    ],
    checked: { ...connection, config: config.data, accounts: accounts.data },
  }
}

const repeated = (values: readonly string[], what: string): string[] =>
  [...new Set(values.filter((value, index) => values.indexOf(value) !== index))].map(
    (value) => `${what} ${value} is named twice`,
  )

/** Checks a config whole and says everything that is wrong with it at once. Throws {@link ConfigError}. */
export const checkConfig = (config: ParleyConfig): CheckedConfig => {
  const shops = config.shops ?? [{ id: 'shp_default', name: 'My shop' }]
  const results = config.connections.map((connection, index) => checkConnection(connection, index, shops))
  const connections = results.flatMap(({ checked }) => (checked ? [checked] : []))
  const problems = [
    ...shops.flatMap((shop, index) => {
      const checked = Shop.safeParse(shop)
      return checked.success ? [] : issues(`shops[${index}]`, checked.error)
    }),
    ...results.flatMap((result) => result.problems),
    ...repeated(
      config.connections.map((c) => `${c.adapter.channel}/${c.name}`),
      'connections: the connection',
    ),
    ...repeated(
      connections.flatMap((c) => c.accounts.map((account) => `${c.adapter.channel} ${account.id}`)),
      'connections: the account',
    ),
  ]
  if (problems.length > 0) throw new ConfigError(problems)
  return { shops, connections }
}

/** Names of all secrets a deployment needs, each once: its own keys and those of its connections. */
export const secretNames = ({ connections }: Pick<ParleyConfig, 'connections'>): readonly string[] => [
  ...new Set(['PARLEY_DEPLOY_KEY', 'PARLEY_API_KEY', ...connections.flatMap(({ secrets }) => Object.values(secrets))]),
]

/** Types the config where it is written; it is checked when it is used. */
export const defineConfig = (config: ParleyConfig): ParleyConfig => config
