import type { Construct } from 'constructs'
import { CfnQueue, CfnQueuePolicy } from 'aws-cdk-lib/aws-sqs'
import type { Deployment } from '../adapters/deployment.ts'
import {
  MAX_MESSAGE_BYTES,
  type QueueName,
  QUEUES,
  type QueueShape,
  inboundQueueShape,
  visibilitySeconds,
} from '../functions/aws/shape.ts'
import { arn, overTlsOnly, pascal, policy, type Statement } from './policies.ts'

const DAY_SECONDS = 86_400
/** As long as SQS keeps anything. */
const LONGEST_SECONDS = 14 * DAY_SECONDS

export interface StackQueue {
  readonly id: string
  readonly shape: QueueShape
  readonly queue: CfnQueue
  readonly dead: CfnQueue
}

export interface StackQueues extends Readonly<Record<QueueName, StackQueue>> {
  /** Queues of single connections, by `channel/connection`. */
  readonly inbound: Readonly<Record<string, StackQueue>>
}

const deadName = (name: string): string =>
  name.endsWith('.fifo') ? name.replace(/\.fifo$/, '-dead.fifo') : `${name}-dead`

/** A topic of this account that may write into a queue: the only one besides the functions' own roles. */
const fromTopic = (queue: CfnQueue, topic: string): Statement => ({
  Sid: 'FromItsTopic',
  Effect: 'Allow',
  Principal: { Service: 'sns.amazonaws.com' },
  Action: 'sqs:SendMessage',
  Resource: queue.attrArn,
  Condition: { ArnEquals: { 'aws:SourceArn': topic } },
})

/** A queue with its dead-letter queue, encrypted by SQS's own key, over TLS only. */
const addQueue = (scope: Construct, deployment: string, id: string, shape: QueueShape, topic?: string): StackQueue => {
  const name = `${deployment}-${shape.name}`
  const common = {
    ...(name.endsWith('.fifo') ? { fifoQueue: true } : {}),
    sqsManagedSseEnabled: true,
    maximumMessageSize: MAX_MESSAGE_BYTES,
    messageRetentionPeriod: LONGEST_SECONDS,
  }
  const dead = new CfnQueue(scope, `${id}DeadLetters`, {
    ...common,
    queueName: deadName(name),
    // By its name: the two queues name each other.
    redriveAllowPolicy: { redrivePermission: 'byQueue', sourceQueueArns: [arn(scope, 'sqs', name)] },
  })
  const queue = new CfnQueue(scope, `${id}Queue`, {
    ...common,
    queueName: name,
    visibilityTimeout: visibilitySeconds(shape),
    redrivePolicy: { deadLetterTargetArn: dead.attrArn, maxReceiveCount: shape.maxReceiveCount },
  })
  const locked = (policyId: string, of: CfnQueue, ...more: readonly Statement[]) =>
    new CfnQueuePolicy(scope, policyId, {
      queues: [of.ref],
      policyDocument: policy(overTlsOnly('sqs:*', of.attrArn), ...more),
    })
  locked(`${id}DeadLettersPolicy`, dead)
  locked(`${id}QueuePolicy`, queue, ...(topic === undefined ? [] : [fromTopic(queue, topic)]))
  return { id, shape, queue, dead }
}

/** Name of the topic that feeds a connection's queue. */
export const topicName = (deployment: string, channel: string, connection: string): string =>
  `${deployment}-in-${channel}-${connection}`

export const addQueues = (scope: Construct, { name, connections }: Deployment): StackQueues => {
  const own = Object.entries(QUEUES).map(([key, shape]) => [key, addQueue(scope, name, pascal(key), shape)] as const)
  const inbound = connections
    .filter(({ queue }) => queue)
    .map(({ channel, name: connection }) => {
      const shape = inboundQueueShape(channel, connection)
      const topic = arn(scope, 'sns', topicName(name, channel, connection))
      return [
        `${channel}/${connection}`,
        addQueue(scope, name, pascal('in', channel, connection), shape, topic),
      ] as const
    })
  return { ...(Object.fromEntries(own) as Record<QueueName, StackQueue>), inbound: Object.fromEntries(inbound) }
}

/** All of them, with the functions they wake. */
export const everyQueue = ({ inbound, ...own }: StackQueues): readonly StackQueue[] => [
  ...Object.values(own),
  ...Object.values(inbound),
]
