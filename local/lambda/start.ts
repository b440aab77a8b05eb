import { type ParleyConfig, secretNames } from '../../adapters/config.ts'
import type { Log } from '../../core/ports.ts'
import type { Environment } from '../../functions/wire.ts'
import { type Bundles, openBundles } from './bundles.ts'
import { listenParameters } from './parameters.ts'

export interface DeployedOptions {
  /** Folder of the bundles. */
  readonly dir: string
  readonly config: ParleyConfig
  /** What functions in this process would be given. */
  readonly env: Environment
  readonly dynamoEndpoint: string
  /** An address of AWS as the functions are to see it: who wants to see their requests listens in between. */
  readonly awsThrough?: ((endpoint: string) => Promise<string>) | undefined
  readonly log: Log
}

const SECRETS_PATH = '/parley/local'

/**
 * The bundles with AWS around them as in the cloud: nothing of it is in their process, and their secrets are in SSM and not in
 * their environment. Throws {@link StartError}.
 */
export const startDeployed = async (options: DeployedOptions): Promise<Bundles> => {
  const { dir, config, env, dynamoEndpoint, awsThrough = async (endpoint) => endpoint, log } = options
  const secrets = new Set(secretNames(config).flatMap((name) => [name, `${name}_PREVIOUS`]))
  const parameters = await listenParameters(
    Object.fromEntries(
      Object.entries(env).flatMap(([name, value]) =>
        secrets.has(name) && value ? [[`${SECRETS_PATH}/${name}`, value]] : [],
      ),
    ),
  )
  // One stand-in is both.
  const aws = await awsThrough(env['AWS_ENDPOINT_URL_SQS'] ?? '')
  const variables = {
    ...Object.fromEntries(Object.entries(env).filter(([name]) => !secrets.has(name))),
    PARLEY_SECRETS_PATH: SECRETS_PATH,
    AWS_ENDPOINT_URL_SSM: await awsThrough(parameters.endpoint),
    AWS_ENDPOINT_URL_DYNAMODB: await awsThrough(dynamoEndpoint),
    AWS_ENDPOINT_URL_SQS: aws,
    AWS_ENDPOINT_URL_S3: aws,
  }
  try {
    const bundles = await openBundles({ dir, variables, log })
    return {
      ...bundles,
      end: async () => {
        await bundles.end()
        parameters.close()
      },
    }
  } catch (error) {
    parameters.close()
    throw error
  }
}
