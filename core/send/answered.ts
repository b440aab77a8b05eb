import { capabilitiesOf, type Context } from '../context.ts'
import { latestMessages } from '../conversation/latest.ts'
import type { Head } from '../conversation/view.ts'
import { loadOutbound, type Outbound } from '../project/outbound.ts'
import type { MessageFact } from '../schema/fact.ts'
import { loadPartition } from '../store/facts.ts'
import { factOfMessage } from '../store/keys.ts'
import type { AnsweredMail } from './sender.ts'

/** Old threads have hundreds of ids: the first names the thread, the last ones are looked for. */
const MAX_REFERENCES = 50

const references = (ids: readonly string[]): readonly string[] => {
  const distinct = [...new Set(ids)]
  return distinct.length <= MAX_REFERENCES ? distinct : [...distinct.slice(0, 1), ...distinct.slice(1 - MAX_REFERENCES)]
}

const inbound = ({ body }: MessageFact): AnsweredMail => {
  const { subject, email } = body
  const before = email?.references.length ? email.references : (email?.inReplyTo ?? [])
  const messageId = email?.messageId
  return {
    ...(subject === undefined ? {} : { subject }),
    ...(messageId === undefined ? {} : { messageId }),
    references: references([...before, ...(messageId === undefined ? [] : [messageId])]),
  }
}

/** Our own mail goes by the provider's id; one that was not taken is nothing to answer. */
const outbound = ({ fact, view }: Outbound): AnsweredMail | undefined => {
  const { providerId } = view
  const subject = fact.message.subject ?? fact.answered?.subject
  if (providerId === null) return undefined
  return { ...(subject === undefined ? {} : { subject }), providerId, references: fact.answered?.references ?? [] }
}

const mailOf = async (ctx: Context, message: string): Promise<AnsweredMail | undefined> => {
  const partition = await loadPartition(ctx.table, factOfMessage(message))
  const record = partition.fact
  if (record?.source === 'inbound') return record.fact.kind === 'message' ? inbound(record.fact) : undefined
  const own = await loadOutbound(ctx, partition)
  return own && outbound(own)
}

/** Latest first; what a program sent (an out-of-office note) is answered only where nothing else is there. */
const answerable = async (ctx: Context, head: Head): Promise<readonly string[]> => {
  const messages = await latestMessages(ctx, head)
  const automated = messages.filter(({ email }) => email?.automated !== undefined)
  return [...messages.filter((message) => !automated.includes(message)), ...automated].map(({ id }) => id)
}

/**
 * What a mail about to be accepted must name as answered: the message it replies to, else the latest of the conversation
 * that has an id to be named by. Undefined where the channel is no mail, or nothing is there to be answered.
 */
export const answeredMail = async (
  ctx: Context,
  head: Head,
  replyTo: string | undefined,
): Promise<AnsweredMail | undefined> => {
  if (capabilitiesOf(ctx, head, head.state.thread)?.mail === undefined) return undefined
  for (const message of replyTo === undefined ? await answerable(ctx, head) : [replyTo]) {
    const mail = await mailOf(ctx, message)
    if (mail) return mail
  }
  return undefined
}
