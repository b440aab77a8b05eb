import type { Context } from '../context.ts'
import type { ContactRecord } from '../conversation/contact.ts'
import { personOf, type HeadState } from '../conversation/head.ts'
import type { Item, Page } from '../ports.ts'
import { foldHead, tellConversation } from '../project/people.ts'
import { withinKey, withinRange } from '../store/keys.ts'
import { markOfContact, shownAs, type KnownPerson } from './current.ts'

interface Where {
  readonly conversation: string
  readonly channel: string
  readonly connection: string
  readonly account: string
}

/** Keeps that a person is in a conversation, before its head says so: what is learned of them later is shown there. */
export const keepWithin = async (ctx: Pick<Context, 'table'>, contact: string, where: Where): Promise<void> => {
  const key = withinKey(contact, where.conversation)
  if (await ctx.table.get(key)) return
  await ctx.table.put({ ...key, v: 1, ch: where.channel, cn: where.connection, ac: where.account })
}

const identityOf = (item: Item, shop: string) => ({
  id: item.sk.slice('V#'.length),
  shop,
  channel: String(item['ch']),
  connection: String(item['cn']),
  account: String(item['ac']),
})

const showIn = async (ctx: Context, item: Item, ids: ReadonlySet<string>, shown: KnownPerson): Promise<void> => {
  const theirs = ({ contact }: HeadState): boolean => contact !== null && ids.has(personOf(contact))
  const head = await foldHead(ctx, identityOf(item, shown.person.shop), (state) => {
    if (state.contact === null || !theirs(state)) return {}
    const { since } = state.contact
    return { contact: { ...markOfContact(shown), ...(since === undefined ? {} : { since }) } }
  })
  // Told again where it showed so before: who died after showing it has not told it.
  if (head.state.last !== null) await tellConversation(ctx, head)
}

/** Shows a person by the contact they are now, in the conversations they are in. */
export const showPerson = async (ctx: Context, person: ContactRecord): Promise<void> => {
  const shown = await shownAs(ctx, person)
  const ids = new Set([person.id, ...person.state.merged])
  for (const id of ids) {
    let after: Page['next']
    do {
      const page = await ctx.table.query({ ...withinRange(id), ...(after ? { after } : {}), consistent: true })
      for (const item of page.items) await showIn(ctx, item, ids, shown)
      after = page.next
    } while (after !== undefined)
  }
}
