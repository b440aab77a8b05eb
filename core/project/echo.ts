import { capabilitiesOf, type Context } from '../context.ts'
import { decodeEntry, entryItem, inboundView, slimEntry, type Place } from '../conversation/message.ts'
import { findRoot } from '../conversation/versioned.ts'
import type { MessageFact, OwnKey } from '../schema/fact.ts'
import type { PartContent } from '../schema/message.ts'
import { EMPTY_STATE, loadPartition, type FactRecord, type Partition } from '../store/facts.ts'
import { goingOf } from '../store/going.ts'
import { factOfMessage, messageId, messageOfTodo, stateKey } from '../store/keys.ts'
import { findBound, heads } from './people.ts'
import { tellOnce } from './tell.ts'

type InboundRecord = FactRecord & { readonly source: 'inbound' }

/**
 * Some channels echo what we send without a key of ours. Such an echo may be seen before the answer of the send tells
 * that its id is ours, and is then shown as sent from elsewhere. Once the id is known to be ours the message stands for
 * both: the echo's entry goes, and who was told of it is told so.
 */
export const withdrawEcho = async (ctx: Context, record: InboundRecord): Promise<void> => {
  const { fact, channel, connection } = record
  if (fact.kind !== 'message' || fact.direction !== 'out') return
  const account = ctx.directory.account(channel, connection, fact.account)
  const conversation = account && (await findBound(ctx, account, fact, record.seenAt))
  if (account === undefined || conversation === undefined) return
  const place = { shop: account.shop, conversation, contact: null, channel, connection, account: account.id }
  const key = entryItem(inboundView(record, fact, EMPTY_STATE, place, ctx.hash), record, '')
  const shown = await ctx.table.get(key, { consistent: true })
  if (shown === undefined) return
  const entry = decodeEntry(shown)
  const data = { ...slimEntry(entry), text: '', attachments: [], deleted: { at: record.seenAt } }
  await tellOnce(ctx, { type: 'message.deleted', shop: account.shop, id: entry.id, data })
  await ctx.table.delete(key)
}

/** Words as they come back: spaces may have been changed on the way, and `[image]` only stands for a file. */
const words = (text: string): string =>
  text
    .replaceAll(/\[\w+\]/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim()

const says = (content: PartContent | undefined, { text, attachments }: MessageFact['body']): boolean => {
  if (content?.type === 'text') return attachments.length === 0 && words(content.text) === words(text)
  if (content?.type !== 'media') return false
  return attachments.length > 0 && words(content.text ?? content.media[0]?.caption ?? '') === words(text)
}

/** States in which the provider may have a part without our knowing its id. */
const OPEN = new Set(['sending', 'unknown'])

const openParts = ({ key, fact, state }: Partition, body: MessageFact['body']): OwnKey[] => {
  if (fact?.source !== 'own' || fact.fact.kind !== 'outbound') return []
  return goingOf(fact.fact, state).parts.flatMap(({ number, content, state: part }) => {
    const open = part.key === undefined && OPEN.has(part.state ?? '')
    return open && says(content, body) ? [{ message: messageId(key), part: number }] : []
  })
}

/** To-dos looked through: a send whose outcome is open still has one. */
const LOOK_AHEAD = 25

/**
 * On a channel whose echoes carry no key, an echo with the words of one send whose outcome is not known is that send's:
 * the answer was lost, or is still on its way. With several such sends nobody can say whose it is. True: it was claimed,
 * and what follows from it is projected with the message.
 */
export const claimEcho = async (
  ctx: Context,
  record: InboundRecord,
  fact: MessageFact,
  place: Place,
): Promise<boolean> => {
  if (fact.direction !== 'out' || fact.ours !== undefined) return false
  if (!capabilitiesOf(ctx, place, fact.thread)?.keylessEchoes) return false
  const root = await findRoot(ctx.table, heads(ctx), place.conversation)
  const found: OwnKey[] = []
  for (const conversation of new Set([place.conversation, root.id, ...(root.value?.state.linked ?? [])])) {
    const range = { pk: `cnv#${conversation}`, from: 'O#', to: 'O#~', limit: LOOK_AHEAD, consistent: true }
    for (const { sk } of (await ctx.table.query(range)).items)
      found.push(...openParts(await loadPartition(ctx.table, factOfMessage(messageOfTodo(sk))), fact.body))
  }
  const [own, ...others] = found
  if (own === undefined || others.length > 0) return false
  await ctx.table.update(stateKey(record.key), {
    init: { out: own.message, outp: own.part, pid: fact.id },
    add: { rev: 1 },
  })
  return true
}
