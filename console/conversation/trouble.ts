import type { Message } from '../../client/index.ts'
import { statuses } from '../texts/conversation.ts'
import { failures } from '../texts/failures.ts'
import { type Text } from '../texts/text.ts'

export type Failure = NonNullable<Message['failure']>
type Code = Failure['code']

/** What happened, and what can be done about it. */
export interface Reason {
  readonly what: Text
  readonly todo: Text
}

const isKnown = (code: string): code is Code => Object.hasOwn(failures, code) && Object.hasOwn(failures, `${code}_todo`)

export const reasonOf = (code: string): Reason =>
  isKnown(code)
    ? { what: failures[code], todo: failures[`${code}_todo`] }
    : { what: failures.other, todo: failures.other_todo }

export interface Trouble {
  readonly kind: 'danger' | 'warning'
  readonly what: Text
  readonly todo: Text | null
  /** How many parts were not sent, where others were. */
  readonly parts: { readonly failed: number; readonly all: number } | null
  readonly actions: readonly ('resolve' | 'cancel' | 'again')[]
}

const codeOf = ({ status, failure, parts }: Message): string | undefined => {
  const found = failure ?? parts.find((part) => part.failure !== null)?.failure
  if (status === 'unknown') return 'outcome_unknown'
  return found?.code ?? (status === 'expired' ? 'expired' : undefined)
}

const NOT_SENT: ReadonlySet<Message['status']> = new Set(['failed', 'expired', 'cancelled'])

const partsOf = ({ status, parts }: Message): Trouble['parts'] => {
  const failed = parts.filter((part) => NOT_SENT.has(part.status)).length
  const mixed = status === 'partially_failed' || (failed > 0 && failed < parts.length)
  return mixed && failed > 0 ? { failed, all: parts.length } : null
}

const ACTIONS: Partial<Record<Message['status'], Trouble['actions']>> = {
  queued: ['cancel'],
  held: ['cancel'],
  unknown: ['resolve'],
  failed: ['again'],
  partially_failed: ['again'],
  expired: ['again'],
  cancelled: ['again'],
}

/** What is to be said of a message of the shop that did not simply go; null where it did. */
export const troubleOf = (message: Message): Trouble | null => {
  const actions = ACTIONS[message.status]
  if (message.direction === 'in' || actions === undefined) return null
  const code = codeOf(message)
  const reason = code === undefined ? null : reasonOf(code)
  const quiet = message.status === 'queued' || message.status === 'cancelled'
  return {
    kind: message.status === 'failed' || message.status === 'partially_failed' ? 'danger' : 'warning',
    what: message.status === 'held' || quiet || reason === null ? statuses[message.status] : reason.what,
    todo: quiet ? null : (reason?.todo ?? null),
    parts: partsOf(message),
    actions,
  }
}
