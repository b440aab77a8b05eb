import { expect, test } from 'vitest'
import { INBOUND, OUTBOUND } from '../../adapters/sms/aws/coverage.ts'
import { FAILURES, STATUS_FAILURES } from '../../adapters/sms/aws/errors.ts'
import type { Coverage } from '../../adapters/coverage.ts'
import { sms } from '../../adapters/sms/index.ts'
import { PartContent } from '../../core/schema/message.ts'
import { expectedFacts, factNames, inboundNames, published, sendFixture, sendNames } from './sms-aws.fixtures.ts'

const shown = (table: Readonly<Record<string, Coverage>>): string[] =>
  Object.values(table)
    .flatMap((coverage) => ('leftOut' in coverage ? [] : [...coverage]))
    .sort()
const sorted = (values: Iterable<string>): string[] => Array.from(new Set(values)).sort()

const facts = inboundNames().flatMap(expectedFacts)
const config = sms.config.parse({ provider: 'aws' })

test('the tables name every fixture once, and none that does not exist', () => {
  expect(shown(INBOUND)).toEqual(inboundNames())
  expect(factNames()).toEqual(inboundNames())
  expect(shown(OUTBOUND)).toEqual(sendNames())
})

test('what is left out has a reason and a link', () => {
  const leftOut = [...Object.values(INBOUND), ...Object.values(OUTBOUND)].filter((coverage) => 'leftOut' in coverage)
  expect(leftOut.length).toBeGreaterThan(0)
  for (const { leftOut: reason, link } of leftOut) {
    expect(reason.length).toBeGreaterThan(20)
    expect(link).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//)
  }
})

test('every kind of fact, and every receipt that the capabilities promise, is shown by a fixture', () => {
  expect(sorted(facts.map(({ kind }) => kind))).toEqual(['consent', 'message', 'quarantine', 'receipt'])
  const states = facts.flatMap((fact) => (fact.kind === 'receipt' ? [fact.state] : []))
  for (const state of [...sms.capabilities.receipts, 'failed']) expect(states).toContain(state)
})

test('every status of AWS that means a failure is shown by a fixture', () => {
  const statuses = facts.flatMap((fact) => (fact.kind === 'receipt' ? [fact.failure?.provider?.code ?? ''] : []))
  for (const status of Object.keys(STATUS_FAILURES)) expect(statuses).toContain(status)
})

test('every event of SMS that a configuration set can publish is read', () => {
  const events = inboundNames().flatMap((name) => {
    const { message } = published(name)
    return typeof message === 'object' ? [String(message['eventType'])] : []
  })
  const words =
    'QUEUED PENDING SENT SUCCESSFUL DELIVERED INVALID INVALID_MESSAGE UNREACHABLE CARRIER_UNREACHABLE BLOCKED'
  for (const word of `${words} CARRIER_BLOCKED SPAM UNKNOWN TTL_EXPIRED PROTECT_BLOCKED`.split(' '))
    expect(events).toContain(`TEXT_${word}`)
})

test('only texts are sent: the capabilities under this provider have no media', () => {
  expect(sorted(sendNames().map((name) => PartContent.parse(sendFixture(name).content).type))).toEqual(['text'])
  expect(sms.capabilitiesFor?.(config).media).toEqual({})
  expect(sms.capabilitiesFor?.(sms.config.parse({ provider: 'twilio' }))).toBe(sms.capabilities)
})

test('this provider needs no secret', () => {
  expect(sms.secretsFor?.(config)).toEqual([])
  expect(sms.secretsFor?.(sms.config.parse({ provider: 'twilio' }))).toEqual(sms.secrets)
})

test('a row of the failure table stands under an exception, or under an exception and its reason', () => {
  for (const code of Object.keys(FAILURES)) expect(code).toMatch(/^[A-Z][A-Za-z]+(\/[A-Z]+(_[A-Z]+)*)?$/)
})
