import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { files, read, ROOT } from '../support/tree.ts'

const pages = files('**/*.md', '.github/**/*.md')
const scripts = Object.keys((JSON.parse(read('package.json')) as { scripts: Record<string, string> }).scripts)

const matches = (path: string, pattern: RegExp): string[] =>
  [...read(path).matchAll(pattern)].map(([, found = '']) => found)

test('every relative link of the documentation leads to a file that exists', () => {
  const targets = pages.flatMap((page) =>
    matches(page, /(?:\]\(|(?:src|href)=")([^)"\s#]+)/g)
      .filter((target) => !/^[a-z][a-z+.-]*:/i.test(target))
      .map((target) => ({ page, target })),
  )
  expect(targets.length).toBeGreaterThan(5)
  expect(targets.filter(({ page, target }) => !existsSync(join(ROOT, dirname(page), target)))).toEqual([])
})

/** Of a page's headings, as GitHub makes them. */
const anchorsOf = (page: string): ReadonlySet<string> => {
  const titles = read(page)
    .replaceAll(/^ *```[\s\S]*?^ *```/gm, '')
    .matchAll(/^#+ (.+)$/gm)
  return new Set(
    [...titles].map(([, title = '']) =>
      title
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  )
}

test('every link of the documentation to a heading leads to one', () => {
  const links = pages.flatMap((page) =>
    matches(page, /\]\(((?![a-z][a-z+.-]*:)[^)\s#]*#[^)\s]+)/g)
      .map((link) => link.split('#'))
      .map(([target = '', anchor = '']) => ({ page, at: target === '' ? page : join(dirname(page), target), anchor })),
  )
  expect(links.length).toBeGreaterThan(20)
  const lost = links.filter(({ at, anchor }) => at.endsWith('.md') && !anchorsOf(at).has(anchor))
  expect(lost).toEqual([])
})

test('every npm script the documentation names exists', () => {
  const named = pages.flatMap((page) =>
    matches(page, /\bnpm (?:run )?(?:--silent )?((?<=run )[\w:-]+|start\b|test\b)/g).map((script) => ({
      page,
      script,
    })),
  )
  expect(named.length).toBeGreaterThan(3)
  expect(named.filter(({ script }) => !scripts.includes(script))).toEqual([])
})

test('every parley command the documentation names exists', () => {
  const { stdout } = spawnSync(process.execPath, [join(ROOT, 'bin/parley.js'), '--help'], { encoding: 'utf8' })
  const commands = [...stdout.matchAll(/^ {2}([a-z-]+) {2}/gm)].map(([, command]) => command)
  const named = pages.flatMap((page) =>
    matches(page, /\bnpx parley ([a-z][a-z-]*)/g).map((command) => ({ page, command })),
  )
  expect(named.length).toBeGreaterThan(20)
  expect(named.filter(({ command }) => !commands.includes(command))).toEqual([])
})

test('every path the documentation puts in code quotes and that looks like ours exists', () => {
  const named = pages.flatMap((page) =>
    matches(page, /`((?:core|adapters|functions|local|test|scripts|docs)\/[\w./-]+)`/g).map((path) => ({ page, path })),
  )
  expect(named.filter(({ path }) => !existsSync(join(ROOT, path)))).toEqual([])
})
