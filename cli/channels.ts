import { checkConfig, type ParleyConfig } from '../adapters/config.ts'
import type { ChannelFactory } from '../adapters/adapter.ts'
import type { AwsAccess } from '../adapters/adapter.ts'
import type { ChannelSetup, SetupAt } from '../adapters/setup.ts'
import { exportOf } from '../local/modules.ts'
import type { World } from './world.ts'

/** What a channel says of how it is set up; undefined for one that says nothing. */
export const setupOf = async ({
  channel,
  setup,
}: Pick<ChannelFactory, 'channel' | 'setup'>): Promise<ChannelSetup | undefined> =>
  setup === undefined ? undefined : ((await exportOf(`the set-up of ${channel}`, setup, 'setup')) as ChannelSetup)

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
}

/** Every connection of a config as its set-up sees it, without the accounts that talk to the sandbox. */
export const settingsOf = (
  { fetch, now }: Pick<World, 'fetch' | 'now'>,
  config: ParleyConfig,
  { publicUrl, secrets, aws }: SettingOptions,
): Promise<readonly Setting[]> =>
  Promise.all(
    checkConfig(config).connections.map(async ({ adapter, name, config: own, secrets: named, accounts }) => ({
      channel: adapter.channel,
      setup: await setupOf(adapter),
      at: {
        connection: name,
        config: own,
        accounts: accounts.filter(({ mode }) => mode === 'live').map(({ id }) => id),
        webhookUrl: `${publicUrl}/webhooks/${adapter.channel}/${name}`,
        secrets: Object.fromEntries(Object.entries(named).map(([kind, stored]) => [kind, secrets(stored)])),
        fetch,
        aws,
        now,
      },
    })),
  )
