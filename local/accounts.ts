import { checkConfig, type ParleyConfig } from '../adapters/config.ts'
import type { Environment } from '../functions/wire.ts'

/** An account with all it takes to be its provider. */
export interface LocalAccount {
  readonly channel: string
  readonly connection: string
  readonly account: string
  /** `test`: what is sent goes to the sandbox. */
  readonly mode: 'live' | 'test'
  /** The URL that is signed. */
  readonly webhookUrl: string
  readonly secrets: Readonly<Record<string, string>>
  /** Names of those that webhooks are signed with. */
  readonly webhookSecrets: readonly string[]
  /** The connection's, as its adapter reads it. */
  readonly config: unknown
}

export const accountsOf = (config: ParleyConfig, env: Environment, publicUrl: string): readonly LocalAccount[] =>
  checkConfig(config).connections.flatMap(
    ({ adapter: { channel, webhookSecrets }, name: connection, accounts, secrets, config: own }) =>
      accounts.map(({ id, mode }) => ({
        channel,
        connection,
        account: id,
        mode,
        webhookUrl: `${publicUrl}/webhooks/${channel}/${connection}`,
        secrets: Object.fromEntries(Object.entries(secrets).map(([kind, name]) => [kind, env[name] ?? ''])),
        webhookSecrets,
        config: own,
      })),
  )

/** What it takes to sign a webhook of an account, for tools of this machine; nothing that calls a provider. */
export const toSignWith = ({ channel, connection, account, webhookUrl, secrets, webhookSecrets }: LocalAccount) => ({
  channel,
  connection,
  account,
  webhookUrl,
  secrets: Object.fromEntries(Object.entries(secrets).filter(([kind]) => webhookSecrets.includes(kind))),
})
