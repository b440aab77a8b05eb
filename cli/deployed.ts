import { resolve } from 'node:path'
import { SSMClient } from '@aws-sdk/client-ssm'
import type { ParleyConfig } from '../adapters/config.ts'
import type { AwsAccess } from '../adapters/adapter.ts'
import type { Deployment } from '../adapters/deployment.ts'
import { createAccess } from '../functions/aws/access.ts'
import { loadConfig } from '../local/config.ts'
import { clientConfig } from './aws.ts'
import { type Setting, settingsOf } from './channels.ts'
import { readDeployment } from './deployment.ts'
import { createSecretParameters, previousOf } from './parameters.ts'
import { createStacks, type Stack } from './stack.ts'
import type { World } from './world.ts'

/** A deployment as it is in AWS now. */
export interface Deployed {
  readonly config: ParleyConfig
  readonly deployment: Deployment
  readonly stack: Stack | undefined
  /** Values of the secrets that are set, those of before a rotation among them, by their names. */
  readonly secrets: Readonly<Record<string, string>>
  readonly aws: AwsAccess
}

/** Requests to AWS by hand, with the credentials of the person, where there is no client of AWS’s own. */
const accessFor = (world: World, region: string): AwsAccess =>
  createAccess(region, new SSMClient(clientConfig(world, region)).config.credentials)

/** Throws {@link CommandError} for a wrong config, and where AWS does not answer or let us in. */
export const readDeployed = async (world: World, path: string): Promise<Deployed> => {
  const deployment = await readDeployment(world, path)
  const names = deployment.secrets.flatMap((name) => [name, previousOf(name)])
  const [config, stack, secrets] = await Promise.all([
    loadConfig(resolve(world.cwd, path)),
    createStacks(world, deployment.region).read(deployment.name),
    createSecretParameters(world, deployment).read(names),
  ])
  return { config, deployment, stack, secrets, aws: accessFor(world, deployment.region) }
}

/** ARN of the topic that feeds a connection’s queue: the outputs hold it, under a name made for CloudFormation. */
export const topicOf = (
  { deployment, stack }: Pick<Deployed, 'deployment' | 'stack'>,
  channel: string,
  connection: string,
): string | undefined =>
  Object.values(stack?.outputs ?? {}).find(
    (value) => value.startsWith('arn:') && value.endsWith(`:${deployment.name}-in-${channel}-${connection}`),
  )

/** The connections of a deployment, with accounts that are live, as their set-up sees them. */
export const settingsAt = async (world: World, deployed: Deployed): Promise<readonly Setting[]> => {
  const { config, stack, secrets, aws } = deployed
  const settings = await settingsOf(world, config, {
    publicUrl: stack?.outputs['Url'] ?? '',
    secrets: (name) => [secrets[name], secrets[previousOf(name)]].filter((value) => value !== undefined),
    aws,
    topicOf: (channel, connection) => topicOf(deployed, channel, connection),
  })
  return settings.filter(({ at }) => at.accounts.length > 0)
}
