import { CfnOutput, type Stack } from 'aws-cdk-lib'
import type { CfnTopic } from 'aws-cdk-lib/aws-sns'
import type { Deployment } from '../adapters/deployment.ts'
import { FUNCTIONS } from '../functions/aws/shape.ts'
import type { StackFunctions } from './functions.ts'
import type { HttpApi } from './http.ts'
import { receiptRules } from './mail.ts'
import { arn, pascal } from './policies.ts'
import { everyQueue, topicName } from './queues.ts'
import { secretsPath, type Store } from './roles.ts'
import type { Sources } from './sources.ts'

export interface OutputsProps extends Store {
  readonly deployment: Deployment
  readonly http: HttpApi
  readonly functions: StackFunctions
  readonly sources: Sources
  readonly alarmTopic: CfnTopic
}

/** What people paste, and the tools look up. */
export const addOutputs = (stack: Stack, props: OutputsProps): void => {
  const { deployment, http, functions, sources, alarmTopic, table, bucket, queues } = props
  const output = (id: string, description: string, value: string): void => {
    new CfnOutput(stack, id, { description, value })
  }
  output('Url', 'The gateway', http.publicUrl)
  for (const { channel, name, needs } of deployment.connections)
    // What SES and AWS SMS deliver comes by a topic and has no webhook.
    if (!needs.receivesMail && !needs.sendsSms)
      output(
        `${pascal('webhook', channel, name)}Url`,
        `Webhook of ${channel}/${name}`,
        `${http.publicUrl}/webhooks/${channel}/${name}`,
      )
  for (const { channel, name, queue } of deployment.connections)
    if (queue)
      output(
        pascal('topic', channel, name),
        `Topic that feeds ${channel}/${name}`,
        arn(stack, 'sns', topicName(deployment.name, channel, name)),
      )
  output('TableName', 'The table', table.ref)
  output('BucketName', 'The bucket', bucket.ref)
  output('SecretsPath', 'Path of the secrets in SSM Parameter Store', secretsPath(deployment.name))
  output('StreamMapping', 'Mapping from the table’s stream to project', sources.stream.ref)
  output('AlarmTopicArn', 'Topic of the alarms', alarmTopic.ref)
  for (const name of FUNCTIONS) output(`${pascal(name)}Name`, `The function ${name}`, functions[name].fn.ref)
  for (const { id, queue, dead } of everyQueue(queues)) {
    output(`${id}Url`, `Queue ${id}`, queue.ref)
    output(`${id}DeadUrl`, `Dead letters of queue ${id}`, dead.ref)
  }
  const rules = receiptRules(deployment)
  if (rules !== undefined) output('ReceiptRuleSet', 'SES rule set, to be activated', rules)
}
