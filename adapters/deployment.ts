import type * as z from 'zod'
import type { CloudNeeds } from './adapter.ts'
import { checkConfig, ConfigError, type ParleyConfig, secretNames } from './config.ts'
import { DeployConfig, type DeployInput } from './deploy.ts'

export interface DeployedConnection {
  readonly channel: string
  readonly name: string
  readonly accounts: readonly string[]
  /** Whether a topic feeds it by a queue of its own. */
  readonly queue: boolean
  readonly needs: CloudNeeds
}

/** All that a deployment has to know of a config: plain data, without the adapters themselves. */
export interface Deployment extends z.infer<typeof DeployConfig> {
  readonly connections: readonly DeployedConnection[]
  /** Names under which the secrets are stored, those of the gateway itself among them. */
  readonly secrets: readonly string[]
}

const twice = (values: readonly string[]): string[] => values.filter((value, index) => values.indexOf(value) !== index)

/** Each set makes events, which go to the topic of one connection. */
const sharedSets = (connections: readonly DeployedConnection[], of: 'sendsMail' | 'sendsSms'): string[] =>
  twice(connections.flatMap(({ needs }) => needs[of]?.configurationSet ?? [])).map(
    (name) =>
      `connections: the configuration set ${name} is named by two connections, and its events can go to one; give each its own`,
  )

const described = (config: ParleyConfig) => {
  try {
    const connections = checkConfig(config).connections.map(({ adapter, name, config: own, accounts }) => ({
      channel: adapter.channel,
      name,
      accounts: accounts.map(({ id }) => id),
      queue: adapter.usesQueue?.(own) ?? false,
      needs: adapter.cloud?.(own) ?? {},
    }))
    return { connections, problems: [...sharedSets(connections, 'sendsMail'), ...sharedSets(connections, 'sendsSms')] }
  } catch (error) {
    if (error instanceof ConfigError) return { connections: [], problems: error.problems }
    throw error
  }
}

/** What is wrong with the deployment that a config names; nothing where it names none. */
const deployProblems = (deploy: DeployInput | undefined): readonly string[] => {
  const checked = DeployConfig.optional().safeParse(deploy)
  return checked.success
    ? []
    : checked.error.issues.map((issue) => `${['deploy', ...issue.path].join('.')}: ${issue.message}`)
}

/** Checks all of a config, with how it is deployed where it says so. Throws {@link ConfigError}. */
export const checkWhole = (config: ParleyConfig): void => {
  const problems = [...described(config).problems, ...deployProblems(config.deploy)]
  if (problems.length > 0) throw new ConfigError(problems)
}

/** What is to be deployed. Throws {@link ConfigError}, also where the config does not say how it is deployed. */
export const describeDeployment = (config: ParleyConfig): Deployment => {
  checkWhole(config)
  if (config.deploy === undefined)
    throw new ConfigError(["deploy: missing; say at least where to, such as deploy: { region: 'eu-central-1' }"])
  return {
    ...DeployConfig.parse(config.deploy),
    connections: described(config).connections,
    secrets: secretNames(config),
  }
}
