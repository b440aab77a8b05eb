import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { FailedRecords } from './stream-source.ts'

/**
 * A failure destination that keeps records whole, one file a batch, in the shape Lambda writes to S3.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
 */
export const fileDestination =
  (dir: string, now: () => number) =>
  async ({ consumer, shard, records, attempts }: FailedRecords): Promise<void> => {
    const [first, last] = [records.at(0)?.dynamodb.SequenceNumber ?? '', records.at(-1)?.dynamodb.SequenceNumber ?? '']
    const invocation = {
      requestContext: {
        functionArn: `arn:aws:lambda:local:000000000000:function:${consumer}`,
        condition: 'RetryAttemptsExhausted',
        approximateInvokeCount: attempts,
      },
      version: '1.0',
      timestamp: new Date(now()).toISOString(),
      DDBStreamBatchInfo: {
        shardId: `shard-${shard}`,
        startSequenceNumber: first,
        endSequenceNumber: last,
        batchSize: records.length,
        streamArn: records.at(0)?.eventSourceARN,
      },
      payload: { Records: records },
    }
    await mkdir(dir, { recursive: true })
    const file = join(dir, `${consumer}-${shard}-${first}.json`)
    // Renamed when whole: the source passes the records as soon as this resolves.
    await writeFile(`${file}.part`, `${JSON.stringify(invocation, null, 2)}\n`, { flush: true })
    await rename(`${file}.part`, file)
  }
