import type { World as CliWorld } from '../../cli/world.ts'
import type { ExitCode, Run } from '../../cli/command.ts'
import { createApp } from '../../functions/api.ts'
import { ENVIRONMENT, type World } from './world.ts'

export interface Ran {
  readonly exitCode: ExitCode
  /** Lines of standard output and of standard error. */
  readonly printed: readonly string[]
  readonly told: readonly string[]
  /** Standard output as JSON, a line a value. */
  json(): readonly unknown[]
}

/** Runs a command in a world of its own, on the virtual clock of a gateway whose API its requests reach. */
export const runCommand = async (
  run: Run,
  args: readonly string[],
  { gateway, ...overrides }: Partial<CliWorld> & { readonly gateway?: World } = {},
): Promise<Ran> => {
  const printed: string[] = []
  const told: string[] = []
  const app = gateway && createApp(gateway.wired)
  const exitCode = await run(args, {
    print: (line) => printed.push(line),
    tell: (line) => told.push(line),
    progress: () => {},
    ask: undefined,
    input: async () => '',
    exec: async (program) => {
      throw new Error(`${program} is not to be run here`)
    },
    env: { PARLEY_URL: ENVIRONMENT.PARLEY_PUBLIC_URL, PARLEY_API_KEY: ENVIRONMENT.PARLEY_API_KEY },
    cwd: '/nowhere',
    fetch: async (input, init) => {
      if (app === undefined) throw new TypeError('fetch failed')
      return app.request(new Request(input, init))
    },
    resolve: async () => [],
    now: () => gateway?.ctx.now() ?? 0,
    sleep: async () => {},
    signal: new AbortController().signal,
    ...overrides,
  })
  return { exitCode, printed, told, json: () => printed.map((line) => JSON.parse(line) as unknown) }
}
