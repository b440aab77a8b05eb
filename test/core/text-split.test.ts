import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { TextLimit } from '../../core/capabilities.ts'
import { measure } from '../../core/text/measure.ts'
import { split } from '../../core/text/split.ts'
import { anyText } from './texts.ts'

const characters = (max: number): TextLimit => ({ max, unit: 'characters' })
const bytes = (max: number): TextLimit => ({ max, unit: 'bytes' })

const anyLimit: fc.Arbitrary<TextLimit> = fc.oneof(
  fc.integer({ min: 2, max: 80 }).map(characters),
  fc.integer({ min: 4, max: 80 }).map(bytes),
  fc.integer({ min: 1, max: 3 }).map((max): TextLimit => ({ max, unit: 'segments' })),
)

describe('a text that is split', () => {
  test('is lost nowhere and respects the limit, in every unit and for every string', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 10 }), anyLimit, (text, times, limit) => {
        const long = text.repeat(times)
        const pieces = split(long, limit)
        expect(pieces.join('')).toBe(long)
        for (const piece of pieces) {
          expect(piece).not.toBe('')
          expect(measure(piece, limit.unit)).toBeLessThanOrEqual(limit.max)
        }
      }),
      { numRuns: 500 },
    )
  })

  test('is never cut inside of a surrogate pair', () => {
    fc.assert(
      fc.property(anyText, anyLimit, (text, limit) => {
        const codePoints = split(text, limit).flatMap((piece) => Array.from(piece))
        expect(codePoints).toEqual(Array.from(text))
      }),
    )
  })

  test('is cut between graphemes as long as each of them fits', () => {
    const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' })
    fc.assert(
      fc.property(anyText, fc.integer({ min: 2, max: 60 }), (text, max) => {
        const whole = Array.from(graphemes.segment(text), ({ segment }) => segment)
        fc.pre(whole.every((grapheme) => grapheme.length <= max))
        const ends = new Set<number>()
        whole.reduce((end, grapheme) => {
          ends.add(end + grapheme.length)
          return end + grapheme.length
        }, 0)
        split(text, characters(max)).reduce((end, piece) => {
          expect(ends).toContain(end + piece.length)
          return end + piece.length
        }, 0)
      }),
    )
  })

  test('stays one piece when it fits, and none when it is empty', () => {
    expect(split('x'.repeat(10), characters(10))).toEqual(['x'.repeat(10)])
    expect(split('', characters(10))).toEqual([])
  })

  test('is cut after a paragraph rather than after a later sentence', () => {
    expect(split('One two.\n\nThree. Four.', characters(18))).toEqual(['One two.\n\n', 'Three. Four.'])
  })

  test('is cut after a sentence rather than after a later word', () => {
    expect(split('It is here. Come and get it', characters(20))).toEqual(['It is here. ', 'Come and get it'])
  })

  test('is cut after a line rather than after a later sentence, so that the number of an option stays with it', () => {
    expect(split('1. Red wine\n2. White wine', characters(20))).toEqual(['1. Red wine\n', '2. White wine'])
  })

  test('is cut after a word, with the white space at the end of the earlier piece', () => {
    expect(split('alpha beta  gamma', characters(13))).toEqual(['alpha beta  ', 'gamma'])
    expect(split('alpha beta  gamma', characters(11))).toEqual(['alpha ', 'beta  gamma'])
  })

  test('is not cut for a paragraph or a sentence that would leave a crumb', () => {
    expect(split('Hi.\n\nthis goes on and on', characters(22))).toEqual(['Hi.\n\nthis goes on and ', 'on'])
  })

  test('keeps a word whole that fits into a piece of its own', () => {
    const link = 'https://shop.example/orders/4711'
    expect(split(`see ${link}`, characters(link.length))).toEqual(['see ', link])
  })

  test('is cut between sentences where a script puts no space after them', () => {
    expect(split('你好吗。我很好。谢谢', characters(9))).toEqual(['你好吗。我很好。', '谢谢'])
    expect(split('他说「好。」然后走了', characters(9))).toEqual(['他说「好。」', '然后走了'])
    expect(split('好。他说「好。」然后', characters(7))).toEqual(['好。', '他说「好。」', '然后'])
  })

  test('is not cut at a no-break space', () => {
    expect(split('costs 10\u00a0000', characters(10))).toEqual(['costs ', '10\u00a0000'])
  })

  test('keeps a family emoji whole, and cuts a grapheme only when it is larger than the limit', () => {
    const family = '👨‍👩‍👧‍👦'
    expect(split(family + family, characters(15))).toEqual([family, family])
    expect(split(family, characters(6)).join('')).toBe(family)
  })

  test('counts again for each piece: one emoji makes only its own piece UCS-2', () => {
    const pieces = split(`${'a'.repeat(150)} 😀${'b'.repeat(60)}`, { max: 1, unit: 'segments' })
    expect(pieces.map((piece) => piece.length)).toEqual([151, 62])
  })

  test('is refused when the limit holds no character at all', () => {
    expect(() => split('😀', characters(1))).toThrow(RangeError)
    expect(() => split('a', { max: 0, unit: 'segments' })).toThrow(RangeError)
  })
})

describe('splitting takes time in proportion to the text', () => {
  const length = 200_000
  const hostile = {
    'a line without a space': 'x'.repeat(length),
    'one letter under 200,000 marks': `e${'\u0301'.repeat(length)}`,
    'white space alone': ' '.repeat(length),
    'line ends alone': '\n'.repeat(length),
    'full stops alone': '.'.repeat(length),
    'flags alone': '🇩🇪'.repeat(length / 4),
    'joined emoji': '👨\u200d'.repeat(length / 3),
    'halves of surrogate pairs': '\ud83d'.repeat(length),
    'short paragraphs before long words': `a\n\nb. c ${'x'.repeat(92)}`.repeat(length / 100),
  }
  test.each(Object.entries(hostile))('for %s', (_, text) => {
    for (const limit of [characters(70), bytes(1000), { max: 1, unit: 'segments' } as const]) {
      const before = process.cpuUsage()
      expect(split(text, limit).join('') === text).toBe(true)
      const { user, system } = process.cpuUsage(before)
      // About 50 ms of the processor's time, whatever else the machine does. Steps that grow with the square of the
      // text would be 200,000 times as many.
      expect((user + system) / 1000).toBeLessThan(2000)
    }
  })
})
