import { computed, signal } from '@preact/signals'
import { keptOn } from './kept.ts'
import { me } from './session.ts'

/** What somebody has written in a conversation and not sent. */
export interface Draft {
  readonly mode: 'reply' | 'note'
  readonly text: string
  /** Id of the message that is answered. */
  readonly quote: string | null
  /** By mail only; copies as they were typed. */
  readonly subject: string
  readonly cc: string
  readonly bcc: string
  /** Titles of the choices that are offered. */
  readonly choices: readonly string[]
  readonly at: number
}

export const EMPTY: Draft = { mode: 'reply', text: '', quote: null, subject: '', cc: '', bcc: '', choices: [], at: 0 }

const isEmpty = ({ mode, text, quote, subject, cc, bcc, choices }: Draft): boolean =>
  mode === 'reply' && text + subject + cc + bcc + choices.join('') === '' && quote === null && choices.length === 0

const kept = keptOn<Draft>(localStorage, 'parley.draft.', 200)
const drafts = signal<ReadonlyMap<string, Draft>>(kept.all())

addEventListener('storage', ({ key }) => {
  if (key === null || kept.idOf(key) !== undefined) drafts.value = kept.all()
})

/** Whose words on this device belong to: nobody finishes what somebody else began. */
export const owner = computed(() => `${me.value?.shop ?? ''}.${me.value?.person?.id ?? me.value?.key?.id ?? ''}`)
const nameOf = (conversation: string): string => `${owner.value}.${conversation}`

/** The draft in a conversation, if there is one. */
export const draftOf = (conversation: string): Draft | undefined => drafts.value.get(nameOf(conversation))

/** Changes what is given of it; a draft of nothing is none. Kept over reloads, without a connection, and after signing out. */
export const setDraft = (conversation: string, change: Partial<Omit<Draft, 'at'>>): void => {
  const name = nameOf(conversation)
  const changed = { ...(drafts.peek().get(name) ?? EMPTY), ...change, at: Date.now() }
  const next = new Map(drafts.peek())
  if (isEmpty(changed)) {
    next.delete(name)
    kept.delete(name)
  } else {
    next.set(name, changed)
    kept.set(name, changed)
  }
  drafts.value = next
}
