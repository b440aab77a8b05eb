import type { Context } from '../context.ts'
import { filesOf } from '../conversation/message.ts'
import type { MessageFact } from '../schema/fact.ts'
import type { Contact } from '../schema/identity.ts'
import type { FactRecord, State } from '../store/facts.ts'
import { jobKey } from '../store/keys.ts'
import { addJob } from './job.ts'

type Source = Pick<FactRecord, 'key'> & { readonly channel: string; readonly connection: string }

/** A message without files is the rule: it costs nothing here. The same file of the same message is one job for ever. */
const planFiles = async (ctx: Context, record: Source, fact: MessageFact, state: State): Promise<void> => {
  for (const { id, state: known } of filesOf(ctx.hash, fact.body, state))
    if (known === undefined)
      await addJob(ctx, ctx.hash('job', 'media', record.key, id), { kind: 'media', fact: record.key, file: id })
}

/** Somebody without a name, on a channel that tells names: asked once for each alias, whatever the answer. */
const planProfile = async (
  ctx: Context,
  { channel, connection }: Source,
  { account, peers }: MessageFact,
  contact: Pick<Contact, 'name' | 'shop'> | undefined,
): Promise<void> => {
  const peer = peers.at(-1)
  if (contact === undefined || contact.name !== null || peer === undefined) return
  if (!ctx.looksUp(channel, connection)) return
  const id = ctx.hash('job', 'profile', contact.shop, channel, account, peer.type, peer.value)
  if (await ctx.table.get(jobKey(id))) return
  await addJob(ctx, id, { kind: 'profile', channel, connection, account, peer })
}

/** Makes the jobs that a message gives rise to. May be called any number of times. */
export const planJobs = async (
  ctx: Context,
  record: Source,
  fact: MessageFact,
  state: State,
  contact: Pick<Contact, 'name' | 'shop'> | undefined,
): Promise<void> => {
  await planFiles(ctx, record, fact, state)
  await planProfile(ctx, record, fact, contact)
}
