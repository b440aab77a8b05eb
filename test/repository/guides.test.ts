import { expect, test } from 'vitest'
import { secretName } from '../../cli/init-text.ts'
import { guidePage, GUIDES, pageOf } from '../../scripts/guides.ts'
import { files, read, ROOT } from '../support/tree.ts'

test('every channel with a guide has a page, and no page is without its channel', () => {
  expect(files('adapters/*/setup.md')).toEqual(GUIDES.map((guide) => `adapters/${guide}/setup.md`).sort())
  expect(files('docs/channels/*.md')).toEqual(GUIDES.map(pageOf).sort())
})

test.each(GUIDES)('the page of %s is the guide of its adapter', (guide) => {
  expect(read(pageOf(guide)), 'npm run docs makes it anew').toBe(guidePage(ROOT, guide))
})

/** What a shop owner asks before anything else. */
const QUESTIONS = ['What you lose, and what you keep', 'How long it takes', 'What it costs', 'What can go wrong']

test.each(GUIDES)('the guide of %s answers what a shop owner asks, and names the commands', (guide) => {
  const page = read(pageOf(guide))
  for (const question of QUESTIONS) expect(page).toContain(`## ${question}\n`)
  for (const command of ['init', 'secrets set', 'deploy', 'register', 'doctor', 'tail'])
    expect(page).toContain(`npx parley ${command}`)
  expect(page).toMatch(/^#+ (?:\d\. )?Try it$/m)
})

test.each(GUIDES)('the guide of %s calls secrets as parley init does', (guide) => {
  const named = [...read(pageOf(guide)).matchAll(/parley secrets (?:set|rotate|finish) ([A-Z_]+)/g)]
  expect(named.length).toBeGreaterThan(0)
  for (const [, name = ''] of named) expect(name).toMatch(new RegExp(`^${secretName(guide, '')}[A-Z]`))
})
