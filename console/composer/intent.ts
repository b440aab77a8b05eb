import type { SentMessage } from '../../client/index.ts'

/** Something that somebody decided to send: it goes once, however often it is tried. */
export interface Intent {
  /** The Idempotency-Key: kept before the first try, and the same with every other. */
  readonly key: string
  readonly conversation: string
  readonly kind: 'message' | 'note'
  readonly body: SentMessage
  /** Who decided it, for which shop: keys are counted for each of them. */
  readonly owner: string
  readonly at: number
  readonly tries: number
  /** `waiting`: to be tried (again); `refused`: it cannot be sent as it is; `stale`: too old to go by itself. */
  readonly state: 'waiting' | 'refused' | 'stale'
  readonly refusal?: Refusal
}

export interface Refusal {
  readonly type: string
  readonly detail: string
}

/** What a try came to. */
export type Outcome =
  | { readonly type: 'done' }
  /** Nobody answered, or not what was asked: it may have arrived, or not. */
  | { readonly type: 'unknown' }
  | { readonly type: 'problem'; readonly status: number; readonly refusal: Refusal }

const FIRST_MS = 1000
const LONGEST_MS = 60_000
/** An answer of yesterday may be wrong today. */
const STALE_MS = 12 * 3_600_000

/** Until the next try, longer with each. */
export const waitAfter = (tries: number): number => Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.max(0, tries - 1))

/** Whether the same request may go well later: the gateway's fault, its pace, a session that ended, a call that is not done. */
const isPassing = (status: number, type: string): boolean =>
  status >= 500 || status === 401 || status === 408 || status === 429 || type === 'idempotency_in_progress'

/** The intent after a try; null: it is done with. */
export const settled = (intent: Intent, outcome: Outcome): Intent | null => {
  if (outcome.type === 'done') return null
  const tries = intent.tries + 1
  if (outcome.type === 'problem' && !isPassing(outcome.status, outcome.refusal.type))
    return { ...intent, tries, state: 'refused', refusal: outcome.refusal }
  return { ...intent, tries, state: 'waiting' }
}

/** As it is found after some time: what waited too long goes only when somebody says so. */
export const aged = (intent: Intent, now: number): Intent =>
  intent.state === 'waiting' && now - intent.at > STALE_MS ? { ...intent, state: 'stale' } : intent

/** What may be tried now: of each conversation the oldest, so that nothing overtakes; what stands in the way waits for a person. */
export const due = (intents: readonly Intent[], owner: string): readonly Intent[] => {
  const first = new Map<string, Intent>()
  for (const intent of intents.toSorted((a, b) => a.at - b.at)) {
    if (intent.owner !== owner || intent.state === 'refused') continue
    if (!first.has(intent.conversation)) first.set(intent.conversation, intent)
  }
  return [...first.values()].filter(({ state }) => state === 'waiting')
}
