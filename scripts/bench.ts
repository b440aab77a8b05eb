import { importTimes } from './import-time.ts'
import { bundle, FUNCTIONS } from './lambda.ts'
import { kilobytes, table } from './table.ts'

const RUNS = 7

const bundles = await Promise.all(FUNCTIONS.map(bundle))
const times = importTimes(
  bundles.map(({ file }) => file),
  RUNS,
)
console.log(`Bundles (import: multiple of an empty module, median of ${RUNS} processes)\n`)
console.log(
  table(
    ['function', 'KB', 'gzip KB', 'import'],
    bundles.map(({ name, bytes, gzipBytes }, index) => [
      name,
      kilobytes(bytes),
      kilobytes(gzipBytes),
      Math.round(times[index] ?? Number.NaN),
    ]),
  ),
)
