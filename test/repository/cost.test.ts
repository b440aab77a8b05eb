import { expect, test } from 'vitest'
import { partsOf, usageOf } from '../../scripts/cost-model.ts'
import { costTables, withCostTables } from '../../scripts/cost-page.ts'
import { dollars } from '../../scripts/prices.ts'
import { templateOf } from '../infra/templates.ts'
import { read } from '../support/tree.ts'

test('the tables of the cost page are what the meter, the templates and the prices give', async () => {
  const page = read('docs/cost.md')
  expect(withCostTables(page, await costTables()), 'npm run cost -- --write makes them anew').toBe(page)
}, 60_000)

const { template, deployment } = templateOf('one channel')
const parts = partsOf(template, deployment)
const measured = {
  exchange: { wru: 40, rru: 90, calls: { webhook: 4, project: 8, deliver: 1, api: 1 }, queued: 1, bytes: 8192 },
  idle: { wru: 0, rru: 5 },
  pageUnits: 10,
}

test('an idle month is the schedule, the receives of Lambda, the secrets and the alarms', () => {
  const idle = usageOf(parts, measured, 0)
  expect(idle).toMatchObject({ write: 0, http: 0, storage: 0, invocation: 43_800, read: 219_000 })
  // Two queues of each kind, five receives at each, three times a minute.
  expect(idle).toMatchObject({ standard: 2 * 5 * 3 * 43_800, fifo: 2 * 5 * 3 * 43_800, decryption: 5 * 730 })
})

test('messages cost by what an exchange of two takes', () => {
  const [some, more] = [usageOf(parts, measured, 2000), usageOf(parts, measured, 4000)]
  expect(some.write).toBe(40_000)
  expect(some.http).toBe(1000 * (4 + 1 + 2))
  expect(more.write).toBe(2 * some.write)
  expect(more.storage).toBeCloseTo(2 * some.storage)
})

test('only what goes beyond the free units is paid for', () => {
  expect(dollars('alarm', 12, false)).toBeCloseTo(1.2)
  expect(dollars('alarm', 12, true)).toBeCloseTo(0.2)
  expect(dollars('dashboard', 1, true)).toBe(0)
})
