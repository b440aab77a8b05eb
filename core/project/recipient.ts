import type { Context } from '../context.ts'
import { isGroup, isThread, type Alias } from '../schema/identity.ts'
import type { OutboundFact } from '../store/facts.ts'
import { resolve } from './people.ts'

/**
 * Keeps what a provider told of whom we wrote to: a user id for a phone, or what an answer may call the thread. What the
 * customer says next may name only that, and belongs to the same person and conversation. In a thread a person's
 * identity says nothing of the conversation, and a group is nobody's.
 */
export const learnRecipient = async (
  ctx: Context,
  fact: OutboundFact,
  aliases: readonly Alias[],
  seenAt: number,
): Promise<void> => {
  const { address, channel, connection, conversation } = fact
  const account = ctx.directory.account(channel, connection, address.account)
  if (account === undefined) return
  const isNew = ({ type, value }: Alias): boolean =>
    ![...address.peers, address.thread].some((known) => known?.type === type && known.value === value)
  const threads = aliases.filter((alias) => isThread(alias) && isNew(alias))
  for (const thread of threads) await resolve(ctx, account, 'conversation', [thread], seenAt, conversation)
  const people = aliases.filter((alias) => !isThread(alias))
  if (!people.some(isNew) || isGroup(address.thread)) return
  if (address.thread === undefined) await resolve(ctx, account, 'conversation', people, seenAt, conversation)
  await resolve(ctx, account, 'contact', people, seenAt, fact.contact ?? undefined)
}
