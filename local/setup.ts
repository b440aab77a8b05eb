import type { ChannelFactory } from '../adapters/adapter.ts'
import type { ChannelSetup } from '../adapters/setup.ts'
import { exportOf } from './modules.ts'

/** What a channel says of how it is set up; undefined for one that says nothing. */
export const setupOf = async ({
  channel,
  setup,
}: Pick<ChannelFactory, 'channel' | 'setup'>): Promise<ChannelSetup | undefined> =>
  setup === undefined ? undefined : ((await exportOf(`the set-up of ${channel}`, setup, 'setup')) as ChannelSetup)
