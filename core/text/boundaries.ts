/** What ends at a place in a text, from the worst place to break it to the best. */
export const CODE_POINT = 0
export const GRAPHEME = 1
export const WORD = 2
export const SENTENCE = 3
export const LINE = 4
export const PARAGRAPH = 5

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' })

/** White space a line may be broken at, and the zero-width space. The no-break spaces glue what they join. */
const SPACE = /^[^\S\u00a0\u2007\u202f\ufeff]+$|^\u200b$/
const NEWLINE = /^(?:\r\n|[\n\v\f\r\u2028])$/
const PARAGRAPH_SEPARATOR = '\u2029'
const FULL_STOP = /^[.!?…؟۔।]$/
/** Full stops of scripts that put no space after a sentence. */
const WIDE_FULL_STOP = /^[。！？｡]$/
const CLOSING = /^[\p{Pe}\p{Pf}"']$/u

/** The part of a text that is read before a place: did a sentence end, and how much white space came since. */
interface Reading {
  ended: 'no' | 'spaced' | 'wide'
  spaces: number
  newlines: number
}

const read = (before: Reading, grapheme: string): void => {
  if (SPACE.test(grapheme)) {
    before.spaces += 1
    before.newlines += grapheme === PARAGRAPH_SEPARATOR ? 2 : Number(NEWLINE.test(grapheme))
    return
  }
  before.spaces = 0
  before.newlines = 0
  if (WIDE_FULL_STOP.test(grapheme)) before.ended = 'wide'
  else if (FULL_STOP.test(grapheme)) before.ended = 'spaced'
  else if (!CLOSING.test(grapheme)) before.ended = 'no'
}

/** White space belongs to what it follows, so only its end is a boundary. */
const rank = (before: Reading, next: string): number => {
  if (SPACE.test(next)) return GRAPHEME
  if (before.newlines > 1) return PARAGRAPH
  if (before.newlines === 1) return LINE
  if (before.spaces > 0) return before.ended === 'no' ? WORD : SENTENCE
  const continues = CLOSING.test(next) || WIDE_FULL_STOP.test(next) || FULL_STOP.test(next)
  return before.ended === 'wide' && !continues ? SENTENCE : GRAPHEME
}

/**
 * For each index of a text what ends just before it: {@link GRAPHEME} and better, {@link CODE_POINT} inside of a
 * grapheme. The indices inside of surrogate pairs are no places to break at and not to be asked for. One pass.
 */
export const boundaries = (text: string): Uint8Array => {
  const ranks = new Uint8Array(text.length + 1)
  const before: Reading = { ended: 'no', spaces: 0, newlines: 0 }
  for (const { segment, index } of graphemes.segment(text)) {
    ranks[index] = rank(before, segment)
    read(before, segment)
  }
  ranks[text.length] = PARAGRAPH
  return ranks
}
