import type { Context } from '../context.ts'
import { aboutKey } from '../store/keys.ts'

/**
 * Keeps that a fact is about a message, a conversation or a contact, where no entry of the timeline tells: whoever erases that
 * finds it there. Before its words are shown anywhere.
 */
export const keepAbout = async (ctx: Pick<Context, 'table'>, of: { readonly pk: string }, fact: string) => {
  await ctx.table.put({ ...aboutKey(of.pk, fact), v: 1 })
}
