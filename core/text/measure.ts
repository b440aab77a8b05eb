import type { TextUnit } from '../capabilities.ts'
import { septets } from './gsm7.ts'

/** Takes a text one code point at a time and answers the size of all it has taken so far. It never shrinks. */
export type Meter = (codePoint: number) => number

const utf16Length = (codePoint: number): number => (codePoint > 0xffff ? 2 : 1)

/** A lone surrogate is written as U+FFFD (WHATWG Encoding), which takes 3 bytes as the surrogate range itself would. */
const utf8Length = (codePoint: number): number => {
  if (codePoint < 0x80) return 1
  if (codePoint < 0x800) return 2
  return codePoint > 0xffff ? 4 : 3
}

const summing = (length: (codePoint: number) => number): Meter => {
  let total = 0
  return (codePoint) => (total += length(codePoint))
}

/** Fills SMS segments in order. A character that does not fit into the rest of a segment starts the next one. */
const packing = (alone: number, concatenated: number) => {
  let units = 0
  let segments = 1
  let filled = 0
  return {
    take(length: number): void {
      units += length
      if (filled + length > concatenated) {
        segments += 1
        filled = 0
      }
      filled += length
    },
    units: () => units,
    segments: () => (units <= alone ? Math.min(units, 1) : segments),
  }
}

/**
 * Both alphabets are filled side by side, because one character outside of GSM-7 turns the whole text into UCS-2.
 * That never lowers the count: a GSM-7 segment holds at least 76 characters, a UCS-2 segment at most 67 (80 and 70
 * when alone).
 */
const smsMeter = () => {
  const gsm7 = packing(160, 153)
  const ucs2 = packing(70, 67)
  let encoding: 'gsm7' | 'ucs2' = 'gsm7'
  return {
    take(codePoint: number): void {
      const length = septets(codePoint)
      if (length === undefined) encoding = 'ucs2'
      else gsm7.take(length)
      ucs2.take(utf16Length(codePoint))
    },
    read() {
      const used = encoding === 'gsm7' ? gsm7 : ucs2
      return { encoding, segments: used.segments(), units: used.units() }
    },
  }
}

/** A meter at zero for one text. */
export const meter = (unit: TextUnit): Meter => {
  if (unit === 'characters') return summing(utf16Length)
  if (unit === 'bytes') return summing(utf8Length)
  const sms = smsMeter()
  return (codePoint) => {
    sms.take(codePoint)
    return sms.read().segments
  }
}

/** Size of a text: UTF-16 code units, UTF-8 bytes or SMS segments. An empty text has size 0 in every unit. */
export const measure = (text: string, unit: TextUnit): number => {
  if (unit === 'characters') return text.length
  const add = meter(unit)
  let size = 0
  for (const character of text) size = add(character.codePointAt(0) ?? 0)
  return size
}

export interface Segments {
  readonly encoding: 'gsm7' | 'ucs2'
  readonly segments: number
  /** Septets in GSM-7, UTF-16 code units in UCS-2. */
  readonly units: number
}

/**
 * How a text travels as SMS: GSM-7 in 160 septets, or 153 when it takes several segments (the rest is the header that
 * joins them, 3GPP TS 23.040, 9.2.3.24.1); UCS-2 in 70 or 67 code units where one character is not in GSM-7.
 * Two-septet characters and surrogate pairs never straddle two segments.
 */
export const segments = (text: string): Segments => {
  const sms = smsMeter()
  for (const character of text) sms.take(character.codePointAt(0) ?? 0)
  return sms.read()
}
