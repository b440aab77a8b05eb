import { resolve } from 'node:path'
import { ConfigError } from '../adapters/config.ts'
import { type Deployment, describeDeployment } from '../adapters/deployment.ts'
import { loadConfig } from '../local/config.ts'
import { StartError } from '../local/secrets.ts'
import { CommandError } from './command.ts'
import type { World } from './world.ts'

/** What the config says is to be deployed. Throws {@link CommandError} with every field that is wrong. */
export const readDeployment = async (world: World, config: string): Promise<Deployment> => {
  try {
    return describeDeployment(await loadConfig(resolve(world.cwd, config)))
  } catch (error) {
    if (error instanceof ConfigError || error instanceof StartError) throw new CommandError(error.message, 2)
    throw error
  }
}
