import { resolve } from 'node:path'
import { type ParleyConfig, secretNames } from '../adapters/config.ts'
import { ConfigError } from '../adapters/config.ts'
import type { Finding } from '../adapters/setup.ts'
import { loadConfig } from '../local/config.ts'
import { StartError } from '../local/secrets.ts'
import { type Setting, settingsOf } from './channels.ts'
import { command, CommandError } from './command.ts'
import { type Check, type Found, runChecks } from './doctor/check.ts'
import { gatewayChecks } from './doctor/gateway.ts'
import { CONFIG, CONFIG_HELP } from './options.ts'
import type { World } from './world.ts'

/** The two that the gateway makes itself, on one machine. */
const OWN = new Set(['PARLEY_DEPLOY_KEY', 'PARLEY_API_KEY'])

const connectionChecks = (settings: readonly Setting[]): readonly Check[] =>
  settings.flatMap(({ channel, setup, at }) => {
    const where = `${channel}/${at.connection}`
    const diagnose = setup?.diagnose
    return diagnose === undefined ? [] : [{ where, what: where, run: (signal: AbortSignal) => diagnose(at, signal) }]
  })

/** Secrets that only accounts of the sandbox need. */
const sandboxSecrets = ({ connections }: ParleyConfig): ReadonlySet<string> => {
  const needed = new Set(
    connections
      .filter(({ accounts }) => accounts.some(({ mode = 'live' }) => mode === 'live'))
      .flatMap(({ secrets }) => Object.values(secrets)),
  )
  return new Set(connections.flatMap(({ secrets }) => Object.values(secrets)).filter((name) => !needed.has(name)))
}

const shopsOf = ({ shops }: ParleyConfig): readonly string[] => shops?.map(({ id }) => id) ?? ['shp_default']

const at = (where: string, findings: readonly Finding[]): readonly Found[] =>
  findings.map((finding) => ({ where, ...finding }))

const examineDeployed = async (world: World, path: string): Promise<readonly Found[]> => {
  const [{ readDeployed, settingsAt }, { deploymentChecks, secretFindings, stackFindings }, { mailChecks }] =
    await Promise.all([import('./deployed.ts'), import('./doctor/deployment.ts'), import('./doctor/mail.ts')])
  const deployed = await readDeployed(world, path)
  const { config, deployment, stack, secrets } = deployed
  const missing = at('aws', secretFindings(deployed, sandboxSecrets(config)))
  if (stack === undefined)
    return [
      {
        where: 'aws',
        code: 'not_deployed',
        level: 'error',
        message: `${deployment.name} is not deployed in ${deployment.region}.`,
        fix: 'parley deploy',
      },
      ...missing.filter(({ code }) => code !== 'secret_missing'),
    ]
  const settings = await settingsAt(world, deployed)
  const live = new Set(settings.map((setting) => `${setting.channel}/${setting.at.connection}`))
  const url = stack.outputs['Url'] ?? ''
  const gateway = { url, shops: shopsOf(config), secrets, ownName: deployment.domain !== undefined }
  const found = await runChecks(world, [
    ...deploymentChecks(world, deployed),
    ...mailChecks(world, deployed, live),
    ...gatewayChecks(world, gateway),
    ...connectionChecks(settings),
  ])
  return [...at('aws', stackFindings(deployment, stack)), ...missing, ...found]
}

/** Without AWS: the secrets of the environment, and the gateway where providers reach it. */
const examineLocal = async (world: World, config: ParleyConfig): Promise<readonly Found[]> => {
  const value = (name: string): readonly string[] => [world.env[name] ?? ''].filter((one) => one !== '')
  const optional = sandboxSecrets(config)
  const missing = secretNames(config)
    .filter((name) => !OWN.has(name) && !optional.has(name) && value(name).length === 0)
    .map((name): Found => {
      const fix = `Set ${name} in the environment of npm start.`
      return { where: 'config', code: 'secret_missing', level: 'error', message: `${name} is not set.`, fix }
    })
  const url = world.env['PARLEY_PUBLIC_URL']?.replace(/\/+$/, '')
  const aws = {
    region: 'local',
    sign: async () => {
      throw new CommandError('There is no AWS here.')
    },
  }
  const settings = await settingsOf(world, config, { publicUrl: url ?? 'http://localhost', secrets: value, aws })
  const live = settings.filter((setting) => setting.at.accounts.length > 0)
  if (live.length === 0) return missing
  if (url === undefined)
    return [
      ...missing,
      {
        where: 'gateway',
        code: 'public_url_missing',
        level: 'error',
        message: 'Accounts are live, and no provider reaches this machine.',
        fix: 'Open a tunnel to it and set PARLEY_PUBLIC_URL to its https address; or set mode: ‘test’ in the config.',
      },
    ]
  const apiKey = world.env['PARLEY_API_KEY']
  const secrets = apiKey ? { PARLEY_API_KEY: apiKey } : {}
  const gateway = { url, shops: shopsOf(config), secrets, ownName: false }
  return [...missing, ...(await runChecks(world, [...gatewayChecks(world, gateway), ...connectionChecks(live)]))]
}

const readConfig = async (world: World, path: string): Promise<ParleyConfig> => {
  try {
    return await loadConfig(resolve(world.cwd, path))
  } catch (error) {
    if (error instanceof StartError || error instanceof ConfigError) throw new CommandError(error.message, 2)
    throw error
  }
}

const linesOf = ({ where, account, level, code, message, fix }: Found): readonly string[] => [
  `${level === 'error' ? 'ERROR  ' : 'warning'}  ${where}${account === undefined ? '' : ` ${account}`}: ${message} [${code}]`,
  `         → ${fix}`,
]

const count = (number: number, word: string): string => `${number} ${word}${number === 1 ? '' : 's'}`

const summary = (errors: number, warnings: number): string => {
  if (errors + warnings === 0) return 'All is well.'
  if (errors === 0) return `${count(warnings, 'warning')}; nothing is lost now.`
  return `${count(errors, 'error')}, ${count(warnings, 'warning')}.`
}

export const doctor = command({
  usage: 'doctor [options]',
  help: `Looks for what is wrong with the deployment and its connections, and says how it is mended. It changes nothing. Ends with 1
where there are errors; warnings alone are no error.

  --local              without AWS: the environment of npm start; so too where the config names no deployment
${CONFIG_HELP}

Where a provider has its settings behind a key of its own, give it in the environment: POSTMARK_SERVER_TOKEN, MAILGUN_API_KEY,
SENDGRID_API_KEY. It is used and not kept.`,
  options: { ...CONFIG, local: { type: 'boolean' } },
  run: async ({ world, values, answer }) => {
    const config = await readConfig(world, values.config)
    const local = values.local === true || config.deploy === undefined
    const found = await (local ? examineLocal(world, config) : examineDeployed(world, values.config))
    const findings = found.toSorted((a, b) => a.level.localeCompare(b.level))
    const errors = findings.filter(({ level }) => level === 'error').length
    const words = summary(errors, findings.length - errors)
    answer({ healthy: findings.length === 0, findings }, [...findings.flatMap(linesOf), words])
    return errors > 0 ? 1 : 0
  },
})
