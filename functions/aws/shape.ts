import { PROJECTED_SORT_KEYS } from '../../core/store/keys.ts'

/**
 * What the deployment is made of, in numbers: data alone, so that infra, which deploys it, and the local engine, which stands in
 * for it, read the same.
 */

/** The Lambda functions by name; each is the entry point functions/handlers/<name>.ts with a `handler`. */
export const FUNCTIONS = ['webhook', 'inbound', 'project', 'deliver', 'notify', 'jobs', 'api', 'tick'] as const
export type FunctionName = (typeof FUNCTIONS)[number]

/** How long an invocation may take, in seconds. */
export const TIMEOUT_SECONDS: Readonly<Record<FunctionName, number>> = {
  // Three tries of the table and three of the spill queue are 12 s (clients.ts); providers wait 10 to 20 s.
  webhook: 15,
  inbound: 30,
  project: 60,
  deliver: 30,
  // A helpdesk may take its time with each of many events.
  notify: 60,
  // A large file over a slow line takes its time.
  jobs: 120,
  // An HTTP API waits 30 s at most: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
  api: 29,
  tick: 60,
}

/**
 * Bytes an SQS message may have, body and attributes together; 256 KiB until August 2025.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html
 */
export const MAX_MESSAGE_BYTES = 1_048_576

export interface QueueShape {
  /** Name after that of the deployment; ends in `.fifo` when it is one. */
  readonly name: string
  /** Whom it wakes. */
  readonly worker: FunctionName
  /** Messages an invocation has at most. */
  readonly batchSize: number
  /** Invocations at a time. */
  readonly concurrency: number
  /** Receives after which a message goes to the dead-letter queue. */
  readonly maxReceiveCount: number
}

export const QUEUES = {
  wake: { name: 'deliver.fifo', worker: 'deliver', batchSize: 10, concurrency: 20, maxReceiveCount: 20 },
  // One endpoint an invocation: a slow one keeps no other waiting.
  notify: { name: 'notify.fifo', worker: 'notify', batchSize: 1, concurrency: 20, maxReceiveCount: 20 },
  // Each job may hold a few MB of a file, and take as long as a function may.
  job: { name: 'job', worker: 'jobs', batchSize: 1, concurrency: 10, maxReceiveCount: 20 },
  spill: { name: 'spill', worker: 'inbound', batchSize: 10, concurrency: 5, maxReceiveCount: 10 },
} as const satisfies Record<string, QueueShape>
export type QueueName = keyof typeof QUEUES

/** A queue of one connection, into which its provider's topic writes. A mail of 40 MB is held whole: one at a time. */
export const inboundQueueShape = (channel: string, connection: string): QueueShape => ({
  name: `in-${channel}-${connection}`,
  worker: 'inbound',
  batchSize: 1,
  concurrency: 5,
  maxReceiveCount: 10,
})

/**
 * Seconds that a received message is hidden: six times the function's timeout.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
 */
export const visibilitySeconds = ({ worker }: QueueShape): number => 6 * TIMEOUT_SECONDS[worker]

/** How `project` reads the table's stream. */
export const STREAM = {
  batchSize: 100,
  /** Repetitions of a record before it goes to the failure destination. */
  maxRetries: 8,
  /** Above 1 records keep their order by item only, while a fact and its state are two items. */
  parallelization: 1,
} as const

/** What `project` is woken for: facts and their state, not the views it writes itself, and not what TTL removes. */
export const PROJECTED = {
  eventName: ['INSERT', 'MODIFY'],
  dynamodb: { Keys: { sk: { S: PROJECTED_SORT_KEYS } } },
}

/** First parts of the names of objects, each with a lifetime and readers of its own. */
export const OBJECTS = {
  /** Files of messages that came by a provider. */
  media: 'media/',
  /** Parts of mails that came by webhook, and the mails themselves. */
  mail: 'mail/',
  /** Mails as SES put them there: kept as the original of their message. */
  mailIn: 'mail-in/',
  /** Files that a shop sends. */
  uploads: 'uploads/',
  /** All that is kept of a person, for seven days. */
  exports: 'exports/',
  /** Bodies of spilled requests. */
  spill: 'spill/',
  /**
   * Where Lambda puts stream records that were given up; the name is Lambda's own.
   * https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html
   */
  failed: 'aws/lambda/',
} as const

/**
 * What pages in a browser may do at the bucket itself, by signed links: show files, and put them there with the headers that
 * an upload is signed with.
 */
export const BROWSERS = {
  methods: ['GET', 'PUT'],
  headers: ['content-type', 'content-disposition', 'if-none-match'],
  /** How long an answer to the question may be kept. */
  seconds: 3600,
} as const
