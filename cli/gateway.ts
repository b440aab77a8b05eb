import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createClient, type Client } from '../client/index.ts'
import { DEFAULT_URL } from '../local/demo/options.ts'
import { DEFAULT_CONFIG } from '../local/arguments.ts'
import { CommandError } from './command.ts'
import { CONFIG } from './options.ts'
import type { World } from './world.ts'

/** Which gateway a command speaks to; for the options of each command that does. */
export const GATEWAY = {
  url: { type: 'string' },
  shop: { type: 'string' },
  deployed: { type: 'boolean' },
  ...CONFIG,
} as const

export const GATEWAY_HELP = `  --url <url>          the gateway; else PARLEY_URL, else the one of npm start on this machine
  --deployed           the one that the config deploys, with its own key, by your AWS credentials
  --shop <id>          the shop, where the key acts for several
  --config <path>      the config of --deployed (default ${DEFAULT_CONFIG})

The API key is read from PARLEY_API_KEY, or from .parley/ for the gateway of npm start.`

export interface Target {
  readonly url: string
  readonly apiKey: string
}

const localKey = ({ cwd }: World): string | undefined => {
  const path = join(cwd, '.parley', 'secrets.json')
  if (!existsSync(path)) return undefined
  return (JSON.parse(readFileSync(path, 'utf8')) as { readonly PARLEY_API_KEY?: string }).PARLEY_API_KEY
}

export interface Chosen {
  readonly url?: string | undefined
  readonly shop?: string | undefined
  readonly deployed?: boolean | undefined
  readonly config: string
}

const deployedTarget = async (world: World, config: string): Promise<Target> => {
  // The clients of AWS take their time to load, and only this needs them.
  const [{ readDeployment }, { urlOf }, { createSecretParameters }] = await Promise.all([
    import('./deployment.ts'),
    import('./stack.ts'),
    import('./parameters.ts'),
  ])
  const deployment = await readDeployment(world, config)
  const url = await urlOf(world, deployment)
  if (url === undefined)
    throw new CommandError(`${deployment.name} is not deployed in ${deployment.region}: parley deploy.`)
  const { PARLEY_API_KEY: apiKey } = await createSecretParameters(world, deployment).read(['PARLEY_API_KEY'])
  if (apiKey === undefined)
    throw new CommandError('PARLEY_API_KEY is not set: parley secrets set PARLEY_API_KEY --generate')
  return { url, apiKey }
}

/** Where the gateway is and the key for it. Throws {@link CommandError} that says what to set. */
const findTarget = async (world: World, { url, deployed, config }: Chosen): Promise<Target> => {
  if (deployed === true) return deployedTarget(world, config)
  const named = url ?? world.env['PARLEY_URL']
  const apiKey = world.env['PARLEY_API_KEY'] ?? (named === undefined ? localKey(world) : undefined)
  if (apiKey === undefined || apiKey === '')
    throw new CommandError('There is no API key: set PARLEY_API_KEY, or run npm start first.', 2)
  return { url: named ?? DEFAULT_URL, apiKey }
}

/** A client that throws {@link CommandError} where the gateway cannot be reached. */
export const connect = async (world: World, chosen: Chosen): Promise<Client> => {
  const target = await findTarget(world, chosen)
  const fetch = async (request: Request): Promise<Response> => {
    try {
      return await world.fetch(request)
    } catch {
      throw new CommandError(`No gateway answers at ${target.url}.`, 3)
    }
  }
  return createClient({ ...target, fetch, ...(chosen.shop === undefined ? {} : { shop: chosen.shop }) })
}
