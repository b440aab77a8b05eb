import type { ChannelFactory } from '../../adapters/adapter.ts'
import type { ParleyConfig } from '../../adapters/config.ts'
import type { SandboxFactory } from '../../adapters/sandbox.ts'
import { exportOf } from '../modules.ts'

const load = async ({ channel, sandbox }: Pick<ChannelFactory, 'channel' | 'sandbox'>): Promise<SandboxFactory[]> =>
  sandbox === undefined ? [] : [(await exportOf(`the sandbox of ${channel}`, sandbox, 'sandbox')) as SandboxFactory]

/** The channels whose provider can be played, each once. */
export const sandboxFactories = async ({ connections }: ParleyConfig): Promise<readonly SandboxFactory[]> => {
  const factories = new Map(connections.map(({ adapter }) => [adapter.channel, adapter]))
  return (await Promise.all(Array.from(factories.values(), load))).flat()
}
