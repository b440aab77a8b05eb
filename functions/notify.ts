import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda'
import { notify } from '../core/webhooks/notify.ts'
import { errorFields } from './log.ts'
import type { Wired } from './wire.ts'

export type NotifyHandler = (
  event: SQSEvent,
  context?: Pick<Context, 'getRemainingTimeInMillis'>,
) => Promise<SQSBatchResponse>

/** Time left for what comes after the last answer: writing it down, and the function's own reply. */
const MARGIN_MS = 3000

const endpointOf = ({ body }: SQSRecord): string => {
  const { endpoint } = JSON.parse(body) as { readonly endpoint?: unknown }
  if (typeof endpoint !== 'string') throw new Error('the message names no endpoint')
  return endpoint
}

/**
 * Sends the endpoints that were woken what they are due. One record is one endpoint, and an event has one: a slow endpoint
 * takes nobody's time but its own. What must be tried again is due in the table, so only what the store failed at comes back to
 * the queue.
 */
export const createNotify =
  ({ ctx, endpoints }: Pick<Wired, 'ctx' | 'endpoints'>): NotifyHandler =>
  async (event, context) => {
    const deadline = ctx.now() + (context?.getRemainingTimeInMillis() ?? Infinity) - MARGIN_MS
    const work = async (record: SQSRecord): Promise<SQSBatchResponse['batchItemFailures']> => {
      try {
        await notify(ctx, endpoints.post, endpointOf(record), deadline)
        return []
      } catch (error) {
        ctx.log('notify_failed', { message: record.messageId, ...errorFields(error) })
        return [{ itemIdentifier: record.messageId }]
      }
    }
    return { batchItemFailures: (await Promise.all(event.Records.map(work))).flat() }
  }
