import { expect, test } from 'vitest'
import type { Coverage } from '../../adapters/coverage.ts'
import { capabilities } from '../../adapters/x/capabilities.ts'
import { INBOUND, NEVER_INBOUND, OUTBOUND } from '../../adapters/x/coverage.ts'
import { InboundFact } from '../../core/schema/fact.ts'
import { Content, type MessageBody } from '../../core/schema/message.ts'
import { expectedFacts, factNames, inboundNames, partOf, sendNames } from './x.fixtures.ts'

const shown = (table: Readonly<Record<string, Coverage>>): string[] =>
  Object.values(table)
    .flatMap((coverage) => ('leftOut' in coverage ? [] : [...coverage]))
    .sort()

/** The literal of a discriminated union's member. */
const words = (options: readonly { readonly shape: Readonly<Record<string, unknown>> }[], key: string): string[] =>
  options.map(({ shape }) => (shape[key] as { readonly value: string }).value).sort()
const sorted = (values: Iterable<string>): string[] => Array.from(new Set(values)).sort()

/** Kinds of fact X never makes: it has no reactions, edits, templates and consents, and no news of people’s ids. */
const NEVER_FACTS = ['reaction', 'edit', 'template', 'consent', 'identity', 'profile']

const facts = inboundNames.flatMap(expectedFacts)
const bodies: MessageBody[] = facts.flatMap((fact) => (fact.kind === 'message' ? [fact.body] : []))
const parts = sendNames.map(partOf)

test('the table names every inbound fixture once, and none that does not exist', () => {
  expect(shown(INBOUND)).toEqual(inboundNames)
  expect(factNames).toEqual(inboundNames)
})

test('the table names every send fixture once, and none that does not exist', () => {
  expect(shown(OUTBOUND)).toEqual(sendNames)
})

test('what is left out has a reason and a link, and everything else a fixture', () => {
  for (const row of [...Object.values(INBOUND), ...Object.values(OUTBOUND)]) {
    expect('leftOut' in row ? row.leftOut : row.join()).not.toBe('')
    expect('leftOut' in row ? row.link : 'https://docs.x.com/').toMatch(/^https:\/\/(?:docs|developer)\.x\.com\//)
  }
})

test('every kind of fact the schema declares is shown by a fixture, but for those X has not', () => {
  const kinds = facts.map(({ kind }) => kind)
  expect(sorted([...kinds, ...NEVER_FACTS])).toEqual(words(InboundFact.options, 'kind'))
  for (const never of NEVER_FACTS) expect(kinds).not.toContain(never)
})

test('every type of content the schema declares comes in, or the table says why it never does', () => {
  const found = bodies.flatMap(({ content }) => (content === undefined ? [] : [content.type]))
  expect(sorted([...found, ...Object.keys(NEVER_INBOUND)])).toEqual(words(Content.options, 'type'))
  for (const type of Object.keys(NEVER_INBOUND)) expect(found).not.toContain(type)
})

test('every kind of file X takes comes in and goes out', () => {
  const declared = Object.keys(capabilities.media).sort()
  expect(sorted(bodies.flatMap(({ attachments }) => attachments.map(({ kind }) => kind)))).toEqual(declared)
  const files = parts.flatMap(({ content }) => (content.type === 'media' ? content.media : []))
  expect(sorted(files.map(({ kind }) => kind))).toEqual(declared)
})

test('public conversations come in and go out, and what is said there is marked', () => {
  const threads = facts.flatMap((fact) =>
    fact.kind === 'message' && fact.thread ? [[fact.thread.type, fact.body.public]] : [],
  )
  expect(threads.filter(([type]) => type === 'x_post').length).toBeGreaterThan(10)
  for (const [type, isPublic] of threads) expect(isPublic).toBe(type === 'x_post' ? true : undefined)
  expect(parts.filter(({ address }) => address.thread?.type === 'x_post').length).toBeGreaterThan(0)
})

test('every receipt that the capabilities promise is shown by a fixture', () => {
  const states = facts.flatMap((fact) => (fact.kind === 'receipt' || fact.kind === 'watermark' ? [fact.state] : []))
  expect(sorted(states)).toEqual([...capabilities.receipts].sort())
})
