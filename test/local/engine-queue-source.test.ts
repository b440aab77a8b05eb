import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { EventSource } from '../../local/engine/event-source.ts'
import type { LambdaFunction } from '../../local/engine/lambda.ts'
import { type QueueSourceOptions, startQueueSource } from '../../local/engine/queue-source.ts'
import { type MemoryQueue, createMemoryQueue } from '../support/memory-queue.ts'
import { type VirtualClock, virtualClock } from '../support/virtual-clock.ts'

type Handler = LambdaFunction<SQSEvent, SQSBatchResponse | void>

const VISIBILITY = 60_000
let clock: VirtualClock
let queue: MemoryQueue
let sources: EventSource[]
let errors: unknown[]

beforeEach(() => {
  clock = virtualClock()
  queue = createMemoryQueue({ timers: clock, visibilityMs: VISIBILITY, maxReceiveCount: 3 })
  sources = []
  errors = []
})
afterEach(() => Promise.all(sources.map((source) => source.stop())))

const start = (handler: Handler, options: Partial<QueueSourceOptions> = {}): EventSource => {
  const source = startQueueSource({
    functionName: 'deliver',
    timeoutMs: VISIBILITY / 6,
    timers: clock,
    onError: (error) => errors.push(error),
    queue,
    handler,
    ...options,
  })
  sources.push(source)
  return source
}
const bodies = (event: SQSEvent): string[] => event.Records.map(({ body }) => body)
const failures = (records: readonly SQSRecord[]): SQSBatchResponse => ({
  batchItemFailures: records.map(({ messageId }) => ({ itemIdentifier: messageId })),
})

describe('the queue source', () => {
  it('hands over what is in the queue in the shape of Lambda, and removes it', async () => {
    queue.send('one', { group: 'g' })
    const seen: SQSRecord[] = []
    const source = start(async (event, context) => {
      seen.push(...event.Records)
      expect(context.getRemainingTimeInMillis()).toBe(VISIBILITY / 6)
    })
    await source.idle()
    expect(seen).toEqual([
      {
        messageId: 'message-1',
        receiptHandle: 'message-1:1',
        body: 'one',
        attributes: {
          ApproximateReceiveCount: '1',
          SentTimestamp: String(clock.now()),
          SenderId: '000000000000',
          ApproximateFirstReceiveTimestamp: String(clock.now()),
          MessageGroupId: 'g',
        },
        messageAttributes: {},
        md5OfBody: '',
        eventSource: 'aws:sqs',
        eventSourceARN: 'arn:aws:sqs:local:000000000000:memory',
        awsRegion: 'local',
      },
    ])
    expect(queue.bodies()).toEqual([])
    expect(errors).toEqual([])
  })

  it('makes batches of several messages, also of one group, in order', async () => {
    for (let n = 0; n < 12; n++) queue.send(`${n}`, { group: n % 2 ? 'odd' : 'even' })
    const batches: string[][] = []
    await start(async (event) => void batches.push(bodies(event)), { concurrency: 1, batchSize: 10 }).idle()
    expect(batches).toEqual([
      ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
      ['10', '11'],
    ])
  })

  it('never has two batches of one group in hand', async () => {
    const working = new Set<string>()
    const order = new Map<string, string[]>()
    const source = start(
      async (event) => {
        const groups = new Set(event.Records.flatMap(({ attributes }) => attributes.MessageGroupId ?? []))
        for (const group of groups) {
          expect(working.has(group)).toBe(false)
          working.add(group)
        }
        await clock.sleep(10)
        for (const { body, attributes } of event.Records) {
          const group = attributes.MessageGroupId ?? ''
          order.set(group, [...(order.get(group) ?? []), body])
          working.delete(group)
        }
      },
      { batchSize: 2, concurrency: 3 },
    )
    for (let n = 0; n < 30; n++) queue.send(`${n}`, { group: `g${n % 5}` })
    await clock.drain()
    await source.idle()
    expect(errors).toEqual([])
    expect(order.size).toBe(5)
    for (const seen of order.values()) expect(seen).toEqual(seen.toSorted((a, b) => Number(a) - Number(b)))
    expect([...order.values()].flat()).toHaveLength(30)
  })

  it('has no more invocations in hand than it may', async () => {
    let working = 0
    let most = 0
    const source = start(
      async () => {
        most = Math.max(most, ++working)
        await clock.sleep(10)
        working -= 1
      },
      { batchSize: 1, concurrency: 2 },
    )
    for (let n = 0; n < 9; n++) queue.send(`${n}`)
    await clock.drain()
    await source.idle()
    expect(most).toBe(2)
    expect(source.invocations()).toBe(9)
  })

  it('waits on stop for the invocation in hand, and takes nothing new', async () => {
    let finish: (() => void) | undefined
    const began = new Promise<void>((resolve) => {
      start(
        async () => {
          resolve()
          await new Promise<void>((end) => (finish = end))
        },
        { batchSize: 1, concurrency: 1 },
      )
    })
    queue.send('one')
    queue.send('two')
    await began
    let stopped = false
    const stop = sources[0]?.stop().then(() => (stopped = true))
    await clock.advance(1000)
    expect(stopped).toBe(false)
    finish?.()
    await stop
    expect(queue.bodies()).toEqual(['two'])
  })

  it('goes on after the queue could not be read', async () => {
    let failing = 2
    const seen: string[] = []
    const source = start(async (event) => void seen.push(...bodies(event)), {
      concurrency: 1,
      queue: {
        ...queue,
        receive: (...most) => (failing-- > 0 ? Promise.reject(new Error('no network')) : queue.receive(...most)),
      },
    })
    queue.send('one')
    await clock.advance(1000)
    await source.idle()
    expect(seen).toEqual(['one'])
    expect(errors).toHaveLength(2)
  })
})

describe('a failure in the queue source', () => {
  it('thrown leaves the whole batch to the visibility timeout', async () => {
    queue.send('one')
    queue.send('two')
    const at: number[] = []
    const began = clock.now()
    const source = start(
      async () => {
        at.push(clock.now() - began)
        if (at.length < 3) throw new Error('no')
      },
      { concurrency: 1 },
    )
    await source.idle()
    expect(queue.bodies()).toEqual(['one', 'two'])
    await clock.advance(VISIBILITY - 1)
    expect(at).toEqual([0])
    await clock.advance(2 * VISIBILITY)
    expect(at).toEqual([0, VISIBILITY, 2 * VISIBILITY])
    expect(queue.bodies()).toEqual([])
  })

  it('reported for one message leaves that one alone', async () => {
    for (const body of ['one', 'two', 'three']) queue.send(body)
    const source = start(async ({ Records: records }) => failures(records.filter(({ body }) => body === 'two')))
    await source.idle()
    expect(queue.bodies()).toEqual(['two'])
  })

  it('reported for one message also fails what follows it in its group, and no other group', async () => {
    for (const body of ['a1', 'b1', 'a2', 'b2', 'a3']) queue.send(body, { group: body.slice(0, 1) })
    const batches: string[][] = []
    const source = start(
      async (event) => {
        batches.push(bodies(event))
        return failures(batches.length === 1 ? event.Records.filter(({ body }) => body === 'a2') : [])
      },
      { concurrency: 1 },
    )
    await source.idle()
    expect(queue.bodies()).toEqual(['a2', 'a3'])
    await clock.advance(VISIBILITY)
    expect(batches).toEqual([
      ['a1', 'b1', 'a2', 'b2', 'a3'],
      ['a2', 'a3'],
    ])
    expect(queue.bodies()).toEqual([])
  })

  it('reported for a message that is not in the batch fails the whole batch', async () => {
    queue.send('one')
    await start(async () => ({ batchItemFailures: [{ itemIdentifier: 'unknown' }] })).idle()
    expect(queue.bodies()).toEqual(['one'])
  })

  it('leads to the dead-letter queue when it comes too often', async () => {
    queue.send('poison', { group: 'g' })
    queue.send('behind it', { group: 'g' })
    const seen: string[] = []
    start(
      async (event) => {
        seen.push(...bodies(event))
        return failures(event.Records.filter(({ body }) => body === 'poison'))
      },
      { batchSize: 1, concurrency: 1 },
    )
    await clock.advance(3 * VISIBILITY)
    expect(queue.dead()).toEqual(['poison'])
    expect(seen).toEqual(['poison', 'poison', 'poison', 'behind it'])
    expect(queue.bodies()).toEqual([])
  })

  it('may come back sooner or later than the timeout when the function says so', async () => {
    queue.send('one')
    const at: number[] = []
    const began = clock.now()
    const source = start(async ({ Records: records }) => {
      at.push(clock.now() - began)
      if (at.length > 1) return undefined
      for (const { receiptHandle } of records) await queue.hide(receiptHandle, 5)
      return failures(records)
    })
    await source.idle()
    await clock.advance(10_000)
    expect(at).toEqual([0, 5000])
  })

  it('holds up nothing but its own group', async () => {
    queue.send('stuck', { group: 'a' })
    const source = start(async ({ Records: records }) => failures(records.filter(({ body }) => body === 'stuck')))
    await source.idle()
    queue.send('waits', { group: 'a' })
    queue.send('goes', { group: 'b' })
    await source.idle()
    expect(queue.bodies()).toEqual(['stuck', 'waits'])
  })
})

describe('disturbances of the queue source', () => {
  it('hand over once more what succeeded', async () => {
    queue.send('one')
    const seen: string[] = []
    let repeats = 1
    await start(async (event) => void seen.push(...bodies(event)), {
      disturb: { repeat: () => repeats-- > 0 },
    }).idle()
    expect(seen).toEqual(['one', 'one'])
    expect(queue.bodies()).toEqual([])
  })

  it('hold an invocation back', async () => {
    queue.send('one')
    const seen: string[] = []
    const source = start(async (event) => void seen.push(...bodies(event)), { disturb: { pause: () => 1000 } })
    await source.idle()
    expect(seen).toEqual([])
    await clock.advance(1000)
    expect(seen).toEqual(['one'])
  })
})

describe('the queue in memory', () => {
  it('takes a message with the same deduplication id once in five minutes', async () => {
    queue.send('one', { group: 'g', deduplication: 'd' })
    queue.send('one', { group: 'g', deduplication: 'd' })
    queue.send('other', { group: 'g', deduplication: 'e' })
    expect(queue.bodies()).toEqual(['one', 'other'])
    await clock.advance(300_000)
    queue.send('one', { group: 'g', deduplication: 'd' })
    expect(queue.bodies()).toEqual(['one', 'other', 'one'])
  })

  it('gives nothing more while so many messages are in flight as may be', async () => {
    const small = createMemoryQueue({ timers: clock, inFlightLimit: 3 })
    for (let n = 0; n < 5; n++) small.send(`${n}`)
    const taken = await small.receive(10, new AbortController().signal)
    expect(taken.map(({ body }) => body)).toEqual(['0', '1', '2'])
    expect(await small.pending()).toBe(0)
    await small.remove(taken.map(({ receiptHandle }) => receiptHandle))
    expect(await small.pending()).toBe(2)
  })
})
