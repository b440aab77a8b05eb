/** As the API has it. */
export const MOST_TAGS = 20
export const LONGEST_TAG = 64

export type TagProblem = 'tooLong' | 'tooMany' | 'known'

/** A tag as it is kept: what was typed, without what nobody sees. */
export const tagOf = (typed: string): string => typed.trim().replaceAll(/\s+/g, ' ')

/** Why a tag cannot be added; undefined where it can. */
export const tagProblem = (tags: readonly string[], tag: string): TagProblem | undefined => {
  if (tags.includes(tag)) return 'known'
  if (tag.length > LONGEST_TAG) return 'tooLong'
  return tags.length >= MOST_TAGS ? 'tooMany' : undefined
}

interface Tagged {
  readonly case: { readonly tags: readonly string[] } | null
}

/** Tags of other conversations that go on as was typed, those that are used most before the others. */
export const suggestedTags = (
  known: Iterable<Tagged>,
  { tags, typed, most = 8 }: { readonly tags: readonly string[]; readonly typed: string; readonly most?: number },
): readonly string[] => {
  const counts = new Map<string, number>()
  for (const one of known) for (const tag of one.case?.tags ?? []) counts.set(tag, (counts.get(tag) ?? 0) + 1)
  const begin = tagOf(typed).toLowerCase()
  return [...counts]
    .filter(([tag]) => !tags.includes(tag) && tag.toLowerCase().includes(begin))
    .toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .slice(0, most)
    .map(([tag]) => tag)
}
