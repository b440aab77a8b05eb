import { failure } from '../failures.ts'
import type { Failure, FailureCode } from '../schema/failure.ts'
import type { Degradation, PartContent, Plan } from '../schema/message.ts'

/** A stretch of a plan: parts in the order they are sent, and what was changed to make them fit. */
export interface Draft {
  readonly ok: true
  readonly parts: readonly PartContent[]
  readonly degradations: readonly Degradation[]
  readonly numbered?: NonNullable<Plan['numbered']>
}

/** Why a message cannot be sent on a channel. `path` is a JSON pointer into the message. */
export interface Refusal {
  readonly ok: false
  readonly failure: Failure
  readonly path: string
}

export const draft = (parts: readonly PartContent[], degradations: readonly Degradation[] = []): Draft => ({
  ok: true,
  parts,
  degradations,
})

/** `detail` is for people, and never repeats what the message says. */
export const refuse = (code: FailureCode, path: string, detail: string): Refusal => ({
  ok: false,
  failure: failure(code, detail),
  path,
})

/** What was changed to fit the channel, as the API names it. */
export type Rule =
  /** Longer than one message: sent as several. */
  | 'text.split'
  /** A file the channel does not take: its link is sent. */
  | 'media.as_link'
  /** A caption the file cannot carry: follows it as text. */
  | 'caption.as_text'
  | 'choice.as_list'
  | 'choice.as_buttons'
  /** Numbered text; the customer's "2" is read as a selection. */
  | 'choice.as_text'
  /** The label of a list's button did not fit; it says "Options". */
  | 'choice.default_button'
  | 'choice.header_in_body'
  | 'choice.footer_in_body'
  /** The body is longer than a choice allows: its beginning goes before it as text. */
  | 'choice.body_split'
  /** Each card as a picture with its words, and its buttons with numbers. */
  | 'cards.as_text'
  /** More cards than one message takes. */
  | 'cards.split'
  | 'location_request.as_text'
  | 'location.as_text'
  | 'contacts.as_text'
  /** More contacts than one message takes. */
  | 'contacts.split'
  /** The channel cannot quote the message that is answered. */
  | 'reply_to.dropped'
  /** Only a mail has a subject, a page and copies. */
  | 'subject.dropped'
  | 'html.dropped'
  | 'to.dropped'
  | 'cc.dropped'
  | 'bcc.dropped'
  /** There was a page and no text: its words are sent. */
  | 'html.as_text'

export const degraded = (path: string, rule: Rule, level: Degradation['level']): Degradation => ({
  path,
  rule,
  level,
})

/** One after the other; the first refusal refuses all. */
export const inOrder = (steps: readonly (Draft | Refusal)[]): Draft | Refusal => {
  const parts: PartContent[] = []
  const degradations: Degradation[] = []
  let numbered: Draft['numbered']
  for (const step of steps) {
    if (!step.ok) return step
    parts.push(...step.parts)
    degradations.push(...step.degradations)
    numbered ??= step.numbered
  }
  return { ...draft(parts, degradations), ...(numbered === undefined ? {} : { numbered }) }
}
