import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** Runs in a fresh process: the milliseconds one import takes there, on standard output. */
const PROBE =
  'const t = performance.now(); await import(process.argv[1]); console.log(performance.now() - t); process.exit()'

const once = (specifier: string): number => {
  const run = spawnSync(process.execPath, ['--input-type=module', '--eval', PROBE, specifier], { encoding: 'utf8' })
  const ms = Number(run.stdout)
  if (run.status !== 0 || !(ms > 0)) throw new Error(`${specifier} does not import:\n${run.stderr}`)
  return ms
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN

/**
 * How long each module takes to import, as a multiple of an empty module. Every run measures all of them once, each in
 * a process of its own, so that a slow moment of the machine falls on all alike; the median of the runs counts.
 */
export const importTimes = (files: readonly string[], runs: number): number[] => {
  const empty = join(mkdtempSync(join(tmpdir(), 'parley-empty-')), 'index.mjs')
  writeFileSync(empty, '')
  const specifiers = [empty, ...files].map((file) => pathToFileURL(file).href)
  const samples = Array.from({ length: runs }, () => specifiers.map(once))
  rmSync(dirname(empty), { recursive: true })
  const [unit = Number.NaN, ...rest] = specifiers.map((_, index) =>
    median(samples.map((sample) => sample[index] ?? Number.NaN)),
  )
  return rest.map((ms) => ms / unit)
}
