import { bundle, FUNCTIONS } from './lambda.ts'
import { kilobytes, table } from './table.ts'

const bundles = await Promise.all(FUNCTIONS.map(bundle))
console.log(
  table(
    ['function', 'KB', 'gzip KB'],
    bundles.map(({ name, bytes, gzipBytes }) => [name, kilobytes(bytes), kilobytes(gzipBytes)]),
  ),
)
