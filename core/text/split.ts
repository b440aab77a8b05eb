import type { TextLimit } from '../capabilities.ts'
import { boundaries, CODE_POINT, GRAPHEME, LINE, PARAGRAPH, SENTENCE, WORD } from './boundaries.ts'
import { measure, meter } from './measure.ts'

/** A paragraph, line or sentence is kept whole only while the piece before it is at least so full; no crumbs. */
const LEAST_FILL = 1 / 4

/** End of the piece that starts at `start`: the best boundary among those that fit. */
const pieceEnd = (text: string, start: number, ranks: Uint8Array, limit: TextLimit): number => {
  const size = meter(limit.unit)
  const latest = Array.from({ length: PARAGRAPH + 1 }, () => start)
  let end = start
  while (end < text.length) {
    const codePoint = text.codePointAt(end) ?? 0
    if (size(codePoint) > limit.max) break
    end += codePoint > 0xffff ? 2 : 1
    latest[ranks[end] ?? CODE_POINT] = end
  }
  if (end === text.length) return end
  if (end === start) throw new RangeError(`A limit of ${limit.max} ${limit.unit} holds no character`)

  const latestOf = (rank: number): number => Math.max(...latest.slice(rank))
  const roomy = start + (end - start) * LEAST_FILL
  for (const rank of [PARAGRAPH, LINE, SENTENCE]) if (latestOf(rank) >= roomy) return latestOf(rank)
  for (const rank of [WORD, GRAPHEME]) if (latestOf(rank) > start) return latestOf(rank)
  return end
}

/**
 * Cuts a text into pieces within a limit. Joined they are exactly the text; none is empty. Cuts fall after a paragraph,
 * else after a line, a sentence or a word, with white space at the end of the earlier piece; else between
 * graphemes. Only a grapheme larger than the limit itself is cut, between code points; a surrogate pair never is.
 * Time is linear in the text. Throws a RangeError when the limit is too small for a single character.
 */
export const split = (text: string, limit: TextLimit): string[] => {
  if (text === '') return []
  if (measure(text, limit.unit) <= limit.max) return [text]
  const ranks = boundaries(text)
  const pieces: string[] = []
  for (let start = 0; start < text.length;) {
    const end = pieceEnd(text, start, ranks, limit)
    pieces.push(text.slice(start, end))
    start = end
  }
  return pieces
}
