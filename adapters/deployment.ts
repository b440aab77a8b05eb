import type * as z from 'zod'
import type { CloudNeeds } from './adapter.ts'
import { checkConfig, ConfigError, type ParleyConfig, secretNames } from './config.ts'
import { problemsOf, shapeProblems } from './config-shape.ts'
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
    const name = config.deploy?.name ?? 'parley'
    return {
      connections,
      problems: [
        ...sharedSets(connections, 'sendsMail'),
        ...sharedSets(connections, 'sendsSms'),
        // Nothing on one machine has such a limit.
        ...(config.deploy === undefined ? [] : longPolicies(name, secretNames(config), connections)),
      ],
    }
  } catch (error) {
    if (error instanceof ConfigError) return { connections: [], problems: error.problems }
    throw error
  }
}

/** Characters that IAM takes of all inline policies of a role: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const POLICY_CHARACTERS = 10_240
/** What the longest policy has besides the names below; a test holds it against the templates. */
const FIXED_CHARACTERS = 2900
/** An ARN in a policy, but for the name at its end: partition, service, region, account, and the kind of what is named. */
const ARN_CHARACTERS = 66

/**
 * Characters of the longest policy, not less than it will have. Every function names all secrets, each with the one before; one of them all
 * mailboxes, another the queues of connections.
 */
export const policyCharacters = ({
  name,
  secrets,
  connections,
}: Pick<Deployment, 'name' | 'secrets' | 'connections'>): number => {
  const named = (names: readonly string[]) => names.reduce((sum, one) => sum + ARN_CHARACTERS + one.length, 0)
  const mail = connections.filter(({ needs }) => needs.sendsMail !== undefined)
  return (
    FIXED_CHARACTERS +
    named(secrets.flatMap((secret) => [`${name}/${secret}`, `${name}/${secret}_PREVIOUS`])) +
    Math.max(
      named(mail.flatMap(({ accounts }) => accounts.flatMap((mailbox) => [mailbox, mailbox]))),
      named(connections.filter(({ queue }) => queue).map((one) => `${name}-inbound-${one.channel}-${one.name}`)),
    )
  )
}

const longPolicies = (
  name: string,
  secrets: readonly string[],
  connections: readonly DeployedConnection[],
): string[] => {
  const characters = policyCharacters({ name, secrets, connections })
  return characters <= POLICY_CHARACTERS
    ? []
    : [
        `connections: the names of ${secrets.length} secrets and what else functions may use make a policy of ${characters} characters, ${characters - POLICY_CHARACTERS} too long for IAM; let connections of one app share their secrets, or deploy some with another deploy.name`,
      ]
}

/** What is wrong with the deployment that a config names; nothing where it names none. */
const deployProblems = (deploy: DeployInput | undefined): readonly string[] => {
  const checked = DeployConfig.optional().safeParse(deploy)
  return checked.success ? [] : problemsOf('deploy', checked.error)
}

/** Checks all of a config, with how it is deployed where it says so. Throws {@link ConfigError}. */
export const checkWhole = (config: ParleyConfig): void => {
  const shape = shapeProblems(config)
  // What cannot be read cannot be described.
  const problems = [...(shape.length > 0 ? shape : described(config).problems), ...deployProblems(config.deploy)]
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
