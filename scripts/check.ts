import { spawnSync } from 'node:child_process'
import { parseArgs } from 'node:util'

/**
 * Runs every check in turn, stops at the first that fails and names it. Each is an npm script of its own, so that the
 * failing one can be repeated alone. `--without tests` leaves one out.
 */
const CHECKS = [
  ['format', 'format:check'],
  ['lint', 'lint'],
  ['types', 'types'],
  ['dead code', 'dead-code'],
  ['library', 'build'],
  ['bundles', 'bundle'],
  ['stacks', 'synth'],
  ['tests', 'test'],
] as const

const { values } = parseArgs({ options: { without: { type: 'string' } } })
const checks = CHECKS.filter(([name]) => name !== values.without)

for (const [name, script] of checks) {
  process.stdout.write(`${name.padEnd(10)} `)
  const started = performance.now()
  const run = spawnSync('npm', ['run', '--silent', script], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    shell: process.platform === 'win32',
  })
  const seconds = ((performance.now() - started) / 1000).toFixed(1).padStart(6)
  console.log(`${run.status === 0 ? 'ok    ' : 'FAILED'} ${seconds} s`)
  if (run.status !== 0) {
    console.error(`\n${run.stdout}${run.stderr}\n${name} failed. Repeat it with: npm run ${script}`)
    process.exit(1)
  }
}
console.log(`\nAll ${checks.length} checks passed.`)
