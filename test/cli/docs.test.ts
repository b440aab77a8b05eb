import { expect, test, vi } from 'vitest'
import type { Run } from '../../cli/command.ts'
import { runCommand } from '../support/cli-world.ts'
import { read } from '../support/tree.ts'

const PAGE = read('docs/cli.md')
/** Modules of the table of commands, as the entry imports them: it runs a command when it is imported itself. */
const TABLE = [...read('cli/parley.ts').matchAll(/^ {2}'?([\w-]+)'?: \{\n.*\n.*import\('\.(.+?)'\)\)\.(\w+),$/gm)]

const moduleOf = (path: string): string => (path.startsWith('./') ? `../..${path.slice(1)}` : `../../cli${path}`)

const helpOf = async (run: Run, args: readonly string[]): Promise<string> => {
  const log = vi.spyOn(console, 'log').mockImplementation(() => {})
  const { printed } = await runCommand(run, [...args, '--help'])
  const said = log.mock.calls.flat().join('\n')
  log.mockRestore()
  return printed.join('\n') || said
}

/** What each command says of itself, and each below one that is a group. */
const helps = async (): Promise<ReadonlyMap<string, string>> => {
  const found = new Map<string, string>()
  for (const [, name = '', path = '', exported = ''] of TABLE) {
    const module = (await import(moduleOf(path))) as Readonly<Record<string, Run>>
    const run = module[exported]
    if (run === undefined) throw new Error(`${path} has no ${exported}`)
    const help = await helpOf(run, [])
    const below = help.startsWith(`Usage: parley ${name} <command>`)
      ? [...help.matchAll(/^ {2}([\w-]+) {2}/gm)].map(([, sub = '']) => sub)
      : []
    if (below.length === 0) found.set(name, help)
    for (const sub of below) found.set(`${name} ${sub}`, await helpOf(run, [sub]))
  }
  return found
}

const optionsIn = (text: string): ReadonlySet<string> => new Set(text.match(/--[a-z][\w-]*/g))

/** Without what it says of another command. */
const ownOptions = (help: string): ReadonlySet<string> =>
  new Set([...help.matchAll(/^ {2}(--[a-z][\w-]*)/gm)].map(([, option = '']) => option))

const sections = (): ReadonlyMap<string, string> =>
  new Map(
    PAGE.split(/^## /m)
      .slice(1)
      .map((section) => [section.slice(0, section.indexOf('\n')), section] as const),
  )

test('the page has a section for every command and for no other', async () => {
  expect(TABLE.length).toBeGreaterThan(10)
  const commands = [...(await helps()).keys()].map((name) => `parley ${name}`)
  const titles = [...sections().keys()].filter((title) => title.startsWith('parley '))
  expect(titles.toSorted()).toEqual(commands.toSorted())
  const listed = [...PAGE.matchAll(/^\| \[`([\w-]+)`\]/gm)].map(([, name = '']) => name)
  expect(listed.toSorted()).toEqual(TABLE.map(([, name = '']) => name).toSorted())
})

test('the section of a command names each of its options and no other', async () => {
  const shared = optionsIn(`${sections().get('What all commands have in common')}${sections().get('Which gateway')}`)
  const wrong = [...(await helps())].flatMap(([name, help]) => {
    const [told, had] = [optionsIn(sections().get(`parley ${name}`) ?? ''), ownOptions(help)]
    const missing = [...had].filter((option) => !told.has(option) && !shared.has(option))
    const strange = [...told].filter((option) => !had.has(option))
    return missing.length + strange.length === 0 ? [] : [{ name, missing, strange }]
  })
  expect(wrong).toEqual([])
})

test('each example is one of its section’s command', () => {
  const examples = [...sections()].filter(([title]) => title.startsWith('parley '))
  for (const [title, section] of examples) expect(section).toContain(`\nnpx ${title}`)
})
