import { memoryObjects } from '../support/memory-objects.ts'
import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { ReceiveMessageCommand, SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs'
import type { SQSRecord } from 'aws-lambda'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sqsClient } from '../../functions/aws/clients.ts'
import { createHide, createQueues } from '../../functions/aws/queues.ts'
import { startQueueSource } from '../../local/engine/queue-source.ts'
import { DEFAULT_QUEUES, type LocalQueues, openQueues } from '../../local/engine/queues.ts'
import { sqsQueue } from '../../local/engine/sqs-queue.ts'
import { realTimers } from '../../local/engine/timers.ts'
import { groups, testHash } from '../store/queue-suite.ts'

let dir: string
let local: LocalQueues<keyof typeof DEFAULT_QUEUES>
let client: SQSClient

const open = async (queues = DEFAULT_QUEUES): Promise<void> => {
  local = await openQueues({ dir, queues })
  client = sqsClient({
    AWS_REGION: 'local',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL_SQS: local.endpoint,
  })
}
const close = async (): Promise<void> => {
  client.destroy()
  await local.close()
}
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'parley-queues-'))
  await open()
})
afterEach(async () => {
  await close()
  await rm(dir, { recursive: true })
})

const sender = () =>
  createQueues({
    client,
    wakeQueueUrl: local.queues.wake.url,
    notifyQueueUrl: local.queues.notify.url,
    spillQueueUrl: local.queues.spill.url,
    jobQueueUrl: local.queues.job.url,
    objects: memoryObjects(),
    hash: testHash,
  })
const polled = ({ url, arn }: { url: string; arn: string }) => sqsQueue({ client, url, arn, waitSeconds: 0 })
const receive = (queue: { url: string; arn: string }): Promise<readonly SQSRecord[]> =>
  polled(queue).receive(10, new AbortController().signal)
const hide = (handle: string, seconds: number) => createHide(client, local.queues.wake.url)(handle, seconds)

describe('the local queues', () => {
  it('listen at the one loopback address alone', async () => {
    const { hostname, port } = new URL(local.endpoint)
    expect(hostname).toBe('127.0.0.1')
    // Who listens on all interfaces answers here too.
    await expect(fetch(`http://127.0.0.2:${port}/`)).rejects.toThrow('fetch failed')
  })

  it('make a message visible at once when told so, and count its receives on', async () => {
    await sender().wake('cnv_1', 'a')
    await hide((await receive(local.queues.wake))[0]?.receiptHandle ?? '', 0)
    await close()
    await open()
    const [record] = await receive(local.queues.wake)
    expect(record?.attributes.ApproximateReceiveCount).toBe('2')
  })

  it('keep what was sent, and give at once what was in hand when the process ended', async () => {
    await sender().wake('cnv_1', 'a')
    await sender().wake('cnv_1', 'b')
    await sender().wake('cnv_2', 'a')
    const [inHand] = await receive(local.queues.wake)
    await close()
    await open()
    const records = await receive(local.queues.wake)
    expect(groups(records)).toEqual(['cnv_1', 'cnv_2'])
    expect(records[0]?.messageId).toBe(inHand?.messageId)
    expect(records[0]?.attributes.ApproximateReceiveCount).toBe('2')
  })

  it('take today’s attributes for a queue of an earlier start', async () => {
    await sender().wake('cnv_1', 'a')
    await close()
    await open({ ...DEFAULT_QUEUES, wake: { ...DEFAULT_QUEUES.wake, maxReceiveCount: 1 } })
    const [record] = await receive(local.queues.wake)
    await hide(record?.receiptHandle ?? '', 0)
    expect(await receive(local.queues.wake)).toEqual([])
    expect(groups(await receive(local.queues.wake.dead))).toEqual(['cnv_1'])
  })

  it('keep every message they acknowledged when the process is killed', async () => {
    await close()
    const sending = spawn(process.execPath, [join(import.meta.dirname, 'engine-sender.ts'), dir], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const printed = await text(sending.stdout)
    const acknowledged = printed.split('\n').slice(0, -1)
    expect(acknowledged.length).toBeGreaterThan(30)
    await open()
    const found = new Set<string | undefined>()
    for (let records = await receive(local.queues.wake); records.length > 0; records = await receive(local.queues.wake))
      for (const group of groups(records)) found.add(group)
    expect(acknowledged.filter((conversation) => !found.has(conversation))).toEqual([])
  })
})

describe('the queue source over SQS', () => {
  it('works everything, in the order of each conversation', async () => {
    const seen = new Map<string, string[]>()
    const errors: unknown[] = []
    const source = startQueueSource({
      functionName: 'deliver',
      timeoutMs: 10_000,
      timers: realTimers,
      onError: (error) => errors.push(error),
      queue: sqsQueue({ client, ...local.queues.wake }),
      handler: async (event) => {
        for (const { body, attributes } of event.Records) {
          const group = attributes.MessageGroupId ?? ''
          seen.set(group, [...(seen.get(group) ?? []), body])
        }
      },
    })
    for (let n = 0; n < 30; n++)
      await client.send(
        new SendMessageCommand({
          QueueUrl: local.queues.wake.url,
          MessageBody: String(n),
          MessageGroupId: `cnv_${n % 3}`,
          MessageDeduplicationId: String(n),
        }),
      )
    await source.idle()
    for (let group = 0; group < 3; group++)
      expect(seen.get(`cnv_${group}`)).toEqual(Array.from({ length: 10 }, (_, n) => String(n * 3 + group)))
    await source.stop()
    expect(errors).toEqual([])
    const left = await client.send(new ReceiveMessageCommand({ QueueUrl: local.queues.wake.url }))
    expect(left.Messages).toBeUndefined()
  })
})
