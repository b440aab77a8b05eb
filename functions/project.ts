import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda'
import { late } from '../core/late.ts'
import { projectItem } from '../core/project/project.ts'
import { errorFields } from './log.ts'
import type { Wired } from './wire.ts'

export type StreamHandler = (event: DynamoDBStreamEvent) => Promise<DynamoDBBatchResponse>

const PARALLEL = 8

/**
 * DynamoDB keeps a change in the stream for 24 hours: what waited for so long says that others may be lost.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html
 */
const BEHIND_MS = 20 * 3_600_000

const resync = late(() => import('../core/resync/start.ts'))

interface Change {
  readonly pk: string
  readonly sk: string
  /** The earliest record of this partition in the batch. */
  readonly sequence: string
  readonly place: number
}

/** Partitions that changed. A partition is projected from what stands in the table, so once for a batch is enough. */
const changesIn = (event: DynamoDBStreamEvent): Change[] => {
  const changes = new Map<string, Change>()
  for (const [place, record] of event.Records.entries()) {
    const pk = record.dynamodb?.Keys?.['pk']?.S
    const sk = record.dynamodb?.Keys?.['sk']?.S
    const sequence = record.dynamodb?.SequenceNumber
    // What TTL removes was meant to go, and facts are never deleted: a removal has nothing to project.
    if (pk === undefined || sk === undefined || sequence === undefined || record.eventName === 'REMOVE') continue
    if (!changes.has(pk)) changes.set(pk, { pk, sk, sequence, place })
  }
  return [...changes.values()]
}

/** Has all views made anew where changes waited too long. Whatever comes of it is no failure of this batch: the next says the same. */
const lookBehind = async ({ ctx }: Wired, { Records }: DynamoDBStreamEvent): Promise<void> => {
  const times = Records.flatMap(({ dynamodb }) => dynamodb?.ApproximateCreationDateTime ?? [])
  const waited = ctx.now() - Math.min(...times) * 1000
  if (times.length === 0 || waited <= BEHIND_MS) return
  ctx.log('stream_behind', { seconds: Math.round(waited / 1000) })
  try {
    await (await resync()).resyncOnceADay(ctx)
  } catch (error) {
    ctx.log('resync_not_started', errorFields(error))
  }
}

/** Materialises the views of what changed. Reports the earliest failure: Lambda tries again from there. */
export const createProject =
  (wired: Wired): StreamHandler =>
  async (event) => {
    const queue = changesIn(event).values()
    let failed: Change | undefined
    const worker = async (): Promise<void> => {
      for (const change of queue) {
        try {
          await projectItem(wired.ctx, change)
        } catch (error) {
          wired.ctx.log('project_failed', { sequence: change.sequence, ...errorFields(error) })
          if (failed === undefined || change.place < failed.place) failed = change
        }
      }
    }
    await Promise.all(Array.from({ length: PARALLEL }, worker))
    await lookBehind(wired, event)
    return { batchItemFailures: failed ? [{ itemIdentifier: failed.sequence }] : [] }
  }
