import type { OwnKey } from '../schema/fact.ts'
import type { Failure } from '../schema/failure.ts'
import type { Address, Alias } from '../schema/identity.ts'
import type { Author, PartContent } from '../schema/message.ts'

/** What an answer must name of the mail it answers, so that it is shown below it. */
export interface AnsweredMail {
  readonly subject?: string
  /** Header Message-ID without brackets, of a mail that came in. */
  readonly messageId?: string
  /** The id the provider gave it, of a mail of ours: the adapter knows which Message-ID that made. */
  readonly providerId?: string
  readonly references: readonly string[]
}

/** One provider request to make. `key` travels with it where the provider echoes one back. */
export interface OutboundPart {
  readonly key: OwnKey
  readonly address: Address
  readonly content: PartContent
  /** Provider id of the message answered. */
  readonly replyTo?: string
  /** When the customer last wrote, ms since epoch by our clock; absent where they never did or the channel has no window. */
  readonly lastInboundAt?: number
  /** The mail this one answers, where the channel is mail: the one named by `replyTo`, or else the latest. */
  readonly answered?: AnsweredMail
  /** Who wrote it: some channels let people answer when programs may not any more. */
  readonly author?: Author['kind']
}

/**
 * What came of a send.
 * - `accepted`: the provider gave an id. `aliases` may tell more about the recipient (a BSUID for a phone).
 * - `refused`: the provider explicitly said no, or was never reached; the failure's retry says what is allowed.
 * - `unknown`: bytes were written and no readable answer came back; it may have been sent.
 */
export type SendOutcome =
  | {
      readonly kind: 'accepted'
      readonly providerId: string
      /** The scope under which receipts will name this id, where it is not the account itself (Twilio AccountSid). */
      readonly scope?: string
      readonly aliases?: readonly Alias[]
    }
  | { readonly kind: 'refused'; readonly failure: Failure }
  | { readonly kind: 'unknown'; readonly detail: string }

/** Makes one provider request; never throws for what the provider or the network does. Gives up after `timeoutMs`. */
export type Sender = (part: OutboundPart, connection: string, timeoutMs: number) => Promise<SendOutcome>
