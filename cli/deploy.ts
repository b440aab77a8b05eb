import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { delimiter, join, relative, resolve } from 'node:path'
import type { Deployment } from '../adapters/deployment.ts'
import type { ParleyConfig } from '../adapters/config.ts'
import { replacements, type Template } from '../infra/guard.ts'
import { loadConfig } from '../local/config.ts'
import { agreed } from './agree.ts'
import { setupOf } from '../local/setup.ts'
import { command, CommandError } from './command.ts'
import { readDeployment } from './deployment.ts'
import { CONFIG, CONFIG_HELP } from './options.ts'
import { createSecretParameters } from './parameters.ts'
import { createStacks, type Stack, type Stacks } from './stack.ts'
import type { World } from './world.ts'

/** Where `cdk synth` puts what it makes (cdk.json). */
const SYNTHESISED = 'dist/cdk'
const TOOLKIT = 'CDKToolkit'
/** The gateway's own, which nobody looks up anywhere. */
const DEPLOY_KEY = 'PARLEY_DEPLOY_KEY'
const OWN = [DEPLOY_KEY, 'PARLEY_API_KEY']

/** Stored names of the secrets that a shop makes up itself, and of those that only accounts of the sandbox need. */
const secretsBy = async ({ connections }: ParleyConfig) => {
  const own = new Set(OWN)
  const unneeded = new Set<string>()
  const needed = new Set<string>()
  for (const { adapter, secrets, accounts } of connections) {
    const setup = await setupOf(adapter)
    const live = accounts.some(({ mode = 'live' }) => mode === 'live')
    for (const [kind, name] of Object.entries(secrets)) {
      if (setup?.secrets[kind]?.own === true) own.add(name)
      ;(live ? needed : unneeded).add(name)
    }
  }
  return { own, optional: new Set([...unneeded].filter((name) => !needed.has(name))) }
}

/** Makes the secrets that can be made, and refuses to go on without those that a provider gives. */
const prepareSecrets = async (
  world: World,
  config: ParleyConfig,
  deployment: Deployment,
  isDeployed: boolean,
): Promise<readonly string[]> => {
  const store = createSecretParameters(world, deployment)
  const found = await store.read(deployment.secrets)
  const { own, optional } = await secretsBy(config)
  const missing = deployment.secrets.filter((name) => found[name] === undefined)
  const lacking = missing.filter((name) => !own.has(name) && !optional.has(name))
  if (lacking.length > 0)
    throw new CommandError(
      ['These secrets are not set yet:', ...lacking.map((name) => `  parley secrets set ${name}`)].join('\n'),
      2,
    )
  if (isDeployed && missing.includes(DEPLOY_KEY))
    throw new CommandError(
      `${DEPLOY_KEY} is missing, and what is stored can only be found again with it: another one would make a stranger of ` +
        `every customer. Put it back from your backup: parley secrets set ${DEPLOY_KEY}`,
    )
  const made = missing.filter((name) => own.has(name))
  for (const name of made) await store.write(name, randomBytes(32).toString('hex'))
  return made
}

const createCdk = (world: World, root: string, { region }: Deployment) => {
  const cdk = join(root, 'node_modules/aws-cdk/bin/cdk')
  return async (args: readonly string[]): Promise<void> => {
    // What cdk runs is to run on this Node as well.
    const PATH = [join(root, 'node_modules/.bin'), world.env['PATH'] ?? ''].join(delimiter)
    const env = { AWS_REGION: region, AWS_DEFAULT_REGION: region, PATH }
    const { status } = await world.exec(process.execPath, [cdk, ...args], { cwd: root, env, output: 'shown' })
    if (status !== 0) throw new CommandError(`cdk ${args[0]} ended with ${status}; what it says is above.`)
  }
}

const bootstrapped = async (
  world: World,
  stacks: Stacks,
  cdk: ReturnType<typeof createCdk>,
  yes: boolean | undefined,
) => {
  if ((await stacks.read(TOOLKIT)) !== undefined) return
  await agreed(world, yes, 'This account has no CDK toolkit in the region yet, which a deploy needs. Make it?')
  await cdk(['bootstrap'])
}

const compare = async (stacks: Stacks, root: string, name: string): Promise<readonly string[]> => {
  const deployed = await stacks.template(name)
  if (deployed === undefined) return []
  const path = join(root, SYNTHESISED, `${name}.template.json`)
  const { refusals, warnings } = replacements(deployed as Template, JSON.parse(readFileSync(path, 'utf8')) as Template)
  if (refusals.length > 0)
    throw new CommandError(['This deploy would lose data:', ...refusals.map((line) => `  - ${line}`)].join('\n'))
  return warnings
}

/** What is left to do at the providers, connection by connection. */
const stepsOf = async ({ connections }: ParleyConfig, url: string) =>
  Promise.all(
    connections.map(async ({ adapter, name, config, accounts }) => {
      const webhookUrl = `${url}/webhooks/${adapter.channel}/${name}`
      const setup = await setupOf(adapter)
      const checked: unknown = adapter.config.parse(config ?? {})
      const at = { connection: name, config: checked, accounts: accounts.map(({ id }) => id), webhookUrl }
      return {
        channel: adapter.channel,
        connection: name,
        webhookUrl,
        steps: setup?.steps(at) ?? [`Webhook: ${webhookUrl}`],
      }
    }),
  )

const deployed = async (config: ParleyConfig, { outputs }: Stack, made: readonly string[]) => {
  const url = outputs['Url'] ?? ''
  const connections = await stepsOf(config, url)
  const lines = [
    '',
    `The gateway is at ${url}`,
    ...made.map((name) => `${name} was made and is kept in SSM Parameter Store.`),
    ...(made.includes(DEPLOY_KEY)
      ? ['Keep a copy of PARLEY_DEPLOY_KEY where you keep your backups: without it nothing stored can be found again.']
      : []),
    ...connections.flatMap(({ channel, connection, steps }) => [
      '',
      `${channel}/${connection}`,
      ...steps.map((step, i) => `  ${i + 1}. ${step}`),
    ]),
    '',
    'Next: parley register, then parley doctor.',
  ]
  return { answer: { url, outputs, made, connections }, lines }
}

export const deploy = command({
  usage: 'deploy [options]',
  help: `Deploys the gateway of the config into your AWS account, and tells what is left to do at the providers.

  --yes                do not ask
  --dry-run            stop before anything is changed, after showing what would be
${CONFIG_HELP}`,
  options: { ...CONFIG, yes: { type: 'boolean' }, 'dry-run': { type: 'boolean' } },
  run: async ({ world, values, answer }) => {
    const root = world.cwd
    if (!existsSync(join(root, 'cdk.json')))
      throw new CommandError('Deploy from the folder of a clone of Parley: there is no cdk.json here.', 2)
    const path = resolve(root, values.config)
    const deployment = await readDeployment(world, path)
    const config = await loadConfig(path)
    const cdk = createCdk(world, root, deployment)
    const stacks = createStacks(world, deployment.region)
    const { name } = deployment

    world.tell('Building')
    const given = relative(root, path)
    await cdk([
      'synth',
      '--quiet',
      '--build',
      `node scripts/bundle.ts --config "${given}"`,
      '--context',
      `config=${given}`,
    ])
    for (const warning of await compare(stacks, root, name)) world.tell(`Warning: ${warning}`)
    await cdk(['diff', '--app', SYNTHESISED])
    if (values['dry-run'] === true) {
      answer({ deployed: false }, ['Nothing was changed.'])
      return 0
    }
    await agreed(world, values.yes, `Deploy this as ${name} in ${deployment.region}?`)
    const made = await prepareSecrets(world, config, deployment, (await stacks.read(name)) !== undefined)
    await bootstrapped(world, stacks, cdk, values.yes)
    await cdk(['deploy', '--app', SYNTHESISED, '--require-approval', 'never'])

    const stack = await stacks.read(name)
    if (stack === undefined) throw new CommandError(`The stack ${name} is not there after the deploy.`)
    const told = await deployed(config, stack, made)
    answer(told.answer, told.lines)
    return 0
  },
})
