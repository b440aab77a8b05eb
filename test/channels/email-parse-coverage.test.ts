import { describe, expect, test } from 'vitest'
import type { Coverage } from '../../adapters/coverage.ts'
import { IGNORED, INBOUND } from '../../adapters/email/coverage-inbound.ts'
import {
  adapter,
  deliver,
  expectedFacts,
  factNames,
  fixture,
  fixtureNames,
  mailNames,
  type Fixture,
} from './email.inbound.ts'

const sorted = (values: Iterable<string>): string[] => Array.from(new Set(values)).sort()
const tables: readonly Coverage[] = Object.values(INBOUND)

test('the table names every fixture once, and none that does not exist', () => {
  const shown = tables.flatMap((coverage) => ('leftOut' in coverage ? [] : [...coverage]))
  expect(shown.sort()).toEqual(fixtureNames())
  expect(factNames()).toEqual(fixtureNames())
  expect(sorted(fixtureNames().flatMap((name) => fixture(name).eml ?? []))).toEqual(mailNames())
})

test('what is left out has a reason and a link', () => {
  const leftOut = tables.flatMap((coverage) => ('leftOut' in coverage ? [coverage] : []))
  expect(leftOut.length).toBeGreaterThan(0)
  for (const { leftOut: reason, link } of leftOut) {
    expect(reason.length).toBeGreaterThan(20)
    expect(link).toMatch(/^https:\/\//)
  }
})

test('every kind of fact that mail can give is shown by a fixture', () => {
  const facts = fixtureNames().flatMap(expectedFacts)
  expect(sorted(facts.map(({ kind }) => kind))).toEqual(['consent', 'message', 'quarantine', 'receipt'])
  const states = facts.flatMap((fact) => (fact.kind === 'receipt' ? [fact.state] : []))
  expect(sorted(states)).toEqual(['delivered', 'failed', 'sent'])
})

const other = (value: string): string => {
  if (value.includes('T0')) return value.replace('T0', 'T1')
  if (/^[\d.]+$/.test(value)) return String(Number(value) + 1)
  if (/\b(?:pass|yes)\b/i.test(value)) return value.replace(/pass|yes/i, 'fail')
  if (/\b(?:fail|gray)\b/i.test(value)) return value.replace(/fail|gray/i, 'pass')
  return value.includes('@') ? value.replace('@', 'x@') : `x${value}`
}

/** A value with one of the strings in it changed, for each of them. */
const changes = (value: unknown, path: string): (readonly [path: string, changed: unknown])[] => {
  if (typeof value === 'string') return value === '' ? [] : [[path, other(value)]]
  if (typeof value === 'boolean') return [[path, !value]]
  if (Array.isArray(value))
    return value.flatMap((entry, index) =>
      changes(entry, `${path}.*`).map(([at, changed]) => [at, value.with(index, changed)] as const),
    )
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, entry]) =>
    changes(entry, `${path}.${key}`).map(([at, changed]) => [at, { ...value, [key]: changed }] as const),
  )
}

describe('every value of a delivery reaches its facts', () => {
  const unused = new Set(Object.keys(IGNORED))
  const facts = (changed: Fixture) => adapter(changed.config).parse(deliver(changed))
  // A quarantined delivery is kept whole, and one without news says nothing by intent.
  const read = fixtureNames().filter((name) => expectedFacts(name).some(({ kind }) => kind !== 'quarantine'))
  test.each(read)('%s', async (name) => {
    const original = fixture(name)
    const before = JSON.stringify(await facts(original))
    const lost: string[] = []
    for (const part of ['json', 'form'] as const)
      for (const [path, changed] of changes(original[part], part))
        if (JSON.stringify(await facts({ ...original, [part]: changed })) === before) lost.push(path)
    for (const path of lost) unused.delete(path)
    // A report counts for what it says of our own mail: how it was received itself is no news.
    const isReport = !expectedFacts(name).some(({ kind }) => kind === 'message')
    const excused = (path: string): boolean =>
      IGNORED[path] !== undefined || (isReport && path.endsWith('Verdict.status'))
    expect(lost.filter((path) => !excused(path))).toEqual([])
  })
  test('nothing is ignored that no delivery has', () => {
    expect([...unused]).toEqual([])
  })
})
