import { type Gateway, openGateway } from './gateway.ts'
import { loadConfig } from './config.ts'
import { readableLog, welcome } from './lines.ts'
import { readCommand, USAGE } from './options.ts'
import { explained } from './arguments.ts'
import { StartError } from './secrets.ts'

/** Stops once, however often it is told to; told again while it stops, it ends at once. */
const stopOnSignals = (gateway: Gateway): void => {
  let stopping = false
  const stop = (): void => {
    if (stopping) process.exit(1)
    stopping = true
    gateway.close().then(
      () => process.exit(0),
      () => process.exit(1),
    )
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop)
}

/** Runs the gateway until a signal ends it; says why when it cannot, and ends with 1, or with 2 for a wrong config. */
export const startCommand = async (args: readonly string[]): Promise<number | undefined> => {
  const command = readCommand(args)
  if (command.kind !== 'run') return explained(command, USAGE)
  const { config: path, ...options } = command.options
  const log = readableLog((line) => process.stdout.write(`${line}\n`))
  try {
    const config = await loadConfig(path)
    const gateway = await openGateway({ ...options, config, env: process.env, log })
    stopOnSignals(gateway)
    process.stdout.write(`${welcome(gateway, (await gateway.signIn()).url, options)}\n`)
    return undefined
  } catch (error) {
    if (!(error instanceof StartError)) throw error
    console.error(error.message)
    process.exit(error.exitCode)
  }
}
