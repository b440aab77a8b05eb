import { beforeAll, expect, test } from 'vitest'
import { type Budget, measureBudgets } from '../support/budgets.ts'

let budgets: readonly Budget[]
beforeAll(async () => {
  budgets = await measureBudgets()
})

const operations = (customer: string, receipts: readonly string[]): string[] =>
  [
    'an inbound message until it is acknowledged',
    'an inbound message with its views and event',
    'an outbound message from accepted to sent',
    'the 2 events of an outbound message',
    ...receipts,
  ].map((operation) => `${customer}: ${operation}`)
const receipt = (count: number): string => `receipt ${count} with its event`

/** Twilio tells nothing of a read message. */
const OPERATIONS = [
  ...operations('whatsapp', [receipt(1), receipt(2), receipt(3)]),
  ...operations('whatsapp by user id', [receipt(1), receipt(2), receipt(3)]),
  ...operations('sms', [receipt(1), receipt(2)]),
]

test('every operation is measured on every channel', () => {
  expect(budgets.map(({ name }) => name)).toEqual(OPERATIONS)
})

test.each(OPERATIONS)('keeps to its budget of write units: %s', (operation) => {
  const { wru = Infinity, budget, where } = budgets.find(({ name }) => name === operation) ?? {}
  expect(wru, JSON.stringify(where)).toBeLessThanOrEqual(budget ?? 0)
})

test('nothing is read before a message is acknowledged', () => {
  const limited = budgets.filter(({ readBudget }) => readBudget !== undefined)
  expect(limited.map(({ rru }) => rru)).toEqual([0, 0, 0])
})
