import type { Context } from '../context.ts'
import type { Item, Page, Range } from '../ports.ts'

/** The items of a range, page by page as they are asked for, as the table has them now. */
export async function* pages(ctx: Pick<Context, 'table'>, range: Range): AsyncGenerator<Item> {
  let after: Page['next']
  do {
    const page = await ctx.table.query({ ...range, consistent: true, ...(after ? { after } : {}) })
    yield* page.items
    after = page.next
  } while (after !== undefined)
}
