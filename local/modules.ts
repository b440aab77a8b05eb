import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** Source before what was built of it beside it; Node strips no types in node_modules, so there only what is built. */
const extensionsAt = (url: string): readonly string[] =>
  url.includes('/node_modules/') ? ['.js', '.mjs'] : ['.ts', '.mts', '.js', '.mjs']

/**
 * What a module exports by a name, where an adapter names the module without an extension: the one there is, is meant. Throws
 * when there is none, or it exports nothing by that name.
 */
export const exportOf = async (what: string, url: string, name: string): Promise<unknown> => {
  const found = extensionsAt(url).find((extension) => existsSync(fileURLToPath(url + extension)))
  if (found === undefined) throw new Error(`${what} is not at ${url}`)
  const { [name]: value } = (await import(url + found)) as Readonly<Record<string, unknown>>
  if (value === undefined) throw new Error(`${what} does not export \`${name}\``)
  return value
}
