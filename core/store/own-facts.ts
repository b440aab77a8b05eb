import type { Case } from '../schema/conversation.ts'
import type { Address } from '../schema/identity.ts'
import type { Author, OutboundMessage, Plan } from '../schema/message.ts'
import type { AnsweredMail } from '../send/sender.ts'

/** A message the shop asked to send: what was accepted, the exact parts, and where it goes. */
export interface OutboundFact {
  readonly kind: 'outbound'
  readonly shop: string
  readonly conversation: string
  readonly contact: string | null
  readonly channel: string
  readonly connection: string
  readonly address: Address
  readonly author: Author
  readonly message: OutboundMessage
  readonly plan: Plan
  readonly purpose: 'service' | 'marketing'
  /** Provider id of the message answered. */
  readonly replyTo?: string
  /** The mail answered, where the channel is mail. */
  readonly answered?: AnsweredMail
  readonly validUntil: number
}

/** A case closed by the shop: the case as it was when it was closed. One close for each case, by its key. */
export interface CloseFact {
  readonly kind: 'close'
  readonly shop: string
  readonly conversation: string
  readonly case: Case
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

export type OwnFact = OutboundFact | CloseFact | LinkFact | MergeFact | UnmergeFact | ReadFact
