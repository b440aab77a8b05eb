import { memoryObjects } from '../support/memory-objects.ts'
import { createHash, randomBytes } from 'node:crypto'
import type { SQSClient } from '@aws-sdk/client-sqs'
import type { SQSRecord } from 'aws-lambda'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SpilledRequest } from '../../core/ports.ts'
import { createHide, createQueues, decodeSpilled } from '../../functions/aws/queues.ts'
import type { LocalQueue } from '../../local/engine/queues.ts'
import { sqsQueue } from '../../local/engine/sqs-queue.ts'

export interface OpenQueues {
  readonly client: SQSClient
  /** A FIFO queue whose messages die after {@link MAX_RECEIVES}. */
  readonly wake: LocalQueue
  readonly spill: LocalQueue
  /** Seconds a receive waits: on the real service a message may take a moment to show. */
  readonly waitSeconds: number
  close(): Promise<void>
}

export const MAX_RECEIVES = 3

/** The parts of a key, not keyed: enough to tell causes apart. */
export const testHash = (...parts: readonly string[]): string =>
  createHash('sha256').update(parts.join('\0')).digest('base64url')

export const groups = (records: readonly SQSRecord[]): string[] =>
  records.map(({ attributes }) => attributes.MessageGroupId ?? '')

const spilled = (body: Buffer): SpilledRequest => ({
  v: 1,
  channel: 'sms',
  connection: 'con',
  method: 'POST',
  // A character that SQS refuses.
  url: 'https://parley.test/webhooks/sms/con?a=\uFFFE',
  query: [['a', '\uFFFE']],
  headers: { 'content-type': 'application/json' },
  body: body.toString('base64'),
  receivedAt: 1,
})

/** What Parley asks of its queues. Each test keeps to conversations of its own and leaves nothing behind. */
export const queueSuite = (name: string, open: () => Promise<OpenQueues>): void => {
  describe(`the queues ${name}`, () => {
    let opened: OpenQueues
    let count = 0
    const objects = memoryObjects()
    const conversation = () => `cnv_${count++}`

    beforeAll(async () => {
      opened = await open()
    }, 120_000)
    afterAll(() => opened?.close())

    const sender = () =>
      createQueues({
        client: opened.client,
        wakeQueueUrl: opened.wake.url,
        notifyQueueUrl: opened.wake.url,
        spillQueueUrl: opened.spill.url,
        jobQueueUrl: opened.spill.url,
        objects,
        hash: testHash,
      })
    const polled = ({ url, arn }: { url: string; arn: string }) =>
      sqsQueue({ client: opened.client, url, arn, waitSeconds: opened.waitSeconds })
    const receive = (queue: { url: string; arn: string }): Promise<readonly SQSRecord[]> =>
      polled(queue).receive(10, new AbortController().signal)
    const remove = (queue: LocalQueue, records: readonly SQSRecord[]): Promise<void> =>
      polled(queue).remove(records.map(({ receiptHandle }) => receiptHandle))
    const drained = async (queue: LocalQueue): Promise<readonly SQSRecord[]> => {
      const records = await receive(queue)
      if (records.length === 0) return []
      await remove(queue, records)
      return [...records, ...(await drained(queue))]
    }

    describe('a wake-up', () => {
      it('names its conversation and is grouped by it', async () => {
        const id = conversation()
        await sender().wake(id, 'cause')
        const [record, ...more] = await drained(opened.wake)
        expect(more).toEqual([])
        expect(record).toMatchObject({
          messageId: expect.stringMatching(/.+/),
          receiptHandle: expect.stringMatching(/.+/),
          body: `{"v":1,"conversation":"${id}"}`,
          attributes: {
            MessageGroupId: id,
            ApproximateReceiveCount: '1',
            SentTimestamp: expect.stringMatching(/^\d+$/),
          },
          messageAttributes: {},
          eventSource: 'aws:sqs',
          eventSourceARN: opened.wake.arn,
        })
      })

      it('is one for the same cause and two for two causes', async () => {
        const [one, other] = [conversation(), conversation()]
        await sender().wake(one, 'a')
        await sender().wake(one, 'a')
        await sender().wake(one, 'b')
        await sender().wake(other, 'a')
        expect(groups(await drained(opened.wake)).toSorted()).toEqual([one, one, other].toSorted())
      })

      it('waits while one of its conversation is in hand, and holds up no other conversation', async () => {
        const [busy, other] = [conversation(), conversation()]
        await sender().wake(busy, 'a')
        const inHand = await receive(opened.wake)
        expect(groups(inHand)).toEqual([busy])
        await sender().wake(busy, 'b')
        await sender().wake(other, 'a')
        expect(groups(await drained(opened.wake))).toEqual([other])
        await remove(opened.wake, inHand)
        expect(groups(await drained(opened.wake))).toEqual([busy])
      })

      it('can be made visible again at once, keeps its receives, and dies of too many', async () => {
        const id = conversation()
        await sender().wake(id, 'a')
        for (let receives = 1; receives <= MAX_RECEIVES; receives++) {
          const [record] = await receive(opened.wake)
          expect(record?.attributes.ApproximateReceiveCount).toBe(String(receives))
          await createHide(opened.client, opened.wake.url)(record?.receiptHandle ?? '', 0)
        }
        expect(await receive(opened.wake)).toEqual([])
        expect(groups(await receive(opened.wake.dead))).toEqual([id])
      })
    })

    describe('a spilled request', () => {
      it.each([
        ['small', Buffer.alloc(100, 'parley ')],
        ['large and compressible', Buffer.alloc(2_000_000, 'parley ')],
        ['just within the limit', randomBytes(780_000)],
      ])('that is %s comes out as it went in', async (_, body) => {
        await sender().spill(spilled(body))
        const [record] = await drained(opened.spill)
        expect(decodeSpilled(record?.body ?? '')).toEqual(spilled(body))
      })

      it('that does not fit leaves its body in the object store and names it', async () => {
        const request = spilled(randomBytes(1_100_000))
        await sender().spill(request)
        const [record] = await drained(opened.spill)
        const { body, bodyObject = '', ...rest } = decodeSpilled(record?.body ?? '')
        expect({ ...rest, body: Buffer.from((await objects.get(bodyObject)) ?? []).toString('base64') }).toEqual(
          request,
        )
        expect(body).toBe('')
      })
    })
  })
}
