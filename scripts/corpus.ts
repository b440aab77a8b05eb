import { writeFileSync } from 'node:fs'
import { differences, GOLDEN, readGolden, runCorpus } from './corpus/golden.ts'

/**
 * `npm run corpus`: runs every recorded payload of the folder that PARLEY_CORPUS names through its adapter's `parse`, prints
 * what comes of them, and compares it with test/corpus.golden.md; `-- --update` writes that file anew. Ends with 1 when
 * something differs or a promise of `parse` is broken.
 */
// oxlint-disable-next-line node/no-process-env
const corpus = process.env['PARLEY_CORPUS']
if (corpus === undefined || corpus === '') {
  console.error('PARLEY_CORPUS names no folder of recorded payloads')
  process.exit(1)
}

const { report, problems } = await runCorpus(corpus)
console.log(report)
const update = process.argv.includes('--update')
if (update && problems.length === 0) writeFileSync(GOLDEN, report)
const differing = update ? [] : differences(readGolden(), report)
for (const line of [...problems.map((problem) => `! ${problem}`), ...differing]) console.error(line)
if (problems.length > 0 || differing.length > 0) process.exit(1)
