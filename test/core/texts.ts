import * as fc from 'fast-check'

/** Pieces that have broken text code before: halves of pairs, marks, joiners, flags, escapes, odd spaces, line ends. */
const tricky = fc.constantFrom(
  '\ud83d',
  '\ude00',
  '😀',
  '👨‍👩‍👧‍👦',
  '🇩🇪🇫🇷',
  'é',
  'e\u0301\u0323',
  'नमस्ते',
  '각',
  '€',
  '[',
  'ç',
  '\u00a0',
  '\u200b',
  '\u200d',
  '\r\n',
  '\n\n',
  '. ',
  '。',
  '   ',
  'word ',
)

/** Any string a caller can make, lone surrogates included. */
export const anyText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      tricky,
      fc.string({ unit: 'grapheme', maxLength: 8 }),
      fc.string({ unit: 'binary', maxLength: 4 }),
      fc.string({ maxLength: 12 }),
      fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
    ),
    { maxLength: 40 },
  )
  .map((pieces) => pieces.join(''))
