import { measureBudgets } from '../test/support/budgets.ts'
import { importTimes } from './import-time.ts'
import { bundle, FUNCTIONS } from './lambda.ts'
import { kilobytes, table } from './table.ts'

const RUNS = 7

const units = (await measureBudgets()).map(({ name, wru, budget, rru, requests }) => [name, wru, budget, rru, requests])
console.log(`Capacity units of one operation\n\n${table(['operation', 'WRU', 'at most', 'RRU', 'requests'], units)}\n`)

const bundles = await Promise.all(FUNCTIONS.map((name) => bundle(name)))
const times = importTimes(
  bundles.map(({ file }) => file),
  RUNS,
)
const rows = bundles.map(({ name, start, total }, index) => [
  name,
  kilobytes(start.bytes),
  kilobytes(start.gzipBytes),
  kilobytes(total.bytes),
  Math.round(times[index] ?? Number.NaN),
])
console.log(`Bundles (import: multiple of an empty module, median of ${RUNS} processes)\n`)
console.log(table(['function', 'start KB', 'gzip KB', 'in all KB', 'import'], rows))
