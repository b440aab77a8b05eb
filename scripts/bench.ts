import { existsSync } from 'node:fs'
import { importTimes } from './import-time.ts'
import { bundle, FUNCTIONS } from './lambda.ts'
import { kilobytes, table } from './table.ts'

const RUNS = 7

/** One operation run through the real handlers: capacity units as the engine metered them, against what they may be. */
interface Measured {
  readonly name: string
  readonly wru: number
  readonly rru: number
  readonly budget: number
}

const budgets = new URL('../test/support/budgets.ts', import.meta.url)
if (existsSync(budgets)) {
  const { measureBudgets } = (await import(budgets.href)) as { measureBudgets: () => Promise<readonly Measured[]> }
  const rows = (await measureBudgets()).map(({ name, wru, rru, budget }) => [name, wru, budget, rru])
  console.log(`Capacity units of one operation\n\n${table(['operation', 'WRU', 'at most', 'RRU'], rows)}\n`)
}

const bundles = await Promise.all(FUNCTIONS.map(bundle))
const times = importTimes(
  bundles.map(({ file }) => file),
  RUNS,
)
const rows = bundles.map(({ name, bytes, gzipBytes }, index) => [
  name,
  kilobytes(bytes),
  kilobytes(gzipBytes),
  Math.round(times[index] ?? Number.NaN),
])
console.log(`Bundles (import: multiple of an empty module, median of ${RUNS} processes)\n`)
console.log(table(['function', 'KB', 'gzip KB', 'import'], rows))
