import { expect, test } from 'vitest'
import { files, linesMatching, read } from '../support/tree.ts'

const everything = files('**/*', '.ci/**', '.github/**', '.*').filter(
  (path) => !/\.(png|jpg|gif|ico|pdf|bin)$/.test(path),
)
const source = files('{core,adapters,functions,local}/**/*.ts')
const typescript = files('**/*.ts')

// Written with classes of one character, so that the patterns do not find themselves.
test('the repository speaks of Parley alone, not of the places and papers it was made from', () => {
  expect(everything).toContain('.ci/run')
  const elsewhere =
    /(^|[^\w.])\/wor[k]\/|[Ww]ire[ -][Nn]otes|[Ii]ssue #\d|\bDESIG[N]\b|TOOLCHAI[N]\.md|MODEL[S]\.md|DEVELOPER[S]\.md/
  expect(linesMatching(everything, elsewhere)).toEqual([])
})

test('only .ci/run knows where the corpus lies', () => {
  expect(linesMatching(everything, /\.\.\/share[d]/).filter((line) => !line.startsWith('.ci/run:'))).toEqual([])
})

test('the lock file names no registry', () => {
  expect(linesMatching(['package-lock.json'], /"resolved"|registry/)).toEqual([])
})

test('zod is imported as a namespace only, because the named export brings every locale with it', () => {
  const imports = linesMatching(typescript, /^(import|export|\}).* from ['"]zod\b/)
  expect(imports.length).toBeGreaterThan(5)
  expect(imports.filter((line) => !/: import (type )?\* as z from 'zod'$/.test(line))).toEqual([])
})

test('no source file is longer than 350 lines', () => {
  expect(source.filter((path) => read(path).split('\n').length > 351)).toEqual([])
})

test('the environment is read in functions/wire.ts and nowhere else in deployed code', () => {
  const deployed = files('{core,adapters,functions}/**/*.ts').filter((path) => path !== 'functions/wire.ts')
  expect(linesMatching(deployed, /process\.env|process\[|node:process|import\.meta\.env/)).toEqual([])
})
