import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda'
import { deliver } from '../core/send/deliver.ts'
import type { WakeUp } from '../core/ports.ts'
import { errorFields } from './log.ts'
import type { Wired } from './wire.ts'

const groupsOf = (records: readonly SQSRecord[]): SQSRecord[][] => {
  const groups = new Map<string, SQSRecord[]>()
  for (const record of records) {
    const group = record.attributes.MessageGroupId ?? record.messageId
    groups.set(group, [...(groups.get(group) ?? []), record])
  }
  return [...groups.values()]
}

const conversationOf = (record: SQSRecord): string | undefined => {
  try {
    return (JSON.parse(record.body) as WakeUp).conversation
  } catch {
    return undefined
  }
}

/** Time left for what comes after the last answer: writing it down, and the function's own reply. */
const MARGIN_MS = 3000

/**
 * Works a conversation. Its wake-ups all mean the same, and the work is in the table: one that must go on later comes
 * back when it can, the others are done. Answers the records that must come back.
 */
const workGroup = async (wired: Wired, records: readonly SQSRecord[], deadline: number): Promise<SQSRecord[]> => {
  const { ctx } = wired
  const readable = records.filter((record) => conversationOf(record) !== undefined)
  const unreadable = records.filter((record) => conversationOf(record) === undefined)
  const [first] = readable
  if (first === undefined) return unreadable
  try {
    const { retryAt } = await deliver(ctx, wired.send, conversationOf(first) ?? '', deadline)
    if (retryAt === undefined) return unreadable
    await wired.hide(first.receiptHandle, Math.max(0, (retryAt - ctx.now()) / 1000))
  } catch (error) {
    ctx.log('deliver_failed', { message: first.messageId, ...errorFields(error) })
  }
  return [first, ...unreadable]
}

export type WakeHandler = (
  event: SQSEvent,
  context?: Pick<Context, 'getRemainingTimeInMillis'>,
) => Promise<SQSBatchResponse>

/** Sends what waits in the conversations that were woken. */
export const createDeliver =
  (wired: Wired): WakeHandler =>
  async (event, context) => {
    const deadline = wired.ctx.now() + (context?.getRemainingTimeInMillis() ?? Infinity) - MARGIN_MS
    const failed = await Promise.all(groupsOf(event.Records).map((records) => workGroup(wired, records, deadline)))
    const batchItemFailures: SQSBatchResponse['batchItemFailures'] = failed
      .flat()
      .map((record) => ({ itemIdentifier: record.messageId }))
    return { batchItemFailures }
  }
