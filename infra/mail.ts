import type { Stack } from 'aws-cdk-lib'
import type { CfnBucket, CfnBucketPolicy } from 'aws-cdk-lib/aws-s3'
import {
  CfnConfigurationSet,
  CfnConfigurationSetEventDestination,
  CfnReceiptRule,
  CfnReceiptRuleSet,
} from 'aws-cdk-lib/aws-ses'
import type { CfnTopic, CfnTopicPolicy } from 'aws-cdk-lib/aws-sns'
import type { DeployedConnection, Deployment } from '../adapters/deployment.ts'
import { chunks } from '../core/chunks.ts'
import { OBJECTS } from '../functions/aws/shape.ts'
import { arn, pascal, serviceOfThisAccount, type Statement } from './policies.ts'
import type { StackQueues } from './queues.ts'
import { addConnectionTopic } from './topics.ts'

/** Recipients that one rule of SES may have: https://docs.aws.amazon.com/ses/latest/dg/quotas.html */
const MOST_RECIPIENTS = 100

/** What becomes of a mail; opens and clicks say little of a person. */
const EVENTS = ['SEND', 'DELIVERY', 'BOUNCE', 'COMPLAINT', 'REJECT', 'DELIVERY_DELAY', 'RENDERING_FAILURE']

/** Of the set of rules with the deployment's mailboxes; undefined where SES receives none. */
export const receiptRules = ({ name, connections }: Deployment): string | undefined =>
  connections.some(({ needs }) => needs.receivesMail) ? name : undefined

/** The configuration set that this deployment makes: one in another region has to be made there by hand. */
const setHere = ({ region }: Deployment, { needs: { sendsMail } }: DeployedConnection): string | undefined =>
  sendsMail?.region === undefined || sendsMail.region === region ? sendsMail?.configurationSet : undefined

/**
 * Rules that put a mail into the bucket and tell the connection's topic. An address also stands for itself with a label
 * (`support+…@`), which is what customers answer to. Mail without TLS is taken too: refusing it would lose it.
 */
const addRules = (
  stack: Stack,
  connection: DeployedConnection,
  topic: CfnTopic,
  bucket: CfnBucket,
  set: CfnReceiptRuleSet,
  needed: readonly CfnBucketPolicy[],
): void => {
  const { channel, name, accounts } = connection
  for (const [index, recipients] of chunks(accounts, MOST_RECIPIENTS).entries()) {
    const rule = new CfnReceiptRule(stack, pascal('receive', channel, name, index === 0 ? '' : String(index + 1)), {
      ruleSetName: set.ref,
      rule: {
        name: [name, ...(index === 0 ? [] : [String(index + 1)])].join('-'),
        enabled: true,
        scanEnabled: true,
        tlsPolicy: 'Optional',
        recipients: [...recipients],
        actions: [
          {
            s3Action: { bucketName: bucket.ref, objectKeyPrefix: `${OBJECTS.mailIn}${name}/`, topicArn: topic.ref },
          },
        ],
      },
    })
    // SES tries both when the rule is made.
    for (const one of needed) rule.addResourceDependency(one)
    rule.addResourceDependency(stack.node.findChild(`${topic.node.id}Policy`) as CfnTopicPolicy)
  }
}

/** What SES tells of the mails it sends. */
const addEvents = (stack: Stack, { channel, name }: DeployedConnection, topic: CfnTopic, setName: string): void => {
  const set = new CfnConfigurationSet(stack, pascal('send', channel, name, 'set'), {
    name: setName,
    deliveryOptions: { tlsPolicy: 'OPTIONAL' },
    reputationOptions: { reputationMetricsEnabled: true },
  })
  const destination = new CfnConfigurationSetEventDestination(stack, pascal('send', channel, name, 'events'), {
    configurationSetName: set.ref,
    eventDestination: {
      name: 'parley',
      enabled: true,
      matchingEventTypes: EVENTS,
      snsDestination: { topicArn: topic.ref },
    },
  })
  destination.addResourceDependency(stack.node.findChild(`${topic.node.id}Policy`) as CfnTopicPolicy)
}

/**
 * Mail by SES, for the connections that receive or send by it. A region has one active set of rules, which CloudFormation
 * cannot choose: it is activated after the deploy.
 */
export const addMail = (
  stack: Stack,
  deployment: Deployment,
  queues: StackQueues,
  bucket: CfnBucket,
  bucketPolicy: CfnBucketPolicy,
): void => {
  const rules = receiptRules(deployment)
  const set = rules === undefined ? undefined : new CfnReceiptRuleSet(stack, 'ReceiptRules', { ruleSetName: rules })
  for (const connection of deployment.connections) {
    const { needs } = connection
    if (!needs.receivesMail && needs.sendsMail === undefined) continue
    const setName = setHere(deployment, connection)
    const sources = [
      ...(needs.receivesMail ? [arn(stack, 'ses', `receipt-rule-set/${rules ?? ''}:*`)] : []),
      ...(setName === undefined ? [] : [arn(stack, 'ses', `configuration-set/${setName}`)]),
    ]
    const publishers = (topic: string): Statement[] =>
      sources.length === 0 ? [] : [serviceOfThisAccount(stack, 'ses', 'sns:Publish', topic, sources)]
    const topic = addConnectionTopic(stack, deployment.name, connection, queues, publishers)
    if (needs.receivesMail && set) addRules(stack, connection, topic, bucket, set, [bucketPolicy])
    if (setName !== undefined) addEvents(stack, connection, topic, setName)
  }
}
