import type { PartContent } from '../schema/message.ts'
import type { OutboundFact, PartState, State } from './facts.ts'

/** One provider request of what goes. */
export interface GoingPart {
  /** Its number among all parts of the message, by which its state and the provider's receipts know it. */
  readonly number: number
  readonly content: PartContent
  readonly state: PartState
}

/** What of an outbound message goes: the words that were asked for, or its fallback in their place. */
export interface Going {
  readonly fact: OutboundFact
  readonly parts: readonly GoingPart[]
}

/**
 * The fact as it goes, by what its state says. Parts of the fallback are numbered after those of the message: whatever is
 * still said of a part of the message, by a receipt or by a worker that came late, is never taken for one of the fallback.
 */
export const goingOf = (stored: OutboundFact, state: State): Going => {
  const { fallback, preview: _, ...asked } = stored
  const used = fallback !== undefined && state.fallback !== undefined
  const fact: OutboundFact = used
    ? { ...asked, ...fallback, instead: { of: asked.message, reason: state.fallback } }
    : stored
  const first = used ? asked.plan.parts.length : 0
  const parts = fact.plan.parts.map((content, index) => {
    const number = first + index
    return { number, content, state: state.part(number) }
  })
  return { fact, parts }
}
