import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createClient, type Client, ParleyProblem } from '../client/index.ts'
import { DEFAULT_URL } from '../local/demo/options.ts'
import { CommandError } from './command.ts'
import type { World } from './world.ts'

/** Which gateway a command speaks to; for the options of each command that does. */
export const GATEWAY = {
  url: { type: 'string' },
  shop: { type: 'string' },
} as const

export const GATEWAY_HELP = `  --url <url>          the gateway; else PARLEY_URL, else the one of npm start on this machine
  --shop <id>          the shop, where the key acts for several

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

/** Where the gateway is and the key for it. Throws {@link CommandError} that says what to set. */
export const findTarget = (world: World, url: string | undefined): Target => {
  const named = url ?? world.env['PARLEY_URL']
  const apiKey = world.env['PARLEY_API_KEY'] ?? (named === undefined ? localKey(world) : undefined)
  if (apiKey === undefined || apiKey === '')
    throw new CommandError('There is no API key: set PARLEY_API_KEY, or run npm start first.', 2)
  return { url: named ?? DEFAULT_URL, apiKey }
}

/** A client that throws {@link CommandError} where the gateway cannot be reached. */
export const connect = (
  world: World,
  { url, shop }: { readonly url?: string | undefined; readonly shop?: string | undefined },
): Client => {
  const target = findTarget(world, url)
  const fetch = async (request: Request): Promise<Response> => {
    try {
      return await world.fetch(request)
    } catch {
      throw new CommandError(`No gateway answers at ${target.url}.`, 3)
    }
  }
  return createClient({ ...target, fetch, ...(shop === undefined ? {} : { shop }) })
}

interface Refusal {
  readonly type?: string
  readonly detail?: string
  readonly errors?: readonly { readonly path: string; readonly message: string }[]
}

/** What a call answered. Throws {@link ParleyProblem}, with each field at fault, where it was refused. */
export const dataOf = <T>({
  data,
  error,
  response,
}: {
  readonly data?: T
  readonly error?: Refusal
  readonly response: Response
}): T => {
  if (data !== undefined) return data
  const { detail, errors = [], ...rest } = error ?? {}
  const lines = [
    detail ?? `The gateway answered ${response.status}.`,
    ...errors.map((e) => `  ${e.path}: ${e.message}`),
  ]
  throw new ParleyProblem(response.status, { ...rest, detail: lines.join('\n') })
}
