import { secretNames, type ParleyConfig } from '../adapters/config.ts'
import { createAccess } from './aws/access.ts'
import { createParameters, type Parameters } from './aws/parameters.ts'
import type { Log } from '../core/ports.ts'
import { errorFields, jsonLog } from './log.ts'
import { lambdaEnvironment, wire, type Environment, type Wired } from './wire.ts'

/** A rotated secret counts after so many ms at the latest. */
const FRESH_MS = 60_000

export interface DeployedOptions {
  readonly config: ParleyConfig
  readonly env: Environment
  readonly parameters: Parameters
  readonly now: () => number
  readonly log: Log
}

/**
 * What the functions stand on, with secrets as they are now: read from `PARLEY_SECRETS_PATH` of the parameter store, kept for
 * a minute, and made anew where one has changed, so that a rotation needs no deploy. While the store cannot be reached the
 * secrets read last stay in use; without any, it throws, and Lambda tries again. Without a path they come from the
 * environment alone.
 */
export const createDeployed = ({ config, env, parameters, now, log }: DeployedOptions): (() => Promise<Wired>) => {
  const path = env['PARLEY_SECRETS_PATH']
  const names = path === undefined ? [] : secretNames(config).flatMap((name) => [name, `${name}_PREVIOUS`])
  let known: { readonly secrets: string; readonly wired: Wired; readonly readAt: number } | undefined

  const read = async (): Promise<Environment> => {
    const found = await parameters(names.map((name) => `${path}/${name}`))
    return Object.fromEntries(names.map((name) => [name, found[`${path}/${name}`]]))
  }
  const refresh = async (): Promise<Wired> => {
    const readAt = now()
    const secrets = path === undefined ? {} : await read()
    const as = JSON.stringify(secrets)
    const wired = known?.secrets === as ? known.wired : wire(config, { ...env, ...secrets })
    known = { secrets: as, wired, readAt }
    return wired
  }
  return async () => {
    if (known !== undefined && (path === undefined || now() - known.readAt < FRESH_MS)) return known.wired
    if (known === undefined) return refresh()
    const { wired } = known
    return refresh().catch((error: unknown) => {
      log('secrets.stale', errorFields(error))
      return wired
    })
  }
}

/** By Lambda's own environment. */
export const deployedHere = (config: ParleyConfig): (() => Promise<Wired>) => {
  const env = lambdaEnvironment()
  const access = createAccess(env['AWS_REGION'] ?? '', {
    accessKeyId: env['AWS_ACCESS_KEY_ID'] ?? '',
    secretAccessKey: env['AWS_SECRET_ACCESS_KEY'] ?? '',
    ...(env['AWS_SESSION_TOKEN'] === undefined ? {} : { sessionToken: env['AWS_SESSION_TOKEN'] }),
  })
  const parameters = createParameters({
    fetch: globalThis.fetch,
    access,
    endpoint: env['AWS_ENDPOINT_URL_SSM'],
    random: Math.random,
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  })
  return createDeployed({
    config,
    env,
    parameters,
    now: Date.now,
    log: jsonLog((line) => process.stdout.write(`${line}\n`)),
  })
}
