/**
 * What the shop last said about one thing of a contact; null takes it away, and what the channel says counts again. The later
 * word wins, by time and then by who said it, so that the order in which they are read does not matter.
 */
export type Word = readonly [at: number, by: string, value: string | null]
/** By what is spoken of: `name`, `locale`, `timeZone`, and each entry of `metadata.` and `externalIds.`. */
export type Words = Readonly<Record<string, Word>>

const isLater = (a: Word, b: Word): boolean => a[0] > b[0] || (a[0] === b[0] && a[1] > b[1])

export const joinWords = (a: Words, b: Words): Words => {
  const words = new Map(Object.entries(a))
  for (const [of, word] of Object.entries(b)) {
    const known = words.get(of)
    if (known === undefined || isLater(word, known)) words.set(of, word)
  }
  return Object.fromEntries([...words].sort(([x], [y]) => (x < y ? -1 : 1)))
}

/** When the last word was said: the next one has to be later, also by a clock that is behind. */
export const lastWordAt = (words: Words): number => Object.values(words).reduce((last, [at]) => Math.max(last, at), 0)

export const wordsFrom = (said: Readonly<Record<string, string | null>>, at: number, by: string): Words =>
  Object.fromEntries(Object.entries(said).map(([of, value]) => [of, [at, by, value] as const]))

/** The entries of `metadata` or `externalIds`. */
export const entriesIn = (words: Words, what: 'metadata' | 'externalIds'): Record<string, string> =>
  Object.fromEntries(
    Object.entries(words).flatMap(([of, [, , value]]) =>
      of.startsWith(`${what}.`) && value !== null ? [[of.slice(what.length + 1), value] as const] : [],
    ),
  )
