import { gunzipSync, gzipSync } from 'node:zlib'
import { ChangeMessageVisibilityCommand, SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs'
import type { Hash, Objects, Queues, SpilledRequest, WakeUp } from '../../core/ports.ts'
import { MAX_MESSAGE_BYTES } from './shape.ts'

/** SQS bills by 64 KiB: what is larger is compressed. */
const COMPRESS_ABOVE_BYTES = 65_536

/** More than any request a Lambda can be given (6 MB), in base64 and JSON. */
const MAX_SPILLED_BYTES = 32 * 1_048_576

/** SQS takes only what XML 1.0 allows; of what JSON leaves unescaped these are refused. */
const REFUSED_BY_SQS = /[\uFFFE\uFFFF]/

const GZIP = 'gzip:'

export interface QueuesOptions {
  /** Retries what can be retried by itself; its errors are thrown after its last attempt. */
  readonly client: SQSClient
  /** A FIFO queue. */
  readonly wakeQueueUrl: string
  /** A FIFO queue. */
  readonly notifyQueueUrl: string
  readonly spillQueueUrl: string
  readonly jobQueueUrl: string
  /** Keeps the bodies that do not fit into SQS. */
  readonly objects: Pick<Objects, 'put'>
  readonly hash: Hash
}

export const createQueues = ({
  client,
  wakeQueueUrl,
  notifyQueueUrl,
  spillQueueUrl,
  jobQueueUrl,
  objects,
  hash,
}: QueuesOptions): Queues => {
  const withoutBody = async (request: SpilledRequest): Promise<SpilledRequest> => {
    const name = `spill/${hash('spill', request.url, request.body)}`
    await objects.put(name, Buffer.from(request.body, 'base64'), { contentType: 'application/octet-stream' })
    return { ...request, body: '', bodyObject: name }
  }
  return {
    wake: async (conversation, cause) => {
      const wakeUp: WakeUp = { v: 1, conversation }
      await client.send(
        new SendMessageCommand({
          QueueUrl: wakeQueueUrl,
          MessageBody: JSON.stringify(wakeUp),
          MessageGroupId: conversation,
          MessageDeduplicationId: hash('wake', conversation, cause),
        }),
      )
    },

    notify: async (endpoint, cause) => {
      await client.send(
        new SendMessageCommand({
          QueueUrl: notifyQueueUrl,
          MessageBody: JSON.stringify({ v: 1, endpoint }),
          MessageGroupId: endpoint,
          MessageDeduplicationId: hash('notify', endpoint, cause),
        }),
      )
    },

    spill: async (request) => {
      const whole = encodeSpilled(request)
      const fits = Buffer.byteLength(whole) <= MAX_MESSAGE_BYTES
      const body = fits ? whole : encodeSpilled(await withoutBody(request))
      await client.send(new SendMessageCommand({ QueueUrl: spillQueueUrl, MessageBody: body }))
    },

    job: async (id) => {
      await client.send(
        new SendMessageCommand({ QueueUrl: jobQueueUrl, MessageBody: JSON.stringify({ v: 1, job: id }) }),
      )
    },
  }
}

/** Hides a received message for so many seconds (at most 12 h in all), so that it comes back when its work can go on. */
export const createHide =
  (client: SQSClient, queueUrl: string) =>
  async (receiptHandle: string, seconds: number): Promise<void> => {
    await client.send(
      new ChangeMessageVisibilityCommand({
        QueueUrl: queueUrl,
        ReceiptHandle: receiptHandle,
        VisibilityTimeout: Math.ceil(seconds),
      }),
    )
  }

/** The body of a spill message: JSON, or gzip in base64 where JSON is large or holds what SQS refuses. */
export const encodeSpilled = (request: SpilledRequest): string => {
  const json = JSON.stringify(request)
  return Buffer.byteLength(json) > COMPRESS_ABOVE_BYTES || REFUSED_BY_SQS.test(json)
    ? GZIP + gzipSync(json).toString('base64')
    : json
}

/** Reads what {@link encodeSpilled} wrote. Throws for anything else. */
export const decodeSpilled = (body: string): SpilledRequest => {
  const json = body.startsWith(GZIP)
    ? gunzipSync(Buffer.from(body.slice(GZIP.length), 'base64'), { maxOutputLength: MAX_SPILLED_BYTES }).toString(
        'utf8',
      )
    : body
  return JSON.parse(json) as SpilledRequest
}
