import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { EventSource } from '../../local/engine/event-source.ts'
import { fileDestination } from '../../local/engine/failure-files.ts'
import type { LambdaFunction } from '../../local/engine/lambda.ts'
import type { StreamRecord } from '../../local/engine/stream.ts'
import { type FailedRecords, type StreamSourceOptions, startStreamSource } from '../../local/engine/stream-source.ts'
import { type TestEngine, testEngine } from '../support/engine.ts'
import { type VirtualClock, virtualClock } from '../support/virtual-clock.ts'

type Handler = LambdaFunction<DynamoDBStreamEvent, DynamoDBBatchResponse | void>

let clock: VirtualClock
let opened: TestEngine
let sources: EventSource[]
let errors: unknown[]
let failed: FailedRecords[]

beforeEach(async () => {
  clock = virtualClock()
  opened = await testEngine({ now: clock.now })
  sources = []
  errors = []
  failed = []
})
afterEach(async () => {
  await Promise.all(sources.map((source) => source.stop()))
  await opened.close()
})

const start = (handler: Handler, options: Partial<StreamSourceOptions> = {}): EventSource => {
  const source = startStreamSource({
    functionName: 'project',
    timeoutMs: 30_000,
    timers: clock,
    onError: (error) => errors.push(error),
    stream: opened.engine.stream,
    checkpoints: opened.engine.checkpoints,
    consumer: 'project',
    handler,
    destination: async (records) => void failed.push(records),
    ...options,
  })
  sources.push(source)
  return source
}

/** All in one shard, since they are one item; `rev` tells them apart. */
const writes = async (count: number, sk = 'S'): Promise<void> => {
  for (let n = 0; n < count; n++) await opened.table.update({ pk: 'p', sk }, { add: { rev: 1 } })
}
const sequences = (event: DynamoDBStreamEvent): string[] =>
  event.Records.map(({ dynamodb }) => dynamodb?.SequenceNumber ?? '')
const all = async (): Promise<string[]> => {
  const shards = Array.from({ length: opened.engine.stream.shards }, (_, n) => n)
  const records = await Promise.all(shards.map((shard) => opened.engine.stream.read(shard, undefined, 1000)))
  return records.flat().map(({ dynamodb }) => dynamodb.SequenceNumber)
}
const numbersOf = (records: readonly StreamRecord[]): string[] => records.map(({ dynamodb }) => dynamodb.SequenceNumber)

describe('the stream source', () => {
  it('hands over all records of a shard in order and in batches, with a context', async () => {
    await writes(5)
    const batches: string[][] = []
    const source = start(
      async (event, context) => {
        batches.push(sequences(event))
        expect(context).toMatchObject({ functionName: 'project', functionVersion: '$LATEST' })
        expect(context.getRemainingTimeInMillis()).toBe(30_000)
      },
      { batchSize: 2 },
    )
    await source.idle()
    expect(batches.map(({ length }) => length)).toEqual([2, 2, 1])
    expect(batches.flat()).toEqual(await all())
    expect(source.invocations()).toBe(3)
  })

  it('takes up what is written later', async () => {
    const seen: string[] = []
    const source = start(async (event) => void seen.push(...sequences(event)))
    await source.idle()
    expect(seen).toEqual([])
    await writes(1)
    await source.idle()
    await writes(1)
    await source.idle()
    expect(seen).toEqual(await all())
  })

  it('works one batch of a shard at a time, and shards side by side', async () => {
    const working = new Map<string, number>()
    let together = 0
    for (let n = 0; n < 40; n++) await opened.table.put({ pk: `p${n}`, sk: 'F' })
    const source = start(
      async (event, { awsRequestId }) => {
        working.set(awsRequestId, event.Records.length)
        together = Math.max(together, working.size)
        await clock.sleep(10)
        working.delete(awsRequestId)
      },
      { batchSize: 3 },
    )
    await clock.drain()
    await source.idle()
    expect(together).toBe(opened.engine.stream.shards)
  })

  it('hands over only what the filter lets through, and passes the rest', async () => {
    await writes(2, 'H')
    await writes(1, 'S')
    await writes(1, 'F')
    const sks: string[] = []
    const filter = { dynamodb: { Keys: { sk: { S: ['F', 'S'] } } } }
    const source = start(
      async (event) => void sks.push(...event.Records.map(({ dynamodb }) => dynamodb?.Keys?.['sk']?.S ?? '')),
      { filter },
    )
    await source.idle()
    expect(sks.toSorted()).toEqual(['F', 'S'])
    await source.stop()

    const again = start(async () => expect.unreachable('nothing is left to hand over'), { filter })
    await again.idle()
    expect(errors).toEqual([])
  })

  it('goes on where it was, after a stop', async () => {
    await writes(2)
    const seen: string[] = []
    const handler: Handler = async (event) => void seen.push(...sequences(event))
    const first = start(handler)
    await first.idle()
    await first.stop()
    await writes(2)
    await start(handler).idle()
    expect(seen).toEqual(await all())
  })

  it('waits on stop for the invocation in hand, and keeps its success', async () => {
    await writes(1)
    let finish: (() => void) | undefined
    let began: (() => void) | undefined
    const beginning = new Promise<void>((resolve) => (began = resolve))
    const source = start(async () => {
      began?.()
      await new Promise<void>((resolve) => (finish = resolve))
    })
    await beginning
    let stopped = false
    const stop = source.stop().then(() => (stopped = true))
    await clock.advance(60_000)
    expect(stopped).toBe(false)
    finish?.()
    await stop
    await start(async () => expect.unreachable('it was passed')).idle()
    expect(errors).toEqual([])
  })

  it('keeps two consumers apart', async () => {
    await writes(2)
    const seen: string[] = []
    const note =
      (name: string): Handler =>
      async (event) =>
        void seen.push(...event.Records.map(() => name))
    await Promise.all([start(note('a'), { consumer: 'a' }).idle(), start(note('b'), { consumer: 'b' }).idle()])
    expect(seen.toSorted()).toEqual(['a', 'a', 'b', 'b'])
  })

  it('forgets what it passed when it is the only consumer', async () => {
    await writes(3)
    await start(async () => undefined, { trim: true }).idle()
    expect(await all()).toEqual([])
  })
})

describe('a failure in the stream source', () => {
  it('reported for some records passes those before the lowest and begins again there', async () => {
    await writes(5)
    const [, , third, fourth] = await all()
    const batches: string[][] = []
    const source = start(async (event) => {
      batches.push(sequences(event))
      const again = batches.length === 1 ? [fourth, third] : []
      return { batchItemFailures: again.map((itemIdentifier = '') => ({ itemIdentifier })) }
    })
    await source.idle()
    const records = await all()
    expect(batches).toEqual([records, records.slice(2)])
  })

  it('reported of a record that is not in the batch fails the whole batch', async () => {
    await writes(1)
    let calls = 0
    const source = start(async () => ({
      batchItemFailures: calls++ === 0 ? [{ itemIdentifier: 'unknown' }] : [],
    }))
    await source.idle()
    expect(calls).toBe(1)
    await clock.advance(1000)
    await source.idle()
    expect(calls).toBe(2)
  })

  it('thrown halves the batch until one record is left, and spoils no other', async () => {
    await writes(8)
    const records = await all()
    const poison = records[5]
    const sizes: number[] = []
    const done: string[] = []
    const source = start(
      async (event) => {
        sizes.push(event.Records.length)
        if (sequences(event).includes(poison ?? '')) throw new Error('poison')
        done.push(...sequences(event))
      },
      { maxRetries: 0 },
    )
    await source.idle()
    expect(sizes).toEqual([8, 4, 4, 2, 1, 1, 2])
    expect(done).toEqual(records.filter((record) => record !== poison))
    expect(failed.map(({ records: given, attempts }) => [numbersOf(given), attempts])).toEqual([[[poison], 1]])
    expect(errors).toEqual(Array.from({ length: 4 }, () => new Error('poison')))
  })

  it('is repeated with growing pauses, then given up whole, and the shard goes on', async () => {
    await writes(1)
    const [poison] = await all()
    const at: number[] = []
    const began = clock.now()
    const source = start(
      async (event) => {
        if (!sequences(event).includes(poison ?? '')) return
        at.push(clock.now() - began)
        throw new Error('poison')
      },
      { maxRetries: 3 },
    )
    await source.idle()
    await clock.advance(60_000)
    await source.idle()
    expect(at).toEqual([0, 100, 300, 700])
    expect(failed).toMatchObject([{ consumer: 'project', attempts: 4 }])
    expect(numbersOf(failed[0]?.records ?? [])).toEqual([poison])
    await writes(1)
    await source.idle()
    expect(source.invocations()).toBe(5)
  })

  it('is not passed while the destination does not take it', async () => {
    await writes(1)
    let refusals = 2
    const source = start(async () => Promise.reject(new Error('poison')), {
      maxRetries: 0,
      destination: async (records) => {
        if (refusals-- > 0) throw new Error('disk full')
        failed.push(records)
      },
    })
    await source.idle()
    expect(failed).toEqual([])
    await clock.advance(10_000)
    await source.idle()
    expect(failed).toHaveLength(1)
    expect(source.invocations()).toBe(3)
  })

  it('before the checkpoint is kept hands the records over again', async () => {
    await writes(2)
    const seen: string[] = []
    let lost = false
    const source = start(async (event) => void seen.push(...sequences(event)), {
      checkpoints: {
        ...opened.engine.checkpoints,
        set: async (...checkpoint) => {
          if (!lost) {
            lost = true
            throw new Error('crash')
          }
          await opened.engine.checkpoints.set(...checkpoint)
        },
      },
    })
    await source.idle()
    await clock.advance(1000)
    await source.idle()
    expect(seen).toEqual([...(await all()), ...(await all())])
  })
})

describe('disturbances of the stream source', () => {
  it('repeat what succeeded', async () => {
    await writes(2)
    const seen: string[] = []
    let repeats = 1
    await start(async (event) => void seen.push(...sequences(event)), {
      disturb: { repeat: () => repeats-- > 0 },
    }).idle()
    expect(seen).toEqual([...(await all()), ...(await all())])
  })

  it('hold one shard back while others go on', async () => {
    for (let n = 0; n < 20; n++) await opened.table.put({ pk: `p${n}`, sk: 'F' })
    const slow = new Set(numbersOf(await opened.engine.stream.read(1, undefined, 100)))
    const seen: string[] = []
    const source = start(async (event) => void seen.push(...sequences(event)), {
      disturb: { pause: (shard) => (shard === 1 ? 5000 : 0) },
    })
    await source.idle()
    expect(seen.length).toBeGreaterThan(0)
    expect(seen.some((number) => slow.has(number))).toBe(false)
    await clock.advance(5000)
    await source.idle()
    expect(seen.toSorted()).toEqual((await all()).toSorted())
  })
})

describe('the destination in files', () => {
  it('keeps a record that was given up whole', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'parley-failures-'))
    await writes(1)
    await start(async () => Promise.reject(new Error('poison')), {
      maxRetries: 0,
      destination: fileDestination(join(dir, 'failures'), clock.now),
    }).idle()
    const [name = '', ...more] = await readdir(join(dir, 'failures'))
    expect(more).toEqual([])
    const kept = JSON.parse(await readFile(join(dir, 'failures', name), 'utf8')) as Record<string, object>
    expect(kept).toMatchObject({
      requestContext: { condition: 'RetryAttemptsExhausted', approximateInvokeCount: 1 },
      DDBStreamBatchInfo: { startSequenceNumber: (await all())[0], batchSize: 1 },
      payload: { Records: [{ eventName: 'INSERT', dynamodb: { Keys: { pk: { S: 'p' }, sk: { S: 'S' } } } }] },
    })
    await rm(dir, { recursive: true })
  })
})
