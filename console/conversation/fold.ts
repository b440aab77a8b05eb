/** What was newly said, and what was only quoted with it. */
export interface Folded {
  readonly said: string
  readonly quoted: string | null
}

/** A mail without what it quotes, which is kept beside it. Words that cannot be told apart stay whole. */
export const folded = ({ text, replyText }: { readonly text: string; readonly replyText?: string }): Folded => {
  const said = replyText?.trim() ?? ''
  if (said === '') return { said: text, quoted: null }
  const at = text.indexOf(said)
  const quoted = at === -1 ? text : `${text.slice(0, at)}\n${text.slice(at + said.length)}`
  return { said, quoted: quoted.trim() || null }
}

const PREFIXES = /^(?:\s*(?:re|aw|antw|sv|vs|fw|fwd|wg|رد)\s*(?:\[\d+\])?\s*[:：])+/iu

/** Two subjects are of one thread where they differ in their prefixes alone. */
export const bareSubject = (subject: string): string => subject.replace(PREFIXES, '').trim().toLowerCase()
