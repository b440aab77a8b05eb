import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda'
import { projectItem } from '../core/project/project.ts'
import { errorFields } from './log.ts'
import type { Wired } from './wire.ts'

export type StreamHandler = (event: DynamoDBStreamEvent) => Promise<DynamoDBBatchResponse>

const PARALLEL = 8

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
    return { batchItemFailures: failed ? [{ itemIdentifier: failed.sequence }] : [] }
  }
