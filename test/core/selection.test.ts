import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readSelection } from '../../core/selection.ts'

const numbered = [
  { id: 'opt-red', title: 'Red wine' },
  { id: 'opt-white', title: 'White wine' },
  { id: 'opt-none', title: 'Nein, danke' },
]
const white = numbered[1]

describe('an answer to numbered options', () => {
  test.each(['2', ' 2. ', '2)', '#2', '2.', '\u00a02\n'])('is read as the second when it says %j', (answer) => {
    expect(readSelection(answer, numbered)).toEqual(white)
  })

  test.each(['２', '２．', '＃２', '٢', '۲', '२', '২', '๒'])('is read in other digits, such as %s', (answer) => {
    expect(readSelection(answer, numbered)).toEqual(white)
  })

  test('is read from ten on', () => {
    const many = Array.from({ length: 12 }, (_, index) => ({ id: `o${index + 1}`, title: `Option ${index + 1}` }))
    expect(readSelection('12', many)?.id).toBe('o12')
    expect(readSelection('١٢', many)?.id).toBe('o12')
    expect(readSelection('1', many)?.id).toBe('o1')
  })

  test.each(['White wine', 'WHITE WINE', '  white wine ', 'Ｗｈｉｔｅ ｗｉｎｅ'])(
    'is read as its title: %j',
    (answer) => {
      expect(readSelection(answer, numbered)).toEqual(white)
    },
  )

  test.each([
    '0',
    '4',
    '-2',
    '2.5',
    '22',
    '2 3',
    '2, please',
    'wine',
    'White',
    '',
    ' ',
    '#',
    '(2)',
    'two',
    '1e0',
    '02',
  ])('is a text like any other when it says %j', (answer) => {
    expect(readSelection(answer, numbered)).toBeUndefined()
  })

  test('is a text when there are no options', () => {
    expect(readSelection('1', [])).toBeUndefined()
  })

  test('is left a text when number and title mean different options', () => {
    const guests = ['2', '4', '6'].map((title) => ({ id: `guests-${title}`, title }))
    expect(readSelection('2', guests)).toBeUndefined()
    expect(readSelection('4', guests)?.id).toBe('guests-4')
    expect(readSelection('3', guests)?.id).toBe('guests-6')
  })

  test('is left a text when two options share the title, and still read by number', () => {
    const twins = [
      { id: 'a', title: 'Same' },
      { id: 'b', title: 'same' },
    ]
    expect(readSelection('same', twins)).toBeUndefined()
    expect(readSelection('2', twins)).toEqual({ id: 'b', title: 'same' })
  })

  test('is only ever one of the options, whatever it says', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (answer) => {
        const read = readSelection(answer, numbered)
        expect([undefined, ...numbered]).toContainEqual(read)
      }),
    )
  })
})
