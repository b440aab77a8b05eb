import { existsSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { ConfigError, type ParleyConfig } from '../adapters/config.ts'
import { checkWhole } from '../adapters/deployment.ts'
import { setupOf } from './setup.ts'
import { StartError } from './secrets.ts'

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** Node 22.18 and later strips the types of a TypeScript module; before, it does not know the extension. */
const unreadable = (path: string, error: unknown): StartError =>
  new StartError(
    (error as NodeJS.ErrnoException).code === 'ERR_UNKNOWN_FILE_EXTENSION'
      ? `${path} is TypeScript, which this Node (${process.version}) does not read. Take Node 24 or newer.`
      : `${path} cannot be loaded: ${messageOf(error)}`,
    2,
  )

const load = async (path: string): Promise<unknown> => {
  if (!existsSync(path)) throw new StartError(`There is no ${path}. Name the config with --config <path>.`, 2)
  try {
    return ((await import(pathToFileURL(path).href)) as { readonly default?: unknown }).default
  } catch (error) {
    throw unreadable(path, error)
  }
}

const isConfig = (value: unknown): value is ParleyConfig => typeof value === 'object' && value !== null

/** Accounts whose id cannot be one of their channel: a phone number where the provider wants its own id, a missing country code. */
const strangeAccounts = async ({ connections }: ParleyConfig): Promise<readonly string[]> => {
  const found = await Promise.all(
    connections.map(async ({ adapter, accounts }, index) => {
      const found = await setupOf(adapter)
      if (found === undefined) return []
      const { what, where, pattern } = found.account
      const at = (place: number): string => `connections[${index}].accounts[${place}].id`
      return accounts.flatMap(({ id }, place) =>
        pattern === undefined || pattern.test(id)
          ? []
          : [`${at(place)}: ${id} does not look like one; give what ${adapter.channel} calls ${what} (${where})`],
      )
    }),
  )
  return found.flat()
}

/** The config a module exports by default, checked. Throws {@link StartError} with what is wrong with it. */
export const loadConfig = async (path: string): Promise<ParleyConfig> => {
  const config = await load(path)
  if (!isConfig(config)) throw new StartError(`${path} has no config: export what defineConfig answers by default.`, 2)
  try {
    checkWhole(config)
    const strange = await strangeAccounts(config)
    if (strange.length > 0) throw new ConfigError(strange)
  } catch (error) {
    if (error instanceof ConfigError) throw new StartError(error.message, 2)
    throw error
  }
  return config
}
