import { existsSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { ConfigError, type ParleyConfig } from '../adapters/config.ts'
import { checkWhole } from '../adapters/deployment.ts'
import { StartError } from './secrets.ts'

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** Node 22.18 and later strips the types of a TypeScript module; before, it does not know the extension. */
const unreadable = (path: string, error: unknown): StartError =>
  new StartError(
    (error as NodeJS.ErrnoException).code === 'ERR_UNKNOWN_FILE_EXTENSION'
      ? `${path} is TypeScript, which this Node (${process.version}) does not read. Take Node 24 or newer.`
      : `${path} cannot be loaded: ${messageOf(error)}`,
  )

const load = async (path: string): Promise<unknown> => {
  if (!existsSync(path)) throw new StartError(`There is no ${path}. Name the config with --config <path>.`)
  try {
    return ((await import(pathToFileURL(path).href)) as { readonly default?: unknown }).default
  } catch (error) {
    throw unreadable(path, error)
  }
}

const isConfig = (value: unknown): value is ParleyConfig => typeof value === 'object' && value !== null

/** The config a module exports by default, checked. Throws {@link StartError} with what is wrong with it. */
export const loadConfig = async (path: string): Promise<ParleyConfig> => {
  const config = await load(path)
  if (!isConfig(config)) throw new StartError(`${path} has no config: export what defineConfig answers by default.`)
  try {
    checkWhole(config)
  } catch (error) {
    if (error instanceof ConfigError) throw new StartError(error.message)
    throw error
  }
  return config
}
