import { decodeCard } from '../conversation/card.ts'
import type { Context } from '../context.ts'
import type { Page } from '../ports.ts'
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
  const waiting: Waiting[] = []
  let after: Page['next']
  for (let read = 0; read < MAX_CARDS;) {
    const limit = Math.min(PAGE, MAX_CARDS - read)
    const page: Page = await ctx.table.query({
      ...waitingRange(principal.shop),
      limit,
      ...(after ? { after } : {}),
    })
    for (const { view } of page.items.map(decodeCard))
      if (reaches(principal, view) && view.case?.waitingSince != null)
        waiting.push({ channel: view.channel, since: view.case.waitingSince })
    read += page.items.length
    after = page.next
    if (after === undefined) return { waiting, capped: false }
  }
  return { waiting, capped: true }
}

export const waitingNow = (waiting: readonly Waiting[], capped: boolean): WaitingNow => ({
  count: waiting.length,
  capped,
  longestSince: waiting.length === 0 ? null : Math.min(...waiting.map(({ since }) => since)),
})
