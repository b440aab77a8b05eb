/** An option as it was offered in numbered text; see `Plan.numbered`. */
export interface NumberedOption {
  readonly id: string
  readonly title: string
}

/** The zeros of the decimal digits people type that NFKC leaves alone (Arabic, Persian, the Indic scripts, Thai, …). */
const ZEROS = Array.from('٠۰०০੦૦୦௦౦೦൦๐໐༠၀០', (zero) => zero.codePointAt(0) ?? 0)

const asciiDigits = (text: string): string =>
  text.replace(/\p{Nd}/gu, (digit) => {
    const codePoint = digit.codePointAt(0) ?? 0
    const zero = ZEROS.find((zero) => codePoint >= zero && codePoint < zero + 10)
    return zero === undefined ? digit : String(codePoint - zero)
  })

const fold = (text: string): string => text.normalize('NFKC').trim().toLowerCase()

/**
 * The option a customer's answer stands for: its number, alone or as `2.`, `2)` or `#2`, in any usual digits; or its
 * title, whatever the case and width of its letters. Undefined for everything else, and also for an answer that names two
 * options, like "2" when the first option is called 2: a wrong pick does more harm than a text that is left a text.
 */
export const readSelection = (text: string, numbered: readonly NumberedOption[]): NumberedOption | undefined => {
  const answer = fold(text)
  const number = /^#?([1-9]\d{0,2})[.)]?$/.exec(asciiDigits(answer))?.[1]
  const meant = numbered.filter(({ title }, index) => index + 1 === Number(number) || fold(title) === answer)
  const [first] = meant
  if (first === undefined || meant.some(({ id }) => id !== first.id)) return undefined
  return { id: first.id, title: first.title }
}
