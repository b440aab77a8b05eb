import { decodeCard } from '../conversation/card.ts'
import type { Context } from '../context.ts'
import type { Item, Page } from '../ports.ts'
import { reaches, type Principal } from '../reach.ts'
import type { WaitingNow } from '../schema/figures.ts'
import { waitingRange } from '../store/keys.ts'

/** Who waits is counted up to here: a card each, an eighth of a read unit and less. */
const MAX_CARDS = 1000
const PAGE = 250

export interface Waiting {
  readonly channel: string
  readonly since: number
}

/** Who waits in reach of the principal, longest first; `capped` where there may be more. */
export const whoWaits = async (
  ctx: Pick<Context, 'table'>,
  principal: Principal,
): Promise<{ readonly waiting: readonly Waiting[]; readonly capped: boolean }> => {
  const cards: Item[] = []
  let after: Page['next']
  do {
    // One more, to tell whether there are more.
    const limit = Math.min(PAGE, MAX_CARDS + 1 - cards.length)
    const page: Page = await ctx.table.query({ ...waitingRange(principal.shop), limit, ...(after ? { after } : {}) })
    cards.push(...page.items)
    after = page.next
  } while (after !== undefined && cards.length <= MAX_CARDS)
  const waiting = cards.slice(0, MAX_CARDS).flatMap((card) => {
    const { view } = decodeCard(card)
    const since = view.case?.waitingSince ?? null
    return since !== null && reaches(principal, view) ? [{ channel: view.channel, since }] : []
  })
  return { waiting, capped: cards.length > MAX_CARDS }
}

export const waitingNow = (waiting: readonly Waiting[], capped: boolean): WaitingNow => ({
  count: waiting.length,
  capped,
  longestSince: waiting.length === 0 ? null : Math.min(...waiting.map(({ since }) => since)),
})
