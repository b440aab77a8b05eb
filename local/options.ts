import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { compact } from '../core/compact.ts'
import { COMMON, type Command, DEFAULT_CONFIG, isHttpUrl } from './arguments.ts'

export interface StartOptions {
  /** 0 takes a free one. */
  readonly port: number
  /** Forget what an earlier start kept. */
  readonly fresh: boolean
  readonly dir: string
  /** Base URL of a sandbox outside of this process. */
  readonly sandboxUrl?: string
  /** Folder of the bundles to run, each function in processes of its own, in the place of the sources. */
  readonly bundles?: string
}

export const DEFAULT_PORT = 8787
const DEFAULT_DIR = '.parley'

export const USAGE = `Usage: parley start [options]   (npm start -- [options] in Parley's own repository)

Runs Parley on this machine, with a sandbox in the place of the providers.

  --port <n>           port on 127.0.0.1 (default ${DEFAULT_PORT}; 0 takes a free one)
  --fresh              forget what was kept by earlier starts, keys and secrets as well
  --dir <path>         where everything is kept (default ${DEFAULT_DIR})
  --sandbox-url <url>  talk to a sandbox outside of this process instead of the built-in one
  --bundles <path>     run what npm run bundle made (dist/lambda), each function in processes of its own as in the cloud
  --config <path>      what is to run (default ${DEFAULT_CONFIG})
  --help               show this

Environment: PARLEY_PUBLIC_URL when a tunnel leads here; the names of the secrets in the config, to use your own;
PARLEY_*_MS for the gateway's times. docs/local.md has more.`

const OPTIONS = {
  port: { type: 'string', default: String(DEFAULT_PORT) },
  fresh: { type: 'boolean', default: false },
  dir: { type: 'string', default: DEFAULT_DIR },
  'sandbox-url': { type: 'string' },
  bundles: { type: 'string' },
  ...COMMON,
} as const

const portOf = (text: string): number | undefined => {
  const port = Number(text)
  return /^\d+$/.test(text) && port <= 65_535 ? port : undefined
}

/** Reads the arguments after the command's name. */
export const readCommand = (args: readonly string[]): Command<StartOptions & { readonly config: string }> => {
  let values
  try {
    values = parseArgs({ args: [...args], options: OPTIONS, strict: true, allowPositionals: false }).values
  } catch (error) {
    return { kind: 'wrong', message: error instanceof Error ? error.message : String(error) }
  }
  if (values.help) return { kind: 'help' }
  const port = portOf(values.port)
  if (port === undefined) return { kind: 'wrong', message: `--port ${values.port}: give a number from 0 to 65535` }
  if (values.dir === '') return { kind: 'wrong', message: '--dir: give the path of a directory' }
  const sandboxUrl = values['sandbox-url']?.replace(/\/+$/, '')
  if (sandboxUrl !== undefined && !isHttpUrl(sandboxUrl))
    return { kind: 'wrong', message: `--sandbox-url ${sandboxUrl}: give an http or https URL` }
  const bundles = values.bundles === undefined ? undefined : resolve(values.bundles)
  const options = { port, fresh: values.fresh, dir: resolve(values.dir), config: resolve(values.config) }
  return { kind: 'run', options: { ...options, ...compact({ sandboxUrl, bundles }) } }
}
