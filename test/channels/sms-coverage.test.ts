import { expect, test } from 'vitest'
import type { Coverage } from '../../adapters/coverage.ts'
import { sms } from '../../adapters/sms/index.ts'
import { INBOUND, OUTBOUND } from '../../adapters/sms/coverage.ts'
import { PartContent } from '../../core/schema/message.ts'
import { expectedFacts, factNames, inboundNames, sendFixture, sendNames } from './sms.fixtures.ts'

const shown = (table: Readonly<Record<string, Coverage>>): string[] =>
  Object.values(table)
    .flatMap((coverage) => ('leftOut' in coverage ? [] : [...coverage]))
    .sort()
const sorted = (values: Iterable<string>): string[] => Array.from(new Set(values)).sort()

const facts = inboundNames().flatMap(expectedFacts)

test('the table names every inbound fixture once, and none that does not exist', () => {
  expect(shown(INBOUND)).toEqual(inboundNames())
  expect(factNames()).toEqual(inboundNames())
})

test('the table names every send fixture once, and none that does not exist', () => {
  expect(shown(OUTBOUND)).toEqual(sendNames())
})

test('what is left out has a reason and a link', () => {
  const leftOut = [...Object.values(INBOUND), ...Object.values(OUTBOUND)].filter((coverage) => 'leftOut' in coverage)
  expect(leftOut.length).toBeGreaterThan(0)
  for (const { leftOut: reason, link } of leftOut) {
    expect(reason.length).toBeGreaterThan(20)
    expect(link).toMatch(/^https:\/\/www\.twilio\.com\/docs\//)
  }
})

test('every kind of fact that SMS can give is shown by a fixture', () => {
  expect(sorted(facts.map(({ kind }) => kind))).toEqual(['consent', 'message', 'quarantine', 'receipt'])
})

test('every receipt that the capabilities promise, and the failure, is shown by a fixture', () => {
  const states = facts.flatMap((fact) => (fact.kind === 'receipt' ? [fact.state] : []))
  for (const state of [...sms.capabilities.receipts, 'failed']) expect(states).toContain(state)
})

test('every kind of file that the capabilities declare comes in', () => {
  const kinds = facts.flatMap((fact) => (fact.kind === 'message' ? fact.body.attachments.map(({ kind }) => kind) : []))
  expect(sorted(kinds)).toEqual(Object.keys(sms.capabilities.media).sort())
})

test('every type of part that the capabilities declare is sent by a fixture', () => {
  const sent = sendNames().map((name) => PartContent.parse(sendFixture(name).content).type)
  expect(sorted(sent)).toEqual(['media', 'text'])
})
