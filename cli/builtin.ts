import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { ChannelFactory } from '../adapters/adapter.ts'
import { exportOf } from '../local/modules.ts'

const ADAPTERS = new URL('../adapters/', import.meta.url)

/** The channels that come with Parley, by name: each folder of adapters/ whose index exports a factory by the folder's name. */
export const builtinChannels = async (): Promise<ReadonlyMap<string, ChannelFactory>> => {
  const names = readdirSync(fileURLToPath(ADAPTERS), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && /^[a-z]\w*$/.test(entry.name))
    .map(({ name }) => name)
  const found = await Promise.all(
    names.map(async (name) => {
      const factory = await exportOf(name, new URL(`${name}/index`, ADAPTERS).href, name).catch(() => undefined)
      return factory === undefined ? [] : [[name, factory as ChannelFactory] as const]
    }),
  )
  return new Map(found.flat())
}
