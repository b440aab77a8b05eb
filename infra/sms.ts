import type { Stack } from 'aws-cdk-lib'
import { CfnConfigurationSet } from 'aws-cdk-lib/aws-smsvoice'
import type { CfnTopicPolicy } from 'aws-cdk-lib/aws-sns'
import type { Deployment } from '../adapters/deployment.ts'
import { pascal, serviceOfThisAccount } from './policies.ts'
import type { StackQueues } from './queues.ts'
import { addConnectionTopic } from './topics.ts'

/**
 * SMS by AWS End User Messaging: a topic for what customers write, which is named at the number itself (a number is not the
 * stack's to make: it is registered, and outlives it), and a configuration set whose events go there too.
 */
export const addSms = (stack: Stack, deployment: Deployment, queues: StackQueues): void => {
  for (const connection of deployment.connections) {
    const { channel, name, needs } = connection
    if (needs.sendsSms === undefined) continue
    const topic = addConnectionTopic(stack, deployment.name, connection, queues, (topicArn) => [
      serviceOfThisAccount(stack, 'sms-voice', 'sns:Publish', topicArn),
    ])
    const { region = deployment.region, configurationSet } = needs.sendsSms
    // A set in another region has to be made there by hand.
    if (configurationSet === undefined || region !== deployment.region) continue
    const set = new CfnConfigurationSet(stack, pascal('send', channel, name, 'set'), {
      configurationSetName: configurationSet,
      eventDestinations: [
        {
          eventDestinationName: 'parley',
          enabled: true,
          matchingEventTypes: ['TEXT_ALL'],
          snsDestination: { topicArn: topic.ref },
        },
      ],
    })
    set.addResourceDependency(stack.node.findChild(`${topic.node.id}Policy`) as CfnTopicPolicy)
  }
}
