import { readFileSync } from 'node:fs'
import { CHANNELS } from './channels.ts'
import { examineAll } from './examine.ts'
import { problemsOf, reportOf } from './report.ts'
import { verifyAll } from './signatures.ts'

export const GOLDEN = new URL('../../test/corpus.golden.md', import.meta.url)

export interface Outcome {
  readonly report: string
  /** Broken promises of `parse`, and signatures that do not verify. */
  readonly problems: readonly string[]
}

/** Runs the whole corpus. */
export const runCorpus = async (corpus: string): Promise<Outcome> => {
  const examined = await examineAll(corpus, CHANNELS)
  const verified = verifyAll(corpus)
  return { report: reportOf(examined, verified), problems: problemsOf(examined, verified) }
}

/** Lines that differ, `-` as kept and `+` as found; enough to see where to look. */
export const differences = (kept: string, found: string): readonly string[] => {
  const [before, after] = [kept.split('\n'), found.split('\n')]
  const [had, has] = [new Set(before), new Set(after)]
  const lines = [
    ...before.filter((line) => !has.has(line)).map((line) => `- ${line}`),
    ...after.filter((line) => !had.has(line)).map((line) => `+ ${line}`),
  ]
  return lines.length > 0 || kept === found ? lines : ['! the same lines, in another order or number']
}

export const readGolden = (): string => {
  try {
    return readFileSync(GOLDEN, 'utf8')
  } catch {
    return ''
  }
}
