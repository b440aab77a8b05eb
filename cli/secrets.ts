import { randomBytes } from 'node:crypto'
import { command, CommandError, group, type Call } from './command.ts'
import { readDeployment } from './deployment.ts'
import { CONFIG, CONFIG_HELP } from './options.ts'
import { createSecretParameters, previousOf, type SecretParameters } from './parameters.ts'
import { columns } from './table.ts'
import type { World } from './world.ts'

const DEPLOY_KEY = 'PARLEY_DEPLOY_KEY'
/** A minute after which every function has read them again. */
const SOON = 'Functions use it within a minute; no deploy is needed.'

const VALUE = { ...CONFIG, generate: { type: 'boolean' }, overwrite: { type: 'boolean' } } as const
const VALUE_HELP = `  --generate           make a random one, for a secret that you choose yourself
${CONFIG_HELP}

The value is asked for without being shown, or read from standard input; never from an argument, which others can see.`

interface Named {
  readonly name: string
  readonly names: readonly string[]
  readonly store: SecretParameters
}

const find = async (world: World, config: string, name: string): Promise<Named> => {
  const deployment = await readDeployment(world, config)
  if (!deployment.secrets.includes(name))
    throw new CommandError(`The config names no secret ${name}. It names: ${deployment.secrets.join(', ')}.`, 2)
  return { name, names: deployment.secrets, store: createSecretParameters(world, deployment) }
}

const valueOf = async (world: World, name: string, generate: boolean | undefined): Promise<string> => {
  if (generate === true) return randomBytes(32).toString('hex')
  const value = world.ask ? await world.ask(`${name}:`, { hidden: true }) : (await world.input()).trim()
  if (value === '') throw new CommandError(`The value of ${name} is empty.`, 2)
  return value
}

const permanent = (name: string): void => {
  if (name === DEPLOY_KEY)
    throw new CommandError(
      'The deploy key is permanent: every id is made with it, and another one would find nothing.',
      2,
    )
}

type Words = Pick<Call<typeof VALUE>, 'world' | 'values' | 'positionals' | 'answer'>

const setRun = async ({ world, values, positionals: [name = ''], answer }: Words): Promise<0> => {
  const { store } = await find(world, values.config, name)
  const before = (await store.read([name]))[name]
  if (before !== undefined) {
    permanent(name)
    if (values.overwrite !== true)
      throw new CommandError(`${name} is set. Rotate it, so that both count for a while; or give --overwrite.`)
  }
  await store.write(name, await valueOf(world, name, values.generate))
  answer({ name, state: 'set' }, [`${name} is set. ${SOON}`])
  return 0
}

const rotateRun = async ({ world, values, positionals: [name = ''], answer }: Words): Promise<0> => {
  const { store } = await find(world, values.config, name)
  permanent(name)
  const previous = previousOf(name)
  const { [name]: current, [previous]: older } = await store.read([name, previous])
  if (current === undefined) throw new CommandError(`${name} is not set: there is nothing to rotate.`)
  if (older !== undefined && older !== current && values.overwrite !== true)
    throw new CommandError(
      `${name} is being rotated. End that first: parley secrets finish ${name}. Or give --overwrite.`,
    )
  const next = await valueOf(world, name, values.generate)
  // In this order: whenever it ends in between, the secret that providers use counts.
  await store.write(previous, current)
  await store.write(name, next)
  answer({ name, state: 'rotating' }, [
    `${name} has a new value, and the one before counts as well. ${SOON}`,
    `Once the provider uses the new one: parley secrets finish ${name}`,
  ])
  return 0
}

const list = command({
  usage: 'secrets list [options]',
  help: `Tells which secrets of the config are set, never their values. Ends with 1 where one is missing.

${CONFIG_HELP}`,
  options: CONFIG,
  run: async ({ world, values, answer }) => {
    const deployment = await readDeployment(world, values.config)
    const { secrets } = deployment
    const found = await createSecretParameters(world, deployment).read(
      secrets.flatMap((name) => [name, previousOf(name)]),
    )
    const states = secrets.map((name) => {
      if (found[name] === undefined) return { name, state: 'missing' }
      return { name, state: found[previousOf(name)] === undefined ? 'set' : 'rotating' }
    })
    answer(states, columns(states.map(({ name, state }) => [name, state])))
    return states.some(({ state }) => state === 'missing') ? 1 : 0
  },
})

const set = command({
  usage: 'secrets set <NAME> [options]',
  help: `Stores a secret for the deployment, encrypted, in SSM Parameter Store.

  --overwrite          also where one is set, which ends it at once
${VALUE_HELP}`,
  options: VALUE,
  positionals: [1, 1],
  run: setRun,
})

const rotate = command({
  usage: 'secrets rotate <NAME> [options]',
  help: `Stores a new value beside the one before: both count until \`parley secrets finish\`.

  --overwrite          also in the middle of a rotation, which ends the oldest value
${VALUE_HELP}`,
  options: VALUE,
  positionals: [1, 1],
  run: rotateRun,
})

const finish = command({
  usage: 'secrets finish <NAME> [options]',
  help: `Ends a rotation: the value before does not count any more.

${CONFIG_HELP}`,
  options: CONFIG,
  positionals: [1, 1],
  run: async ({ world, values, positionals: [name = ''], answer }) => {
    const { store } = await find(world, values.config, name)
    await store.remove(previousOf(name))
    answer({ name, state: 'set' }, [`Of ${name} the new value alone counts. Functions know it within a minute.`])
    return 0
  },
})

export const secrets = group('secrets', 'The secrets of a deployment, by the names the config gives them.', {
  list: { summary: 'tells which are set', run: list },
  set: { summary: 'stores one', run: set },
  rotate: { summary: 'stores a new value beside the one before', run: rotate },
  finish: { summary: 'ends a rotation', run: finish },
})
