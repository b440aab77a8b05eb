import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { ChannelFactory } from '../../adapters/adapter.ts'
import type { ParleyConfig } from '../../adapters/config.ts'
import type { SandboxFactory } from '../../adapters/sandbox.ts'

/** Source before what was built of it beside it; Node strips no types in node_modules, so there only what is built. */
const extensionsAt = (url: string): readonly string[] =>
  url.includes('/node_modules/') ? ['.js', '.mjs'] : ['.ts', '.mts', '.js', '.mjs']

/** An adapter names its sandbox without an extension: the one there is, is meant. */
const moduleAt = (channel: string, url: string): string => {
  const found = extensionsAt(url).find((extension) => existsSync(fileURLToPath(url + extension)))
  if (found === undefined) throw new Error(`the sandbox of ${channel} is not at ${url}`)
  return url + found
}

const load = async ({ channel, sandbox }: Pick<ChannelFactory, 'channel' | 'sandbox'>): Promise<SandboxFactory[]> => {
  if (sandbox === undefined) return []
  const { sandbox: factory } = (await import(moduleAt(channel, sandbox))) as { readonly sandbox?: SandboxFactory }
  if (factory === undefined) throw new Error(`the sandbox of ${channel} does not export \`sandbox\``)
  return [factory]
}

/** The channels whose provider can be played, each once. */
export const sandboxFactories = async ({ connections }: ParleyConfig): Promise<readonly SandboxFactory[]> => {
  const factories = new Map(connections.map(({ adapter }) => [adapter.channel, adapter]))
  return (await Promise.all(Array.from(factories.values(), load))).flat()
}
