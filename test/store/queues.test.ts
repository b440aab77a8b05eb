import { CreateQueueCommand, DeleteQueueCommand, GetQueueAttributesCommand } from '@aws-sdk/client-sqs'
import { type AwsEnvironment, sqsClient } from '../../functions/aws/clients.ts'
import { DEFAULT_QUEUES, openQueues } from '../../local/engine/queues.ts'
import { MAX_RECEIVES, type OpenQueues, queueSuite } from './queue-suite.ts'

/** Makes queues of its own at the endpoint, and deletes them at the end. */
const queuesAt = async (env: AwsEnvironment): Promise<OpenQueues> => {
  const client = sqsClient(env, { maxAttempts: 5, connectionTimeout: 5_000, requestTimeout: 30_000 })
  const made: string[] = []
  const make = async (name: string, attributes: Record<string, string>) => {
    const { QueueUrl: url = '' } = await client.send(
      new CreateQueueCommand({ QueueName: name, Attributes: attributes }),
    )
    made.push(url)
    const { Attributes: found } = await client.send(
      new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['QueueArn'] }),
    )
    return { url, arn: found?.QueueArn ?? '' }
  }
  const withDead = async (name: string, suffix: string, kind: Record<string, string>) => {
    const dead = await make(`${name}-dead${suffix}`, kind)
    const redrive = JSON.stringify({ deadLetterTargetArn: dead.arn, maxReceiveCount: MAX_RECEIVES })
    const own = { ...kind, MaximumMessageSize: '1048576', VisibilityTimeout: '60', RedrivePolicy: redrive }
    return { ...(await make(name + suffix, own)), dead }
  }
  const name = `parley-suite-${Date.now().toString(36)}`
  return {
    client,
    wake: await withDead(`${name}-wake`, '.fifo', { FifoQueue: 'true' }),
    spill: await withDead(`${name}-spill`, '', {}),
    waitSeconds: 5,
    close: async () => {
      for (const url of made) await client.send(new DeleteQueueCommand({ QueueUrl: url }))
      client.destroy()
    },
  }
}

if (process.env['AWS_ENDPOINT_URL_SQS'] !== undefined) {
  queueSuite(`at ${process.env['AWS_ENDPOINT_URL_SQS']}`, () => queuesAt(process.env))
} else {
  queueSuite('on this machine', async () => {
    const wake = { ...DEFAULT_QUEUES.wake, maxReceiveCount: MAX_RECEIVES }
    const local = await openQueues({ queues: { ...DEFAULT_QUEUES, wake } })
    const client = sqsClient({
      AWS_REGION: 'local',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_ENDPOINT_URL_SQS: local.endpoint,
    })
    return {
      client,
      ...local.queues,
      waitSeconds: 0,
      close: async () => {
        client.destroy()
        await local.close()
      },
    }
  })
}
