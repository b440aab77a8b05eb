import { spawnSync } from 'node:child_process'
import { existsSync, globSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** A message for the person who asked; nothing was written. */
export class ScaffoldError extends Error {
  override readonly name = 'ScaffoldError'
}

const TEMPLATE = fileURLToPath(new URL('template/', import.meta.url))
const EXTENSION = '.tmpl'

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)

/** What stands in the templates for the channel, and how each is written for this one. */
const writtenFor = (name: string): Readonly<Record<string, string>> => {
  const words = name.split('-')
  const Ident = words.map(capital).join('')
  return {
    __channel__: name,
    __ident__: Ident.charAt(0).toLowerCase() + Ident.slice(1),
    __Ident__: Ident,
    __Name__: capital(words.join(' ')),
    __alias__: `${words.join('_')}_user`,
    __ENV__: words.join('_').toUpperCase(),
  }
}

/** Words that are no name of a constant, and what the names in the templates would hide. */
const RESERVED = new Set(
  (
    'await break case catch class const continue debugger default delete do else enum export extends false finally for ' +
    'function if implements import in instanceof interface let new null package private protected public return static ' +
    'super switch this throw true try typeof undefined var void while with yield arguments eval ' +
    'adapter capabilities channel config coverage errors factory facts parse render sandbox sender subject test testing'
  ).split(' '),
)

/** What is wrong with a name, in words; undefined when nothing is. */
const objection = (root: string, name: string): string | undefined => {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name) || name.length > 30)
    return `${name}: give a name of small letters and digits, words joined by a hyphen, at most 30 characters.`
  if (RESERVED.has(name)) return `${name}: the word means something else here. Name the channel after its provider.`
  const channels = readdirSync(join(root, 'adapters'), { withFileTypes: true })
  if (channels.some((entry) => entry.isDirectory() && entry.name === name))
    return `${name}: there is an adapter of this name in adapters/${name}.`
  if (channels.some((entry) => entry.name === `${name}.ts`))
    return `${name}: adapters/${name}.ts is shared by all channels. Name the channel after its provider.`
  const family = channels.find((entry) => entry.isDirectory() && name.startsWith(`${entry.name}-`))
  return family && `${name}: names that begin with ${family.name}- are for subjects of the ${family.name} adapter.`
}

/** Lines may have grown with the name. */
const format = (root: string, paths: readonly string[]): void => {
  const oxfmt = join(root, 'node_modules/oxfmt/bin/oxfmt')
  const run = spawnSync(process.execPath, [oxfmt, ...paths], { cwd: root, encoding: 'utf8' })
  if (run.status !== 0) throw new Error(`oxfmt failed:\n${run.stderr}`)
}

/** Writes an adapter that works, for a channel of this name. Answers the paths. Throws {@link ScaffoldError}. */
export const scaffold = (root: string, name: string): readonly string[] => {
  const wrong = objection(root, name)
  if (wrong !== undefined) throw new ScaffoldError(wrong)
  const words = Object.entries(writtenFor(name))
  const fill = (text: string): string => words.reduce((filled, [word, value]) => filled.replaceAll(word, value), text)
  const files = globSync(`**/*${EXTENSION}`, { cwd: TEMPLATE })
    .sort()
    .map((path) => ({ path: fill(path.slice(0, -EXTENSION.length)), text: readFileSync(join(TEMPLATE, path), 'utf8') }))
  const taken = files.find(({ path }) => existsSync(join(root, path)))
  if (taken !== undefined) throw new ScaffoldError(`${name}: ${taken.path} is there already.`)
  for (const { path, text } of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), fill(text))
  }
  const paths = files.map(({ path }) => path)
  format(root, paths)
  return paths
}
