import { existsSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ChannelFactory } from '../adapters/adapter.ts'
import type { ChannelSetup } from '../adapters/setup.ts'
import { DEFAULT_CONFIG } from '../local/arguments.ts'
import { builtinChannels } from './builtin.ts'
import { setupOf } from '../local/setup.ts'
import { command, CommandError } from './command.ts'
import { configText, secretName, type Chosen } from './init-text.ts'
import type { World } from './world.ts'

const BEFORE = 'parley.config.before.ts'

/** Answers given as options, else by the person; without either, what may be left out is left out. */
interface Answers {
  /** Asked until it is good. `otherwise`: what an empty answer stands for; undefined where there has to be one. */
  readonly text: (name: string, question: string, given: string | undefined, options?: AnswerOptions) => Promise<string>
}
interface AnswerOptions {
  readonly otherwise?: string
  readonly pattern?: RegExp | undefined
  readonly one?: readonly string[]
}

const complaint = (value: string, { pattern, one }: AnswerOptions): string | undefined => {
  if (one !== undefined && !one.includes(value)) return `give one of ${one.join(', ')}`
  if (pattern !== undefined && !pattern.test(value)) return `it does not look like one (${pattern.source})`
  return undefined
}

/** What was given or may be left out. Throws {@link CommandError} where it is not good, or there has to be an answer. */
const unasked = (name: string, given: string | undefined, options: AnswerOptions): string => {
  const value = given ?? options.otherwise
  if (value === undefined) throw new CommandError(`Nobody can be asked here: give ${name}.`, 2)
  const wrong = value === options.otherwise ? undefined : complaint(value, options)
  if (wrong !== undefined) throw new CommandError(`${name} ${value}: ${wrong}.`, 2)
  return value
}

const answersOf = ({ ask, tell }: World): Answers => ({
  text: async (name, question, given, options = {}) => {
    if (given !== undefined || ask === undefined) return unasked(name, given, options)
    const { otherwise = '' } = options
    const hint = otherwise === '' ? '' : ` [${otherwise}]`
    for (;;) {
      const value = (await ask(`${question}${hint}:`)) || otherwise
      if (value === options.otherwise) return value
      const wrong = value === '' ? 'an answer is needed' : complaint(value, options)
      if (wrong === undefined) return value
      tell(`  ${wrong}`)
    }
  },
})

/** `whatsapp=123`, as often as there are channels. */
const byChannel = (option: string, pairs: readonly string[] | undefined): ReadonlyMap<string, string> =>
  new Map(
    (pairs ?? []).map((pair) => {
      const at = pair.indexOf('=')
      if (at < 1) throw new CommandError(`${option} ${pair}: give <channel>=<value>.`, 2)
      return [pair.slice(0, at), pair.slice(at + 1)] as const
    }),
  )

interface Given {
  readonly accounts: ReadonlyMap<string, string>
  readonly variants: ReadonlyMap<string, string>
  readonly test: boolean
}

const chooseVariant = async (
  { text }: Answers,
  channel: string,
  { variants }: ChannelSetup,
  given: Given,
): Promise<Readonly<Record<string, unknown>>> => {
  const [first] = variants
  if (first === undefined) return {}
  if (variants.length === 1) return first.config
  const names = variants.map(({ name }) => name)
  const question = [
    `${channel}, by which provider?`,
    ...variants.map(({ name, what }) => `  ${name}: ${what}`),
    channel,
  ].join('\n')
  const chosen = await text('--variant', question, given.variants.get(channel), { otherwise: first.name, one: names })
  return variants.find(({ name }) => name === chosen)?.config ?? {}
}

const chooseChannel = async (
  answers: Answers,
  channel: string,
  adapter: ChannelFactory,
  given: Given,
): Promise<Chosen> => {
  const setup = await setupOf(adapter)
  const config = setup === undefined ? {} : await chooseVariant(answers, channel, setup, given)
  const { what, where, pattern } = setup?.account ?? { what: 'Account', where: 'at the provider', pattern: undefined }
  const account = await answers.text(
    `--account ${channel}=<id>`,
    `${channel}: ${what} (${where})`,
    given.accounts.get(channel),
    { pattern },
  )
  const checked: unknown = adapter.config.parse(config)
  const secrets = (adapter.secretsFor?.(checked as never) ?? adapter.secrets).map((kind) => ({
    kind,
    name: secretName(channel, kind),
    asked: setup?.secrets[kind],
  }))
  return { channel, config, account, secrets, test: given.test }
}

const nextSteps = (chosen: readonly Chosen[], region: string): readonly string[] => {
  const secrets = chosen.flatMap(({ secrets }) => secrets)
  return [
    `${DEFAULT_CONFIG} is written. Try it on this machine: npm start`,
    '',
    ...(region === ''
      ? ['To deploy it, add `deploy: { region }` to it and say parley deploy.']
      : [
          'Before parley deploy, set the secrets; their values are asked for:',
          ...secrets.map(({ name, asked }) =>
            asked?.own === true
              ? `  parley secrets set ${name} --generate`
              : `  parley secrets set ${name}   ${asked ? `${asked.what}: ${asked.where}` : ''}`.trimEnd(),
          ),
        ]),
  ]
}

export const init = command({
  usage: 'init [options]',
  help: `Asks which channels a shop has, and writes ${DEFAULT_CONFIG}. What is given is not asked.

  --shop <name>           the shop's name
  --channels <names>      with commas between: whatsapp,email
  --account <c>=<id>      the account of a channel; once for each
  --variant <c>=<name>    the provider of a channel that has several
  --region <region>       where it is deployed, such as eu-central-1; empty to leave that out
  --alarm-email <email>   who is told when something needs a person
  --test                  talk to the sandbox, not to the providers
  --overwrite             also where there is a config; it is kept as ${BEFORE}`,
  options: {
    shop: { type: 'string' },
    channels: { type: 'string' },
    account: { type: 'string', multiple: true },
    variant: { type: 'string', multiple: true },
    region: { type: 'string' },
    'alarm-email': { type: 'string' },
    test: { type: 'boolean' },
    overwrite: { type: 'boolean' },
  },
  run: async ({ world, values, answer }) => {
    const path = join(world.cwd, DEFAULT_CONFIG)
    const answers = answersOf(world)
    if (existsSync(path) && values.overwrite !== true) {
      const question = `There is a ${DEFAULT_CONFIG}. Replace it (it is kept as ${BEFORE})?`
      if (world.ask === undefined || !/^y(es)?$/i.test(await world.ask(`${question} [y/N]`)))
        throw new CommandError(`There is a ${DEFAULT_CONFIG}: give --overwrite to replace it.`, 2)
    }
    const channels = await builtinChannels()
    const shop = await answers.text('--shop', 'Name of the shop', values.shop, { otherwise: 'My shop' })
    const known = [...channels.keys()].join(', ')
    const listed = await answers.text('--channels', `Channels, with commas between (${known})`, values.channels)
    const given: Given = {
      accounts: byChannel('--account', values.account),
      variants: byChannel('--variant', values.variant),
      test: values.test === true,
    }
    const chosen: Chosen[] = []
    for (const channel of new Set(listed.split(',').map((name) => name.trim()))) {
      const adapter = channels.get(channel)
      if (adapter === undefined) throw new CommandError(`There is no channel ${channel}; there is ${known}.`, 2)
      chosen.push(await chooseChannel(answers, channel, adapter, given))
    }
    const region = await answers.text('--region', 'AWS region to deploy to (empty: later)', values.region, {
      otherwise: '',
    })
    const alarmEmail =
      region === ''
        ? ''
        : await answers.text('--alarm-email', 'Email address for alarms (empty: none)', values['alarm-email'], {
            otherwise: '',
          })

    const inRepository = existsSync(join(world.cwd, 'adapters/config.ts'))
    const text = configText({ shop, chosen, region, alarmEmail, inRepository })
    if (existsSync(path)) renameSync(path, join(world.cwd, BEFORE))
    writeFileSync(path, text)
    answer({ path, channels: chosen.map(({ channel }) => channel) }, nextSteps(chosen, region))
    return 0
  },
})
