import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { FUNCTIONS } from '../functions/aws/shape.ts'
import { demo } from '../local/demo/demo.ts'
import { openGateway } from '../local/gateway.ts'
import { type Measured, RUNTIME, startEnvironment } from '../local/lambda/environment.ts'
import config from '../parley.config.ts'
import { bundle } from './lambda.ts'
import { table } from './table.ts'

/**
 * What each function's process takes: its start until it asks for work, as a multiple of an empty function's (median of
 * processes started one at a time), and the most memory any of its processes had while the whole demo passed through them.
 */
const RUNS = 5
const BYTES = 1_048_576
const root = fileURLToPath(new URL('..', import.meta.url))
/** Of its own: other commands write what they bundle beside it. */
const dir = `${root}dist/lambda/bench`

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN

const started = async (functionName: string, folder: string): Promise<Measured> => {
  const options = { functionName, folder, command: RUNTIME, variables: {}, print: () => undefined }
  const environment = await startEnvironment(options)
  await environment.ready
  const measured = environment.measured()
  await environment.end()
  return measured
}

await Promise.all(FUNCTIONS.map((name) => bundle(name, { folder: `bench/${name}` })))
const temporary = mkdtempSync(join(tmpdir(), 'parley-bench-'))
const empty = join(temporary, 'empty')
mkdirSync(empty)
writeFileSync(join(empty, 'index.mjs'), 'export const handler = async () => null')

const folders = [['(empty)', empty], ...FUNCTIONS.map((name) => [name, join(dir, name)] as const)] as const
const samples = new Map<string, Measured[]>(folders.map(([name]) => [name, []]))
for (let run = 0; run < RUNS; run += 1)
  for (const [name, folder] of folders) samples.get(name)?.push(await started(name, folder))

const log = (): void => undefined
const gateway = await openGateway({
  port: 0,
  fresh: false,
  dir: join(temporary, 'data'),
  config,
  env: {},
  log,
  bundles: dir,
})
const shown = console.log
console.log = log
const problems = await demo({ url: gateway.url, config: { path: '', named: false } })
console.log = shown
const played = gateway.bundles?.measured()
await gateway.close()
rmSync(temporary, { recursive: true })
if (problems.length > 0) throw new Error(`the demo did not pass through the bundles: ${problems.join('; ')}`)

const initOf = (name: string): number => median((samples.get(name) ?? []).map(({ initMs }) => initMs))
const peakOf = (measured: readonly Measured[] = []): number =>
  Math.max(...measured.map(({ peakBytes = Number.NaN }) => peakBytes))
const idle = peakOf(samples.get('(empty)'))
const rows = folders.map(([name]) => {
  const own = name === '(empty)' ? samples.get(name) : played?.[name]
  const peak = peakOf(own)
  return [name, (initOf(name) / initOf('(empty)')).toFixed(1), (peak / idle).toFixed(1), Math.round(peak / BYTES)]
})
console.log(
  `Processes of the functions (start: median of ${RUNS}; peak: during the demo; both as multiples of an empty function)\n`,
)
console.log(table(['function', 'start', 'peak', 'peak MB'], rows))
