import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda'
import { type EventSource, type SourceOptions, backoff, createActivity } from './event-source.ts'
import { type LambdaFunction, createContext } from './lambda.ts'

/** The side of a queue that a poller sees. Visibility and redrive are the queue's own. */
export interface PolledQueue {
  /** Up to so many messages as soon as there is one; none after the queue's patience or when the signal aborts. */
  receive(most: number, signal: AbortSignal): Promise<readonly SQSRecord[]>
  remove(receiptHandles: readonly string[]): Promise<void>
  /** Messages that keep a source from being idle. */
  pending(): Promise<number>
}

export interface QueueSourceOptions extends SourceOptions {
  readonly queue: PolledQueue
  readonly handler: LambdaFunction<SQSEvent, SQSBatchResponse | void>
  /** Messages an event has at most; 10, the most that SQS gives at once. */
  readonly batchSize?: number
  /** Invocations side by side, and with that the messages in flight. */
  readonly concurrency?: number
}

/**
 * What Lambda's mapping of a queue does: polls, invokes, removes what succeeded, and leaves what failed to the queue's
 * visibility timeout (it never changes a message's visibility itself). Of a FIFO queue's batch, what follows a failed
 * message in its group failed too, or it would overtake.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 */
export const startQueueSource = (options: QueueSourceOptions): EventSource => {
  const { queue, handler, batchSize = 10, concurrency = 4, timers, onError, disturb } = options
  const stopping = new AbortController()
  const activity = createActivity()
  let invocations = 0

  const sleep = (ms: number): Promise<void> => activity.rest(timers.sleep(ms, stopping.signal))

  /** The messages that succeeded. */
  const invoke = async (messages: readonly SQSRecord[]): Promise<readonly SQSRecord[]> => {
    invocations += 1
    try {
      const event: SQSEvent = { Records: structuredClone([...messages]) }
      return successes(messages, await handler(event, createContext({ ...options, now: timers.now })))
    } catch (error) {
      onError(error)
      return []
    }
  }

  const work = async (lane: number, messages: readonly SQSRecord[]): Promise<void> => {
    const pause = disturb?.pause?.(lane) ?? 0
    if (pause > 0) await sleep(pause)
    let done = await invoke(messages)
    if (done.length > 0 && disturb?.repeat?.()) done = await invoke(messages)
    if (done.length > 0) await queue.remove(done.map(({ receiptHandle }) => receiptHandle))
  }

  const poll = async (lane: number): Promise<void> => {
    for (let failures = 0; !stopping.signal.aborted;) {
      try {
        const messages = await activity.rest(queue.receive(batchSize, stopping.signal))
        if (messages.length > 0) await work(lane, messages)
        failures = 0
      } catch (error) {
        if (stopping.signal.aborted) return
        onError(error)
        await sleep(backoff(failures++))
      }
    }
  }

  const loops = Array.from({ length: concurrency }, (_, lane) => activity.work(() => poll(lane)))

  return {
    invocations: () => invocations,
    idle: () => activity.quiet(async () => (await queue.pending()) > 0),
    stop: async () => {
      stopping.abort()
      await Promise.all(loops)
    },
  }
}

/** All when nothing is reported; none when what is reported is not in the batch, as Lambda has it. */
const successes = (messages: readonly SQSRecord[], response: SQSBatchResponse | void): readonly SQSRecord[] => {
  const reported = new Set((response?.batchItemFailures ?? []).map(({ itemIdentifier }) => itemIdentifier))
  const known = messages.filter(({ messageId }) => reported.has(messageId))
  if (known.length < reported.size) return []
  const failedGroups = new Set<string>()
  return messages.filter(({ messageId, attributes: { MessageGroupId: group } }) => {
    const failed = reported.has(messageId) || (group !== undefined && failedGroups.has(group))
    if (failed && group !== undefined) failedGroups.add(group)
    return !failed
  })
}
