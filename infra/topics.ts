import type { Stack } from 'aws-cdk-lib'
import { CfnSubscription, CfnTopic, CfnTopicPolicy } from 'aws-cdk-lib/aws-sns'
import type { DeployedConnection } from '../adapters/deployment.ts'
import { arn, overTlsOnly, pascal, policy, type Statement } from './policies.ts'
import { type StackQueues, topicName } from './queues.ts'

/** All that can be done with a topic from outside; `sns:*` is refused in a topic's policy. */
const TOPIC_ACTIONS = [
  'sns:Publish',
  'sns:Subscribe',
  'sns:SetTopicAttributes',
  'sns:AddPermission',
  'sns:RemovePermission',
  'sns:DeleteTopic',
]

/** A topic that the given services may write to, over TLS. */
export const addTopic = (
  stack: Stack,
  id: string,
  name: string,
  publishers: (topic: string) => readonly Statement[],
): CfnTopic => {
  const topic = new CfnTopic(stack, id, { topicName: name })
  const topicArn = arn(stack, 'sns', name)
  new CfnTopicPolicy(stack, `${id}Policy`, {
    topics: [topic.ref],
    policyDocument: policy(overTlsOnly(TOPIC_ACTIONS, topicArn), ...publishers(topicArn)),
  })
  return topic
}

/**
 * The topic of one connection and its way into the connection's queue, without SNS's envelope. What SNS cannot hand over is kept in the
 * queue's dead-letter queue.
 */
export const addConnectionTopic = (
  stack: Stack,
  deployment: string,
  { channel, name }: DeployedConnection,
  queues: StackQueues,
  publishers: (topic: string) => readonly Statement[],
): CfnTopic => {
  const id = pascal('in', channel, name, 'topic')
  const queue = queues.inbound[`${channel}/${name}`]
  if (queue === undefined) throw new Error(`the connection ${channel}/${name} has no queue`)
  const topic = addTopic(stack, id, topicName(deployment, channel, name), publishers)
  new CfnSubscription(stack, `${id}Subscription`, {
    topicArn: topic.ref,
    protocol: 'sqs',
    endpoint: queue.queue.attrArn,
    rawMessageDelivery: true,
    redrivePolicy: { deadLetterTargetArn: queue.dead.attrArn },
  })
  return topic
}
