import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { COMMON, type Command, DEFAULT_CONFIG, isHttpUrl } from '../arguments.ts'
import { DEFAULT_PORT } from '../options.ts'

export interface DemoOptions {
  /** A gateway that runs. */
  readonly url?: string
  /** What a gateway of the demo's own runs; whether somebody asked for just this one. */
  readonly config: { readonly path: string; readonly named: boolean }
}

export const DEFAULT_URL = `http://127.0.0.1:${DEFAULT_PORT}`

export const USAGE = `Usage: parley demo [options]   (npm run demo -- [options] in Parley's own repository)

A customer writes on every channel of the sandbox, an agent answers, and the conversations are shown.

  --url <url>      a gateway that runs (default ${DEFAULT_URL}; a temporary one when nothing answers there)
  --config <path>  run this config in a temporary gateway (default ${DEFAULT_CONFIG})
  --help           show this`

const OPTIONS = { url: { type: 'string' }, config: { type: 'string' }, help: COMMON.help } as const

export const readDemoCommand = (args: readonly string[]): Command<DemoOptions> => {
  let values
  try {
    values = parseArgs({ args: [...args], options: OPTIONS, strict: true, allowPositionals: false }).values
  } catch (error) {
    return { kind: 'wrong', message: error instanceof Error ? error.message : String(error) }
  }
  if (values.help) return { kind: 'help' }
  const config = { path: resolve(values.config ?? DEFAULT_CONFIG), named: values.config !== undefined }
  const url = values.url?.replace(/\/+$/, '')
  if (url === undefined) return { kind: 'run', options: { config } }
  if (!isHttpUrl(url)) return { kind: 'wrong', message: `--url ${url}: give an http or https URL` }
  if (config.named) return { kind: 'wrong', message: 'give --url or --config: a gateway that runs has its config' }
  return { kind: 'run', options: { url, config } }
}
