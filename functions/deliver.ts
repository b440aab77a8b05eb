import type { SQSBatchResponse, SQSRecord } from 'aws-lambda'
import { deliver } from '../core/send/deliver.ts'
import type { WakeUp } from '../core/ports.ts'
import type { QueueHandler } from './inbound.ts'
import { errorFields } from './log.ts'
import { production, type Wired } from './wire.ts'

const groupsOf = (records: readonly SQSRecord[]): SQSRecord[][] => {
  const groups = new Map<string, SQSRecord[]>()
  for (const record of records) {
    const group = record.attributes.MessageGroupId ?? record.messageId
    groups.set(group, [...(groups.get(group) ?? []), record])
  }
  return [...groups.values()]
}

/** Works one wake-up. False: its work must go on later, and the message comes back when it can. */
const work = async (wired: Wired, record: SQSRecord): Promise<boolean> => {
  const { ctx } = wired
  const { conversation } = JSON.parse(record.body) as WakeUp
  const { retryAt } = await deliver(ctx, wired.send, conversation)
  if (retryAt === undefined) return true
  await wired.hide(record.receiptHandle, Math.max(0, (retryAt - ctx.now()) / 1000))
  return false
}

/** Wake-ups of one conversation in order: after one that failed, those behind it fail too, or they would overtake it. */
const workGroup = async (wired: Wired, records: readonly SQSRecord[]): Promise<SQSRecord[]> => {
  for (const [index, record] of records.entries()) {
    try {
      if (!(await work(wired, record))) return records.slice(index)
    } catch (error) {
      wired.ctx.log('deliver_failed', { message: record.messageId, ...errorFields(error) })
      return records.slice(index)
    }
  }
  return []
}

/** Sends what waits in the conversations that were woken. */
export const createDeliver =
  (wired: Wired): QueueHandler =>
  async (event) => {
    const failed = await Promise.all(groupsOf(event.Records).map((records) => workGroup(wired, records)))
    const batchItemFailures: SQSBatchResponse['batchItemFailures'] = failed
      .flat()
      .map((record) => ({ itemIdentifier: record.messageId }))
    return { batchItemFailures }
  }

export const handler: QueueHandler = (event) => createDeliver(production())(event)
