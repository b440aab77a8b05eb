/** Spaces, marks of direction, joiners, and letters that are drawn as nothing. */
const UNSEEN = /^[\s\p{Cc}\p{Cf}\u115F\u1160\u2800\u3164\uFFA0]*$/u

/** Whether nothing can be seen of it, as with a name that somebody chose to have none. */
export const isBlank = (text: string): boolean => UNSEEN.test(text)

/** What can be seen; null where nothing can. */
export const seenOf = (text: string | null | undefined): string | null => (text && !isBlank(text) ? text : null)
