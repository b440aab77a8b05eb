import { SESClient, SetActiveReceiptRuleSetCommand } from '@aws-sdk/client-ses'
import { type Change, SetupError } from '../adapters/setup.ts'
import { agreed } from './agree.ts'
import { calling, clientConfig } from './aws.ts'
import { command, CommandError } from './command.ts'
import { type Deployed, readDeployed, settingsAt } from './deployed.ts'
import { activeRules } from './doctor/mail.ts'
import { CONFIG, CONFIG_HELP } from './options.ts'
import type { World } from './world.ts'

/** What one connection has to have at its provider; `problem` where that could not be found out. */
interface Plan {
  readonly where: string
  readonly changes: readonly Change[]
  readonly problem?: string
}

interface Outcome {
  readonly where: string
  readonly account?: string
  readonly what: string
  readonly state: 'already' | 'done' | 'failed' | 'left'
  readonly problem?: string
}

/** A provider has these seconds for each question and each change. */
const LIMIT_MS = 60_000
const limited = ({ signal }: World): AbortSignal => AbortSignal.any([signal, AbortSignal.timeout(LIMIT_MS)])

const planned = async (where: string, look: () => Promise<readonly Change[]>): Promise<Plan> => {
  try {
    return { where, changes: await look() }
  } catch (error) {
    if (error instanceof SetupError || error instanceof CommandError)
      return { where, changes: [], problem: error.message }
    throw error
  }
}

/** A region has one active set of receipt rules, and another one may receive somebody's mail: it is never replaced. */
const receiptRules = async (world: World, { name, region }: Deployed['deployment']): Promise<readonly Change[]> => {
  const active = await activeRules(world, region)
  const what = `SES receives by the rules ${name}`
  if (active === name) return [{ what }]
  if (active !== undefined)
    throw new SetupError(
      `SES receives by another set of rules, ${active}, which is left as it is. Copy the rules of ${name} into it in the SES console, under Email receiving.`,
    )
  const client = new SESClient(clientConfig(world, region))
  const apply = async (): Promise<void> => {
    await calling('activate the receipt rules of SES', () =>
      client.send(new SetActiveReceiptRuleSetCommand({ RuleSetName: name })),
    )
  }
  return [{ what, apply }]
}

const makePlans = async (
  world: World,
  deployed: Deployed,
  only: readonly string[] | undefined,
): Promise<readonly Plan[]> => {
  const settings = await settingsAt(world, deployed)
  const all = settings.map((setting) => ({ ...setting, where: `${setting.channel}/${setting.at.connection}` }))
  const unknown = only?.find((one) => all.every(({ where }) => where !== one))
  if (unknown !== undefined)
    throw new CommandError(
      `There is no live connection ${unknown}. There is ${all.map(({ where }) => where).join(', ')}.`,
      2,
    )
  const chosen = all.filter(({ where }) => only === undefined || only.includes(where))
  const receives = new Set(
    deployed.deployment.connections
      .filter(({ needs }) => needs.receivesMail)
      .map(({ channel, name }) => `${channel}/${name}`),
  )
  return Promise.all([
    ...(chosen.some(({ where }) => receives.has(where))
      ? [planned('aws', () => receiptRules(world, deployed.deployment))]
      : []),
    ...chosen.flatMap(({ where, setup, at }) => {
      const register = setup?.register
      return register === undefined ? [] : [planned(where, () => register(at, limited(world)))]
    }),
  ])
}

/** In order, for later ones may need that earlier ones were made. */
const applyPlan = async (world: World, { where, changes, problem }: Plan): Promise<readonly Outcome[]> => {
  const outcomes: Outcome[] =
    problem === undefined ? [] : [{ where, what: 'could not be looked at', state: 'failed', problem }]
  let stopped = false
  for (const { apply, ...change } of changes) {
    if (apply === undefined) outcomes.push({ where, ...change, state: 'already' })
    else if (stopped) outcomes.push({ where, ...change, state: 'left' })
    else {
      world.progress(`${where}: ${change.what}`)
      try {
        await apply(limited(world))
        outcomes.push({ where, ...change, state: 'done' })
      } catch (error) {
        if (!(error instanceof SetupError || error instanceof CommandError)) throw error
        outcomes.push({ where, ...change, state: 'failed', problem: error.message })
        stopped = true
      }
    }
  }
  return outcomes
}

const WORDS: Readonly<Record<Outcome['state'], string>> = {
  already: 'already so',
  done: 'done',
  failed: 'FAILED',
  left: 'not tried',
}

const lineOf = ({ where, account, what, state, problem }: Outcome): string =>
  `${WORDS[state].padEnd(10)}  ${where}${account === undefined ? '' : ` ${account}`}: ${what}${problem === undefined ? '' : `. ${problem}`}`

const show = (world: World, plans: readonly Plan[]): number => {
  const pending = plans.flatMap(({ where, changes }) =>
    changes.filter(({ apply }) => apply !== undefined).map((change) => ({ where, ...change })),
  )
  if (pending.length > 0) world.tell('To be changed at the providers:')
  for (const { where, account, what } of pending)
    world.tell(`  ${where}${account === undefined ? '' : ` ${account}`}: ${what}`)
  return pending.length
}

export const register = command({
  usage: 'register [options]',
  help: `Subscribes the webhooks of a deployment, where the provider has an API for it: shows what it would change, asks, and changes it.
What is as it has to be is left alone. Ends with 1 where something could not be done.

  --only <connection>  this one, such as whatsapp/main; once for each
  --yes                without asking
${CONFIG_HELP}

Inbound mail needs a key of the provider in the environment: POSTMARK_SERVER_TOKEN, MAILGUN_API_KEY or SENDGRID_API_KEY.`,
  options: { ...CONFIG, only: { type: 'string', multiple: true }, yes: { type: 'boolean' } },
  run: async ({ world, values, answer }) => {
    const deployed = await readDeployed(world, values.config)
    if (deployed.stack === undefined)
      throw new CommandError(
        `${deployed.deployment.name} is not deployed in ${deployed.deployment.region}: parley deploy.`,
      )
    world.progress('Asking the providers')
    const plans = await makePlans(world, deployed, values.only)
    world.progress('')
    const count = show(world, plans)
    if (count > 0) await agreed(world, values.yes, count === 1 ? 'Change it?' : `Change these ${count}?`)
    const outcomes: Outcome[] = []
    for (const plan of plans) outcomes.push(...(await applyPlan(world, plan)))
    answer(outcomes, outcomes.length === 0 ? ['There is nothing to register.'] : outcomes.map(lineOf))
    return outcomes.some(({ state }) => state === 'failed' || state === 'left') ? 1 : 0
  },
})
