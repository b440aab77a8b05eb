import type { CloseMark } from '../conversation/head.ts'
import type { Aside, Word } from '../conversation/said.ts'
import type { Case, Control } from '../schema/conversation.ts'
import type { Failure } from '../schema/failure.ts'
import type { Address, Alias } from '../schema/identity.ts'
import type { Author, OutboundMessage, Plan } from '../schema/message.ts'
import type { AnsweredMail } from '../send/sender.ts'

/** Words for a channel, with the exact parts they will go out in. */
export interface Planned {
  readonly message: OutboundMessage
  readonly plan: Plan
  /** The words the customer sees of a template, where they are known. */
  readonly preview?: string
}

/** A message the shop asked to send: what was accepted, the exact parts, and where it goes. */
export interface OutboundFact extends Planned {
  readonly kind: 'outbound'
  readonly shop: string
  readonly conversation: string
  readonly contact: string | null
  readonly channel: string
  readonly connection: string
  readonly address: Address
  readonly author: Author
  readonly purpose: 'service' | 'marketing'
  /** What it is called in other systems. */
  readonly externalIds?: Readonly<Record<string, string>>
  /** Provider id of the message answered. */
  readonly replyTo?: string
  /** The mail answered, where the channel is mail. */
  readonly answered?: AnsweredMail
  readonly validUntil: number
  /** What goes instead where the message cannot; see going.ts. */
  readonly fallback?: Planned
  /** This is the fallback of a message that could not be sent, and why not. */
  readonly instead?: { readonly of: OutboundMessage; readonly reason: Failure }
  /** The shop wrote first: the conversation is with whom this was sent to. */
  readonly starts?: boolean
}

/** A case closed by the shop: the case as it was when it was closed. One close for each case, by its key. */
export interface CloseFact {
  readonly kind: 'close'
  readonly shop: string
  readonly conversation: string
  readonly case: Case
  /** It had been closed and reopened before. */
  readonly again?: true
}

/** The shop opens a closed case again. One for each close, by its key. */
export interface ReopenFact {
  readonly kind: 'reopen'
  readonly shop: string
  readonly conversation: string
  readonly close: CloseMark
}

/** What the shop says of a conversation and its case. What is left out stays as it is; null takes away. */
export interface Saying {
  readonly assignee?: string | null
  readonly tags?: readonly string[]
  /** Until when the case is put aside; null: it is open again. */
  readonly snooze?: Aside | null
  readonly language?: string | null
  readonly control?: Control
  readonly metadata?: Readonly<Record<string, string | null>>
  readonly externalIds?: Readonly<Record<string, string | null>>
  /** Ids of the case itself in other systems. */
  readonly caseIds?: Readonly<Record<string, string | null>>
}

export interface SayFact {
  readonly kind: 'say'
  readonly shop: string
  readonly conversation: string
  /** The case that was current; where `caseIds` are said, the one they are of. */
  readonly case: string | null
  /** Later than everything that was said of the conversation before, whatever the clocks. */
  readonly at: number
  readonly said: Saying
}

/** The time of a snooze has come. */
export interface WakeFact {
  readonly kind: 'wake'
  readonly shop: string
  readonly conversation: string
  readonly snooze: Word<Aside | null>
}

/** Somebody of the shop writes something down that the customer never sees. */
export interface NoteFact {
  readonly kind: 'note'
  readonly shop: string
  readonly conversation: string
  readonly author: Author
  readonly text: string
}

/** Two conversations, or two contacts, that proved to be one. */
export interface LinkFact {
  readonly kind: 'link'
  readonly what: 'conversation' | 'contact'
  readonly shop: string
  readonly channel: string
  readonly connection: string
  readonly account: string
  readonly pair: readonly [string, string]
}

/** The shop says that one contact is the same person as another, which carries on. */
export interface MergeFact {
  readonly kind: 'merge'
  readonly shop: string
  readonly from: string
  readonly into: string
}

/** A merge as both contacts keep it. `key` is that of its fact; once undone it stays so. */
export interface MergeMark {
  readonly key: string
  readonly from: string
  readonly into: string
  readonly at: number
  readonly undone?: true
}

/** The shop takes a merge back: what was learned of either person since is with that person. */
export interface UnmergeFact {
  readonly kind: 'unmerge'
  readonly shop: string
  readonly merge: MergeMark
}

/** The shop has read what the customer said, up to a first-seen time. */
export interface ReadFact {
  readonly kind: 'read'
  readonly shop: string
  readonly conversation: string
  readonly upTo: number
}

/** What the shop says of a contact; null takes it away. By what is spoken of, see contact/words.ts. */
export interface DescribeFact {
  readonly kind: 'describe'
  readonly shop: string
  readonly contact: string
  readonly said: Readonly<Record<string, string | null>>
}

/** The shop says what a person allows. `aliases` are those they had when it was said. */
export interface AllowFact {
  readonly kind: 'allow'
  readonly shop: string
  readonly contact: string
  readonly aliases: readonly Alias[]
  readonly channel: string
  /** An account of the channel, or `any`. */
  readonly sender: string
  readonly purpose: 'service' | 'marketing' | 'any'
  readonly state: 'granted' | 'revoked'
  readonly source: string
  readonly evidence: string
}

export type OwnFact =
  | DescribeFact
  | AllowFact
  | OutboundFact
  | CloseFact
  | LinkFact
  | MergeFact
  | UnmergeFact
  | ReadFact
  | ReopenFact
  | SayFact
  | WakeFact
  | NoteFact
