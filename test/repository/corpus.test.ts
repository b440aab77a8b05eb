import { expect, test } from 'vitest'
import { differences, readGolden, runCorpus } from '../../scripts/corpus/golden.ts'

const corpus = process.env['PARLEY_CORPUS']

if (corpus === undefined)
  test('what recorded payloads become is not compared here: PARLEY_CORPUS names no corpus', () => {
    expect(corpus).toBeUndefined()
  })
else
  test('recorded payloads of every channel become what the golden file says, and break no promise', async () => {
    const { report, problems } = await runCorpus(corpus)
    expect(problems).toEqual([])
    expect(differences(readGolden(), report)).toEqual([])
  }, 120_000)

test('a difference shows the lines that went and those that came', () => {
  expect(differences('a\nb\nc', 'a\nB\nc\nd')).toEqual(['- b', '+ B', '+ d'])
  expect(differences('a\nb', 'a\nb')).toEqual([])
  expect(differences('a\nb', 'b\na')).toHaveLength(1)
})
