import { measureBudgets } from '../test/support/budgets.ts'
import { FILTERS, MOST_UNITS, openLists } from '../test/support/list-units.ts'
import { importTimes } from './import-time.ts'
import { bundle, FUNCTIONS } from './lambda.ts'
import { kilobytes, table } from './table.ts'

const RUNS = 7

const units = (await measureBudgets()).map(({ name, wru, budget, rru, requests }) => [name, wru, budget, rru, requests])
console.log(`Capacity units of one operation\n\n${table(['operation', 'WRU', 'at most', 'RRU', 'requests'], units)}\n`)

const lists = openLists(100_000)
const pages: (readonly [string, number, number, number, number])[] = []
for (const filter of FILTERS) {
  const { ids, pages: count, most } = await lists.readAll(filter)
  pages.push([JSON.stringify(filter), ids.length, count, most, MOST_UNITS])
}
const headings = ['asked for', 'conversations', 'pages', 'RRU of the dearest', 'at most']
console.log(`Lists of 100,000 conversations, by pages of 50\n\n${table(headings, pages)}\n`)

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
