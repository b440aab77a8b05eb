import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { septets } from '../../core/text/gsm7.ts'
import { measure, segments } from '../../core/text/measure.ts'
import { anyText } from './texts.ts'

describe('the size of a text', () => {
  test('in characters counts UTF-16 code units, so an emoji is two', () => {
    expect(measure('aé😀', 'characters')).toBe(4)
  })

  test('in bytes is what UTF-8 takes', () => {
    expect(measure('aé€😀', 'bytes')).toBe(1 + 2 + 3 + 4)
  })

  test('in bytes is the same as the encoder of the platform says, lone surrogates included', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(measure(text, 'bytes')).toBe(Buffer.byteLength(text, 'utf8'))
      }),
    )
  })

  test('is zero in every unit when there is no text', () => {
    expect([measure('', 'characters'), measure('', 'bytes'), measure('', 'segments')]).toEqual([0, 0, 0])
    expect(segments('')).toEqual({ encoding: 'gsm7', segments: 0, units: 0 })
  })
})

describe('the GSM 7-bit alphabet', () => {
  test('has 127 characters of one septet and 10 of two', () => {
    const costs = Array.from({ length: 0x110000 }, (_, codePoint) => septets(codePoint))
    expect(costs.filter((cost) => cost === 1)).toHaveLength(127)
    expect(costs.filter((cost) => cost === 2)).toHaveLength(10)
  })

  test('has é, Ñ, Ç, @ and the euro sign', () => {
    for (const character of 'éÑÇ@€') expect(segments(character).encoding).toBe('gsm7')
  })

  test('lacks ç, ê, the backtick, the typographic apostrophe, the long dash and the no-break space', () => {
    for (const character of 'çê`’—\u00a0') expect(segments(character).encoding).toBe('ucs2')
  })
})

describe('SMS segments', () => {
  test('hold 160 septets alone and 153 when there are several', () => {
    expect(segments('a'.repeat(160))).toEqual({ encoding: 'gsm7', segments: 1, units: 160 })
    expect(segments('a'.repeat(161))).toEqual({ encoding: 'gsm7', segments: 2, units: 161 })
    expect(segments('a'.repeat(306)).segments).toBe(2)
    expect(segments('a'.repeat(307)).segments).toBe(3)
  })

  test('hold 70 code units alone and 67 when there are several, once a character is not in GSM-7', () => {
    expect(segments('ç'.repeat(70))).toEqual({ encoding: 'ucs2', segments: 1, units: 70 })
    expect(segments(`ç${'a'.repeat(70)}`)).toEqual({ encoding: 'ucs2', segments: 2, units: 71 })
    expect(segments('ç'.repeat(134)).segments).toBe(2)
    expect(segments('ç'.repeat(135)).segments).toBe(3)
  })

  test('count two septets for each of ^{}\\[~]|€ and form feed', () => {
    expect(segments('^{}\\[~]|€\f')).toEqual({ encoding: 'gsm7', segments: 1, units: 20 })
  })

  test('never cut an escaped character in two', () => {
    // 152 + 2 does not fit into 153, so the second segment starts one septet early and ends up one too full.
    expect(segments(`${'a'.repeat(152)}€${'a'.repeat(152)}`)).toEqual({ encoding: 'gsm7', segments: 3, units: 306 })
  })

  test('never cut a surrogate pair in two: 36 emoji take two segments', () => {
    expect(segments('😀'.repeat(36))).toEqual({ encoding: 'ucs2', segments: 2, units: 72 })
    expect(segments('😀'.repeat(67)).segments).toBe(3)
  })

  test('are as many as a plain count makes them', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 40 }), (text, times) => {
        const long = text.repeat(times)
        expect(segments(long).segments).toBe(countPlainly(long))
        expect(measure(long, 'segments')).toBe(countPlainly(long))
      }),
    )
  })

  test('are as many as a plain count makes them for texts of GSM-7 alone', () => {
    const gsm7 = fc.array(fc.constantFrom(...Array.from('ab €[]éÑ\n')), { maxLength: 700 }).map((all) => all.join(''))
    fc.assert(
      fc.property(gsm7, (text) => {
        expect(segments(text).segments).toBe(countPlainly(text))
      }),
    )
  })
})

/** The alphabet as ranges, written down apart from the one under test. */
const ONE = /^[\n\r !-#%-?A-Z_a-z@£$¥èéùìòÇØøÅåΔΦΓΛΩΠΨΣΘΞÆæßÉ¤¡ÄÖÑÜ§¿äöñüà]$/u
const TWO = /^[\f^{}\\[~\]|€]$/u

/** Lays the characters out one segment after the other. */
function countPlainly(text: string): number {
  const characters = Array.from(text)
  const isGsm7 = characters.every((character) => ONE.test(character) || TWO.test(character))
  const costs = characters.map((character) => (isGsm7 ? (TWO.test(character) ? 2 : 1) : character.length))
  const total = costs.reduce((sum, cost) => sum + cost, 0)
  if (total <= (isGsm7 ? 160 : 70)) return total === 0 ? 0 : 1
  let count = 0
  while (costs.length > 0) {
    let left = isGsm7 ? 153 : 67
    while (costs[0] !== undefined && costs[0] <= left) left -= costs.shift() ?? 0
    count += 1
  }
  return count
}
