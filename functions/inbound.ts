import type { SQSBatchResponse, SQSEvent } from 'aws-lambda'
import { recordFacts } from '../core/record.ts'
import { decodeSpilled } from './aws/queues.ts'
import { errorFields } from './log.ts'
import { parseSafely } from './webhook.ts'
import { production, type Wired } from './wire.ts'

export type QueueHandler = (event: SQSEvent) => Promise<SQSBatchResponse>

const recordSpilled = async (wired: Wired, body: string): Promise<void> => {
  const { channel, connection, receivedAt, ...request } = decodeSpilled(body)
  const adapter = wired.connections.find(channel, connection)
  if (adapter === undefined) throw new Error('the connection is not configured any more')
  const facts = await parseSafely(adapter, { ...request, body: Buffer.from(request.body, 'base64') })
  const { stored, duplicates } = await recordFacts(wired.ctx, { channel, connection, receivedAt, facts })
  wired.ctx.log('inbound', { channel, connection, stored, duplicates })
}

/** Records what the webhook function had to spill. It was verified before; what fails again goes back to the queue. */
export const createInbound =
  (wired: Wired): QueueHandler =>
  async (event) => {
    const batchItemFailures: SQSBatchResponse['batchItemFailures'] = []
    for (const record of event.Records) {
      try {
        await recordSpilled(wired, record.body)
      } catch (error) {
        wired.ctx.log('inbound_failed', { message: record.messageId, ...errorFields(error) })
        batchItemFailures.push({ itemIdentifier: record.messageId })
      }
    }
    return { batchItemFailures }
  }

export const handler: QueueHandler = (event) => createInbound(production())(event)
