import {
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs'
import type { SQSMessageAttributes, SQSRecord, SQSRecordAttributes } from 'aws-lambda'
import type { PolledQueue } from './queue-source.ts'

export interface SqsQueueOptions {
  /** Its request timeout must be longer than `waitSeconds`. */
  readonly client: SQSClient
  readonly url: string
  readonly arn: string
  /**
   * Seconds a receive waits for a message; 1. A poll is never cut off, since what it had been given would stay hidden,
   * so stopping takes up to that long. On AWS, where each receive is paid for, 20.
   */
  readonly waitSeconds?: number
}

const COUNTS = [
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesNotVisible',
  'ApproximateNumberOfMessagesDelayed',
] as const

/** A queue of SQS as its poller sees it. Pending is every message not removed, also those hidden. */
export const sqsQueue = ({ client, url, arn, waitSeconds = 1 }: SqsQueueOptions): PolledQueue => ({
  receive: async (most) => {
    const { Messages: messages = [] } = await client.send(
      new ReceiveMessageCommand({
        QueueUrl: url,
        MaxNumberOfMessages: most,
        WaitTimeSeconds: waitSeconds,
        MessageSystemAttributeNames: ['All'],
        MessageAttributeNames: ['All'],
      }),
    )
    return messages.map((message) => toRecord(message, arn))
  },
  remove: async (receiptHandles) => {
    const { Failed: failed = [] } = await client.send(
      new DeleteMessageBatchCommand({
        QueueUrl: url,
        Entries: receiptHandles.map((ReceiptHandle, n) => ({ Id: String(n), ReceiptHandle })),
      }),
    )
    if (failed.length > 0) throw new Error(`${failed.length} messages could not be removed and will come again`)
  },
  pending: async () => {
    const { Attributes: attributes = {} } = await client.send(
      new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: [...COUNTS] }),
    )
    return COUNTS.reduce((sum, name) => sum + Number(attributes[name] ?? 0), 0)
  },
})

const toRecord = (message: Message, arn: string): SQSRecord => ({
  messageId: message.MessageId ?? '',
  receiptHandle: message.ReceiptHandle ?? '',
  body: message.Body ?? '',
  attributes: (message.Attributes ?? {}) as unknown as SQSRecordAttributes,
  messageAttributes: Object.fromEntries(
    Object.entries(message.MessageAttributes ?? {}).map(([name, value]) => [
      name,
      { dataType: value.DataType ?? 'String', stringValue: value.StringValue },
    ]),
  ) satisfies SQSMessageAttributes,
  md5OfBody: message.MD5OfBody ?? '',
  eventSource: 'aws:sqs',
  eventSourceARN: arn,
  awsRegion: arn.split(':')[3] ?? '',
})
