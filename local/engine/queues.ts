import { buildApp } from 'fauxqs'
import {
  inboundQueueShape,
  MAX_MESSAGE_BYTES,
  QUEUES,
  type QueueName,
  type QueueShape,
  visibilitySeconds,
} from '../../functions/aws/shape.ts'
import { letBrowsersIn } from './browsers.ts'
import { openStores } from './fauxqs.ts'

export interface QueueDefinition {
  /** Ends in `.fifo` when it is one. */
  readonly name: string
  /** Seconds a received message is hidden. */
  readonly visibilitySeconds: number
  /** Receives after which a message goes to the dead-letter queue. */
  readonly maxReceiveCount: number
}

export interface LocalQueuesOptions<Name extends string> {
  /** Where messages are kept; in memory when undefined. One process at a time. */
  readonly dir?: string
  readonly queues: Readonly<Record<Name, QueueDefinition>>
  /** Loopback port; 0 takes a free one. */
  readonly port?: number
}

export interface LocalQueue {
  readonly url: string
  readonly arn: string
  /** The dead-letter queue. */
  readonly dead: { readonly url: string; readonly arn: string }
}

/**
 * SQS on one machine, by fauxqs, on the loopback interface. What a send acknowledges survives the end of the process
 * (SQLite, written before the answer). Where it differs from AWS: a receive gives one message of a group, AWS several;
 * deduplication is forgotten with the process, which costs a wake-up more; deduplication is by queue only; any
 * receipt handle is accepted by a delete.
 */
export interface LocalQueues<Name extends string> {
  /** For AWS_ENDPOINT_URL_SQS; any region and credentials will do. */
  readonly endpoint: string
  /** For AWS_ENDPOINT_URL_S3; has the bucket {@link BUCKET}. */
  readonly s3Endpoint: string
  readonly queues: Readonly<Record<Name, LocalQueue>>
  close(): Promise<void>
}

/** As deployed under the name `parley`. */
const definitionOf = (shape: QueueShape): QueueDefinition => ({
  name: `parley-${shape.name}`,
  visibilitySeconds: visibilitySeconds(shape),
  maxReceiveCount: shape.maxReceiveCount,
})

export const DEFAULT_QUEUES = {
  wake: definitionOf(QUEUES.wake),
  notify: definitionOf(QUEUES.notify),
  spill: definitionOf(QUEUES.spill),
  job: definitionOf(QUEUES.job),
} satisfies Record<QueueName, QueueDefinition>

/** A queue of one connection, into which its provider's topic writes. */
export const inboundQueue = (channel: string, connection: string): QueueDefinition =>
  definitionOf(inboundQueueShape(channel, connection))

/** The one bucket for files. */
export const BUCKET = 'parley-files'

const REGION = 'local'
const ACCOUNT = '000000000000'

export const openQueues = async <Name extends string>(
  options: LocalQueuesOptions<Name>,
): Promise<LocalQueues<Name>> => {
  const { stores, close } = await openStores(options.dir)
  const app = buildApp({ logger: false, defaultRegion: REGION, stores })
  letBrowsersIn(app, BUCKET)
  const endpoint = await app.listen({ host: '127.0.0.1', port: options.port ?? 0 })

  const ensure = (name: string, attributes: Record<string, string>): { url: string; arn: string } => {
    const [url, arn] = [`${endpoint}/${ACCOUNT}/${name}`, `arn:aws:sqs:${REGION}:${ACCOUNT}:${name}`]
    // A queue of an earlier start keeps its messages and takes today's attributes.
    const existing = stores.sqsStore.getQueueByArn(arn)
    if (existing) existing.setAttributes(attributes)
    else stores.sqsStore.createQueue(name, url, arn, attributes)
    return { url, arn }
  }
  const ensureWithDead = ({ name, visibilitySeconds, maxReceiveCount }: QueueDefinition): LocalQueue => {
    const fifo = name.endsWith('.fifo')
    const kind: Record<string, string> = {
      MaximumMessageSize: String(MAX_MESSAGE_BYTES),
      ...(fifo && { FifoQueue: 'true' }),
    }
    const dead = ensure(fifo ? name.replace(/\.fifo$/, '-dead.fifo') : `${name}-dead`, kind)
    const redrive = JSON.stringify({ deadLetterTargetArn: dead.arn, maxReceiveCount })
    const own = { ...kind, VisibilityTimeout: String(visibilitySeconds), RedrivePolicy: redrive }
    return { ...ensure(name, own), dead }
  }

  const definitions = Object.entries<QueueDefinition>(options.queues)
  if (!stores.s3Store.hasBucket(BUCKET)) stores.s3Store.createBucket(BUCKET)
  return {
    endpoint,
    s3Endpoint: endpoint,
    queues: Object.fromEntries(
      definitions.map(([key, definition]) => [key, ensureWithDead(definition)]),
    ) as unknown as Record<Name, LocalQueue>,
    close: async () => {
      await app.close()
      close()
    },
  }
}
