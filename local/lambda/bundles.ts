import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Log } from '../../core/ports.ts'
import { FUNCTIONS, type FunctionName } from '../../functions/aws/shape.ts'
import type { Environment as Variables } from '../../functions/wire.ts'
import type { LocalFunctions } from '../functions.ts'
import { StartError } from '../secrets.ts'
import { type Measured, RUNTIME, startEnvironment } from './environment.ts'
import { createProcessFunction, type ProcessFunction } from './function.ts'

/** With how many processes at a time; a machine has few cores, and each process its 100 MB. */
const MOST = 2

export interface BundlesOptions {
  /** Has a folder for each function, by its name, as they are deployed. */
  readonly dir: string
  readonly variables: Variables
  readonly log: Log
  /** Another runtime than our own: a command that is started in the function's folder. */
  readonly runtime?: readonly [string, ...string[]]
}

export interface Bundles {
  readonly functions: LocalFunctions
  measured(): Readonly<Record<FunctionName, readonly Measured[]>>
  end(): Promise<void>
}

/** Lines of the function's own log go into ours; others are shown as they are. */
const printTo =
  (log: Log, name: string) =>
  (line: string): void => {
    try {
      const { event, ...fields } = JSON.parse(line) as Readonly<Record<string, string | number>>
      if (typeof event === 'string') return log(event, fields)
    } catch {
      // No JSON: a warning of Node or of a library.
    }
    log('function_printed', { function: name, line })
  }

/**
 * Runs the deployed functions in processes of their own, each behind a Runtime API. The names of the functions are their
 * access keys, so that who looks at the requests to AWS can tell who made them. Throws {@link StartError}.
 */
export const openBundles = async ({ dir, variables, log, runtime = RUNTIME }: BundlesOptions): Promise<Bundles> => {
  const missing = FUNCTIONS.find((name) => !existsSync(join(dir, name, 'index.mjs')))
  if (missing !== undefined)
    throw new StartError(`There is no bundle of ${missing} in ${dir}. Make them: npm run bundle.`)
  const open = (name: FunctionName): ProcessFunction =>
    createProcessFunction(
      () =>
        startEnvironment({
          functionName: name,
          command: runtime,
          folder: join(dir, name),
          variables: { ...variables, AWS_ACCESS_KEY_ID: name, AWS_SESSION_TOKEN: 'local' },
          print: printTo(log, name),
        }),
      MOST,
    )
  const functions = Object.fromEntries(FUNCTIONS.map((name) => [name, open(name)])) as Record<
    FunctionName,
    ProcessFunction
  >
  const all = Object.values(functions)
  const end = async (): Promise<void> => {
    await Promise.all(all.map((one) => one.end()))
  }
  const warmed = await Promise.allSettled(all.map((one) => one.warm()))
  const failed = warmed.findIndex(({ status }) => status === 'rejected')
  if (failed >= 0) {
    await end()
    const { reason } = warmed[failed] as PromiseRejectedResult
    throw new StartError(`The bundle of ${FUNCTIONS[failed]} in ${dir} does not start: ${(reason as Error).message}`)
  }
  const byName = <T>(of: (one: ProcessFunction) => T) =>
    Object.fromEntries(FUNCTIONS.map((name) => [name, of(functions[name])])) as Record<FunctionName, T>
  return {
    functions: byName(({ invoke }) => invoke) as unknown as LocalFunctions,
    measured: () => byName((one) => one.measured()),
    end,
  }
}
