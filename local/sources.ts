import type { Log } from '../core/ports.ts'
import { type AwsEnvironment, sqsClient } from '../functions/aws/clients.ts'
import { type FunctionName, PROJECTED, QUEUES, STREAM, TIMEOUT_SECONDS } from '../functions/aws/shape.ts'
import { errorFields } from '../functions/log.ts'
import type { Engine } from './engine/engine.ts'
import type { EventSource } from './engine/event-source.ts'
import { fileDestination } from './engine/failure-files.ts'
import { startQueueSource } from './engine/queue-source.ts'
import type { DEFAULT_QUEUES, LocalQueue } from './engine/queues.ts'
import { startScheduleSource } from './engine/schedule-source.ts'
import { sqsQueue } from './engine/sqs-queue.ts'
import { startStreamSource } from './engine/stream-source.ts'
import { realTimers } from './engine/timers.ts'
import type { SourceFunctions } from './functions.ts'

export type Queues = Readonly<Record<keyof typeof DEFAULT_QUEUES, LocalQueue>>

/** The name under which `project` keeps how far it has come. */
export const PROJECT = 'project'

/** Every second, where the cloud has every minute: a person waits for it. */
const TICK_MS = 1000

/** A receive waits 1 s for a message, and a busy machine takes its time. */
const POLL_PATIENCE = { maxAttempts: 1, connectionTimeout: 2000, requestTimeout: 10_000 }

export interface SourcesOptions {
  readonly functions: SourceFunctions
  readonly engine: Engine
  readonly queues: Queues
  /** Queues of single connections. */
  readonly inbound: Readonly<Record<string, LocalQueue>>
  readonly env: AwsEnvironment
  /** Where stream records go that were given up. */
  readonly failedDir: string
  readonly log: Log
}

/** Starts what wakes the functions that no request wakes: stream, queues and schedule. */
export const startSources = ({
  functions,
  engine,
  queues,
  inbound,
  env,
  failedDir,
  log,
}: SourcesOptions): readonly EventSource[] => {
  const client = sqsClient(env, POLL_PATIENCE)
  const common = (functionName: FunctionName) => ({
    functionName,
    timeoutMs: TIMEOUT_SECONDS[functionName] * 1000,
    timers: realTimers,
    onError: (error: unknown) => log('source_failed', { function: functionName, ...errorFields(error) }),
  })
  return [
    startStreamSource({
      ...common(PROJECT),
      stream: engine.stream,
      checkpoints: engine.checkpoints,
      consumer: PROJECT,
      handler: functions.project,
      filter: PROJECTED,
      batchSize: STREAM.batchSize,
      maxRetries: STREAM.maxRetries,
      destination: fileDestination(failedDir, Date.now),
      trim: true,
    }),
    startQueueSource({
      ...common('deliver'),
      queue: sqsQueue({ client, ...queues.wake }),
      handler: functions.deliver,
    }),
    startQueueSource({
      ...common('notify'),
      queue: sqsQueue({ client, ...queues.notify }),
      handler: functions.notify,
      batchSize: QUEUES.notify.batchSize,
      concurrency: 8,
    }),
    startQueueSource({
      ...common('jobs'),
      queue: sqsQueue({ client, ...queues.job }),
      handler: functions.jobs,
      batchSize: QUEUES.job.batchSize,
      concurrency: 2,
    }),
    ...[queues.spill, ...Object.values(inbound)].map((queue) =>
      startQueueSource({
        ...common('inbound'),
        queue: sqsQueue({ client, ...queue }),
        handler: functions.inbound,
        concurrency: 1,
      }),
    ),
    startScheduleSource({ ...common('tick'), handler: functions.tick, everyMs: TICK_MS }),
  ]
}
