import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The repository's root, without a trailing slash. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '')

const NOT_OURS = new Set(['node_modules', 'dist', 'coverage', '.git', '.parley'])

/** Files of the working tree that match, as paths from the root; what npm, the build and the gateway made is left out. */
export const files = (...patterns: readonly string[]): string[] =>
  globSync(patterns, { cwd: ROOT, withFileTypes: true, exclude: ({ name }) => NOT_OURS.has(name) })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length + 1))
    .sort()

export const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8')

/** Lines of those files that match, as `path:line: text`. */
export const linesMatching = (paths: readonly string[], pattern: RegExp): string[] =>
  paths.flatMap((path) =>
    read(path)
      .split('\n')
      .flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}: ${line.trim()}`] : [])),
  )
