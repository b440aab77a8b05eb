import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda'
import { type EventSource, type SourceOptions, backoff, createActivity } from './event-source.ts'
import { type FilterPattern, matches } from './filter.ts'
import { type LambdaFunction, createContext } from './lambda.ts'
import type { ChangeStream, Checkpoints, StreamRecord } from './stream.ts'

export interface StreamSourceOptions extends SourceOptions {
  readonly stream: ChangeStream
  readonly checkpoints: Checkpoints
  /** Whose checkpoints they are. */
  readonly consumer: string
  readonly handler: LambdaFunction<DynamoDBStreamEvent, DynamoDBBatchResponse | void>
  readonly filter?: FilterPattern
  /** Records an event has at most; 100 as on AWS. */
  readonly batchSize?: number
  /** Repetitions of a record before it is given up. */
  readonly maxRetries?: number
  /** Where records go that were given up, whole. They are passed only once it has taken them. */
  readonly destination: (failed: FailedRecords) => Promise<void>
  /** This is the only consumer: records are forgotten once they are passed, where AWS keeps them for 24 h. */
  readonly trim?: boolean
}

export interface FailedRecords {
  readonly consumer: string
  readonly shard: number
  readonly records: readonly StreamRecord[]
  readonly attempts: number
}

/** Records to hand over together, and how often they failed. */
interface Batch {
  readonly records: readonly StreamRecord[]
  readonly attempts: number
}

const MAX_RETRIES = 8

/**
 * What Lambda's mapping of a DynamoDB stream does, parallelisation 1: one batch of a shard at a time, shards side by
 * side. `batchItemFailures` passes what lies before the lowest failed sequence number and begins again there; an error,
 * or a failure of the first record, halves the batch, which is no repetition, until one record is left; that one is
 * repeated with growing pauses and then given up. The checkpoint is kept after the success, so that a crash repeats.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
 */
export const startStreamSource = (options: StreamSourceOptions): EventSource => {
  const { stream, checkpoints, consumer, handler, filter = {}, batchSize = 100, timers, disturb } = options
  const { maxRetries = MAX_RETRIES, onError } = options
  const stopping = new AbortController()
  const activity = createActivity()
  const signals = Array.from({ length: stream.shards }, createSignal)
  let invocations = 0

  const sleep = (ms: number): Promise<void> => activity.rest(timers.sleep(ms, stopping.signal))

  /** How many of the records, from the first, are done. */
  const invoke = async (records: readonly StreamRecord[]): Promise<number> => {
    invocations += 1
    try {
      const event: DynamoDBStreamEvent = { Records: structuredClone([...records]) }
      return leadingSuccesses(records, await handler(event, createContext({ ...options, now: timers.now })))
    } catch (error) {
      onError(error)
      return 0
    }
  }

  const attempt = async (shard: number, records: readonly StreamRecord[]): Promise<number> => {
    const pause = disturb?.pause?.(shard) ?? 0
    if (pause > 0) await sleep(pause)
    const done = await invoke(records)
    return done === records.length && disturb?.repeat?.() ? invoke(records) : done
  }

  const pass = async (shard: number, last: StreamRecord | undefined): Promise<void> => {
    if (!last) return
    const through = last.dynamodb.SequenceNumber
    await checkpoints.set(consumer, shard, through)
    if (options.trim) await stream.trim(shard, through)
  }

  /** What is left to do of a batch whose first record failed; nothing when it was given up. */
  const repetition = async (shard: number, { records, attempts }: Batch): Promise<Batch[]> => {
    if (records.length > 1) {
      const middle = Math.ceil(records.length / 2)
      return [
        { records: records.slice(0, middle), attempts },
        { records: records.slice(middle), attempts },
      ]
    }
    if (attempts < maxRetries) {
      await sleep(backoff(attempts))
      return [{ records, attempts: attempts + 1 }]
    }
    await options.destination({ consumer, shard, records, attempts: attempts + 1 })
    await pass(shard, records.at(-1))
    return []
  }

  /** Works records to their end, unless it is stopped before. */
  const deliver = async (shard: number, records: readonly StreamRecord[]): Promise<void> => {
    const work: Batch[] = records.length > 0 ? [{ records, attempts: 0 }] : []
    for (let batch = work.shift(); batch && !stopping.signal.aborted; batch = work.shift()) {
      const done = await attempt(shard, batch.records)
      await pass(shard, batch.records[done - 1])
      if (done === batch.records.length) continue
      if (done > 0) work.unshift({ records: batch.records.slice(done), attempts: 0 })
      else work.unshift(...(await repetition(shard, batch)))
    }
  }

  /** Takes what the shard has next; false when it has nothing. */
  const step = async (shard: number): Promise<boolean> => {
    const position = await checkpoints.get(consumer, shard)
    const read = await stream.read(shard, position, batchSize)
    await deliver(
      shard,
      read.filter((record) => matches(filter, record)),
    )
    // Also passes what the filter kept out.
    if (!stopping.signal.aborted) await pass(shard, read.at(-1))
    return read.length > 0
  }

  const follow = async (shard: number, signal: Signal): Promise<void> => {
    for (let failures = 0; !stopping.signal.aborted;) {
      signal.lower()
      try {
        if (!(await step(shard)) && !stopping.signal.aborted) await activity.rest(signal.raised())
        failures = 0
      } catch (error) {
        onError(error)
        await sleep(backoff(failures++))
      }
    }
  }

  const unsubscribe = stream.onAppend((shard) => signals[shard]?.raise())
  const loops = signals.map((signal, shard) => activity.work(() => follow(shard, signal)))

  return {
    invocations: () => invocations,
    idle: () => activity.quiet(() => signals.some((signal) => signal.pending())),
    stop: async () => {
      unsubscribe()
      stopping.abort()
      for (const signal of signals) signal.raise()
      await Promise.all(loops)
    },
  }
}

/** All when nothing is reported; none when what is reported makes no sense, as Lambda has it. */
const leadingSuccesses = (records: readonly StreamRecord[], response: DynamoDBBatchResponse | void): number => {
  const failures = response?.batchItemFailures ?? []
  const places = failures.map(({ itemIdentifier }) =>
    records.findIndex(({ dynamodb }) => dynamodb.SequenceNumber === itemIdentifier),
  )
  return places.length === 0 ? records.length : Math.max(0, Math.min(...places))
}

type Signal = ReturnType<typeof createSignal>

/** A flag that can be waited for. */
const createSignal = () => {
  let up = false
  let wake: (() => void) | undefined
  return {
    raise: (): void => {
      up = true
      wake?.()
    },
    lower: (): void => {
      up = false
      wake = undefined
    },
    raised: (): Promise<void> => (up ? Promise.resolve() : new Promise((resolve) => (wake = resolve))),
    /** It was raised, and who waits has not taken note yet. */
    pending: (): boolean => up && wake !== undefined,
  }
}
