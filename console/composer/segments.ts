/** The GSM 7-bit default alphabet, and what takes two septets of it: 3GPP TS 23.038, 6.2.1 and 6.2.1.1. */
const BASIC = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?' +
    '¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
)
const EXTENDED = new Set('\f^{}\\[~]|€')

export interface Segments {
  readonly encoding: 'gsm7' | 'ucs2'
  readonly segments: number
  /** Septets or UTF-16 units that still go into the segments there are. */
  readonly left: number
}

const packed = (lengths: readonly number[], alone: number, joined: number): Omit<Segments, 'encoding'> => {
  const units = lengths.reduce((sum, length) => sum + length, 0)
  if (units <= alone) return { segments: Math.min(units, 1), left: alone - units }
  let segments = 1
  let filled = 0
  // No character is cut: what does not go in begins the next segment.
  for (const length of lengths) {
    if (filled + length > joined) {
      segments++
      filled = 0
    }
    filled += length
  }
  return { segments, left: joined - filled }
}

/** How a text goes by SMS: one character outside of the alphabet makes all of it twice as long. */
export const segmentsOf = (text: string): Segments => {
  // Each code point by itself, as the network counts them.
  const characters = Array.from(text)
  const isGsm = characters.every((one) => BASIC.has(one) || EXTENDED.has(one))
  return isGsm
    ? {
        encoding: 'gsm7',
        ...packed(
          characters.map((one) => (EXTENDED.has(one) ? 2 : 1)),
          160,
          153,
        ),
      }
    : {
        encoding: 'ucs2',
        ...packed(
          characters.map((one) => one.length),
          70,
          67,
        ),
      }
}
