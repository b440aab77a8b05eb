/**
 * The GSM 7-bit default alphabet and its extension table: 3GPP TS 23.038, 6.2.1 and 6.2.1.1
 * (https://www.3gpp.org/dynareport/23038.htm). Escape (0x1B) is no character of its own and is left out.
 */
const BASIC =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?' +
  '¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà'
const EXTENSION = '\f^{}\\[~]|€'

const SEPTETS = new Map<number, number>()
for (const character of BASIC) SEPTETS.set(character.codePointAt(0) ?? 0, 1)
for (const character of EXTENSION) SEPTETS.set(character.codePointAt(0) ?? 0, 2)

/** Septets a code point takes in GSM-7: 1, or 2 with the escape; undefined when the alphabet lacks it. */
export const septets = (codePoint: number): number | undefined => SEPTETS.get(codePoint)
