import { bundle, FUNCTIONS } from './lambda.ts'
import { kilobytes, table } from './table.ts'

const bundles = await Promise.all(FUNCTIONS.map((name) => bundle(name)))
console.log(
  table(
    ['function', 'start KB', 'gzip KB', 'in all KB', 'gzip KB'],
    bundles.map(({ name, start, total }) => [
      name,
      ...[start.bytes, start.gzipBytes, total.bytes, total.gzipBytes].map(kilobytes),
    ]),
  ),
)
