import { compact } from '../core/compact.ts'
import { checkConfig, type ParleyConfig } from '../adapters/config.ts'
import type { AwsAccess } from '../adapters/adapter.ts'
import type { ChannelSetup, SetupAt } from '../adapters/setup.ts'
import { setupOf } from '../local/setup.ts'
import type { World } from './world.ts'

export interface Setting {
  readonly channel: string
  readonly setup: ChannelSetup | undefined
  readonly at: SetupAt
}

export interface SettingOptions {
  readonly publicUrl: string
  /** By the names that the config gives them; several while one is rotated. */
  readonly secrets: (name: string) => readonly string[]
  readonly aws: AwsAccess
  /** ARN of the topic that feeds a connection's queue. */
  readonly topicOf?: (channel: string, connection: string) => string | undefined
}

const keysOf = ({ keys }: ChannelSetup, env: World['env']): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.keys(keys ?? {}).flatMap((name) => {
      const value = env[name]
      return value ? [[name, value]] : []
    }),
  )

/** Every connection of a config as its set-up sees it, without the accounts that talk to the sandbox. */
export const settingsOf = (
  { fetch, now, env }: Pick<World, 'fetch' | 'now' | 'env'>,
  config: ParleyConfig,
  { publicUrl, secrets, aws, topicOf }: SettingOptions,
): Promise<readonly Setting[]> =>
  Promise.all(
    checkConfig(config).connections.map(async ({ adapter, name, config: own, secrets: named, accounts }) => {
      const { channel } = adapter
      const setup = await setupOf(adapter)
      return {
        channel,
        setup,
        at: {
          connection: name,
          config: own,
          accounts: accounts.filter(({ mode }) => mode === 'live').map(({ id }) => id),
          webhookUrl: `${publicUrl}/webhooks/${channel}/${name}`,
          secrets: Object.fromEntries(Object.entries(named).map(([kind, stored]) => [kind, secrets(stored)])),
          keys: setup === undefined ? {} : keysOf(setup, env),
          ...compact({ topicArn: topicOf?.(channel, name) }),
          fetch,
          aws,
          now,
        },
      }
    }),
  )
