import { parseArgs } from 'node:util'
import { DEFAULT_PORT, isHttpUrl } from '../options.ts'

export type DemoCommand =
  | { readonly kind: 'run'; readonly url: string | undefined }
  | { readonly kind: 'help' }
  | { readonly kind: 'wrong'; readonly message: string }

export const DEFAULT_URL = `http://127.0.0.1:${DEFAULT_PORT}`

export const USAGE = `Usage: npm run demo -- [--url <url>]

A customer writes on WhatsApp and by SMS, an agent answers, and both conversations are shown.

  --url <url>  a gateway that runs (default ${DEFAULT_URL}; a temporary one when nothing answers there)
  --help       show this`

const OPTIONS = { url: { type: 'string' }, help: { type: 'boolean', default: false } } as const

export const readDemoCommand = (args: readonly string[]): DemoCommand => {
  let values
  try {
    values = parseArgs({ args: [...args], options: OPTIONS, strict: true, allowPositionals: false }).values
  } catch (error) {
    return { kind: 'wrong', message: error instanceof Error ? error.message : String(error) }
  }
  if (values.help) return { kind: 'help' }
  const url = values.url?.replace(/\/+$/, '')
  return url === undefined || isHttpUrl(url)
    ? { kind: 'run', url }
    : { kind: 'wrong', message: `--url ${url}: give an http or https URL` }
}
