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

test('every path the documentation puts in code quotes and that looks like ours exists', () => {
  const named = pages.flatMap((page) =>
    matches(page, /`((?:core|adapters|functions|local|test|scripts|docs)\/[\w./-]+)`/g).map((path) => ({ page, path })),
  )
  expect(named.filter(({ path }) => !existsSync(join(ROOT, path)))).toEqual([])
})
