import { existsSync, globSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { beforeAll, expect, test } from 'vitest'
import { CONSOLE, freshConsole } from '../../local/console.ts'

/** Bytes, as a browser receives them, until the page can be used: what is needed later is loaded later. */
const MAX_FIRST_LOAD = 150_000

interface Chunk {
  readonly file: string
  readonly isEntry?: boolean
  readonly imports?: readonly string[]
  readonly css?: readonly string[]
}

let chunks: Readonly<Record<string, Chunk>>
beforeAll(async () => {
  await freshConsole()
  chunks = JSON.parse(readFileSync(join(CONSOLE, '.vite/manifest.json'), 'utf8')) as typeof chunks
}, 60_000)

const files = () => globSync('**/*', { cwd: CONSOLE }).filter((path) => statSync(join(CONSOLE, path)).isFile())

/** The files of a chunk and of those that it cannot do without. */
const needed = (name: string, found = new Set<string>()): Set<string> => {
  const { file, imports = [], css = [] } = chunks[name] ?? { file: '' }
  if (found.has(file)) return found
  for (const one of [file, ...css]) found.add(one)
  for (const next of imports) needed(next, found)
  return found
}

test(`the first load of the page is less than ${MAX_FIRST_LOAD / 1000} KB`, () => {
  const entries = Object.keys(chunks).filter((name) => chunks[name]?.isEntry)
  expect(entries).toHaveLength(1)
  const loaded = ['index.html', ...entries.flatMap((name) => [...needed(name)])]
  expect(loaded.length).toBeGreaterThan(1)
  const sizes = loaded.map((path) => [path, gzipSync(readFileSync(join(CONSOLE, path))).length] as const)
  expect(
    sizes.reduce((sum, [, size]) => sum + size, 0),
    JSON.stringify(sizes),
  ).toBeLessThan(MAX_FIRST_LOAD)
})

test('every file of the page is one that is served, text also packed', () => {
  const served = files().filter((path) => /\.(?:html|css|js|svg|png|webp|woff2)$/.test(path))
  expect(served.filter((path) => !/^(?:index\.html|assets\/[\w-][\w.-]*)$/.test(path))).toEqual([])
  const texts = served.filter((path) => /\.(?:html|css|js|svg)$/.test(path))
  const packed = texts.flatMap((path) => [`${path}.br`, `${path}.gz`])
  expect(packed.filter((path) => !existsSync(join(CONSOLE, path)))).toEqual([])
  expect(files().sort()).toEqual([...served, ...packed].sort())
})

test('the page runs no script and applies no style that its policy would refuse', () => {
  const html = readFileSync(join(CONSOLE, 'index.html'), 'utf8')
  expect(html).not.toMatch(/<style|\sstyle=|\son\w+=|https?:/)
  expect(html.match(/<script[^>]*>(?!<\/script>)/g)).toBeNull()
})

test('the page is built without its sources and without what is for developing', () => {
  const code = files()
    .filter((path) => /\.(?:js|css)$/.test(path))
    .map((path) => readFileSync(join(CONSOLE, path), 'utf8'))
  expect(code.length).toBeGreaterThan(0)
  for (const text of code) expect(text).not.toMatch(/sourceMappingURL|jsxDEV|\beval\(|new Function\(/)
})
