import {
  GetAccountSettingsCommand,
  GetEventSourceMappingCommand,
  GetFunctionConcurrencyCommand,
  LambdaClient,
} from '@aws-sdk/client-lambda'
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs'
import { ask } from '../../adapters/setup-kit.ts'
import type { Finding } from '../../adapters/setup.ts'
import { calling, clientConfig } from '../aws.ts'
import type { Deployed } from '../deployed.ts'
import { previousOf } from '../parameters.ts'
import type { Stack } from '../stack.ts'
import type { World } from '../world.ts'
import type { Check } from './check.ts'

const RUNBOOK = 'docs/runbook.md'
/** Invocations that AWS leaves unreserved in every account. https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html */
const UNRESERVED = 100

const error = (code: string, message: string, fix: string): Finding => ({ code, level: 'error', message, fix })
const warning = (code: string, message: string, fix: string): Finding => ({ code, level: 'warning', message, fix })

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html */
export const stackFindings = ({ name }: Deployed['deployment'], { status }: Stack): readonly Finding[] => {
  const events = `CloudFormation console → ${name} → Events says what failed; then parley deploy.`
  if (status === 'UPDATE_ROLLBACK_COMPLETE')
    return [warning('deploy_rolled_back', 'The last deploy failed and was undone: the version before it runs.', events)]
  if (/FAILED$|^ROLLBACK|^DELETE/.test(status))
    return [error('deploy_failed', `The stack is in the state ${status}: what is deployed is not whole.`, events)]
  if (status.endsWith('_IN_PROGRESS'))
    return [warning('deploy_running', 'A deploy is running right now.', 'Say parley doctor again when it has ended.')]
  return []
}

const DEPLOY_KEY = 'PARLEY_DEPLOY_KEY'
/** Hexadecimal digits of 16 bytes: less can be guessed. */
const SHORTEST_KEY = 32

/** Secrets that `optional` names are of connections that talk to the sandbox only. */
export const secretFindings = (
  { deployment, secrets }: Pick<Deployed, 'deployment' | 'secrets'>,
  optional: ReadonlySet<string>,
): readonly Finding[] =>
  deployment.secrets.flatMap((name) => {
    const value = secrets[name]
    if (value === undefined || value === '')
      return optional.has(name) ? [] : [error('secret_missing', `${name} is not set.`, `parley secrets set ${name}`)]
    if (name === DEPLOY_KEY && value.length < SHORTEST_KEY)
      return [
        error(
          'deploy_key_weak',
          'The deploy key is too short to be a secret: ids can be guessed, and with them what is behind links.',
          'It is permanent once messages are stored. Before that: delete it in SSM Parameter Store, and parley deploy makes one.',
        ),
      ]
    if (secrets[previousOf(name)] === undefined) return []
    return [
      warning(
        'secret_rotating',
        `${name} is in the middle of a rotation: the value before still counts.`,
        `Once the provider uses the new one: parley secrets finish ${name}`,
      ),
    ]
  })

const lambdaFindings = async (world: World, { deployment, stack }: Deployed): Promise<readonly Finding[]> => {
  const client = new LambdaClient(clientConfig(world, deployment.region))
  const FunctionName = stack?.outputs['WebhookName'] ?? `${deployment.name}-webhook`
  const [account, webhook] = await calling('look at Lambda', () =>
    Promise.all([
      client.send(new GetAccountSettingsCommand({})),
      client.send(new GetFunctionConcurrencyCommand({ FunctionName })),
    ]),
  )
  const reserved = deployment.webhookConcurrency === false ? 0 : deployment.webhookConcurrency
  const limit = account.AccountLimit?.ConcurrentExecutions ?? 0
  const quota = 'Service Quotas console → AWS Lambda → Concurrent executions → Request increase, to 1000'
  if (webhook.ReservedConcurrentExecutions === 0)
    return [
      error(
        'webhook_stopped',
        'The function that takes webhooks is switched off: its reserved concurrency is 0.',
        `Lambda console → ${FunctionName} → Configuration → Concurrency → Edit: ${reserved || 'use unreserved'}.`,
      ),
    ]
  if (limit < UNRESERVED + reserved)
    return [
      (reserved > 0 ? error : warning)(
        'concurrency_low',
        `AWS lets this account run ${limit} functions at a time, too few to keep ${reserved || 'any'} for webhooks.`,
        `${quota}; until then deploy with webhookConcurrency: false.`,
      ),
    ]
  return []
}

const streamFindings = async (world: World, { deployment, stack }: Deployed): Promise<readonly Finding[]> => {
  const UUID = stack?.outputs['StreamMapping']
  if (UUID === undefined) return []
  const client = new LambdaClient(clientConfig(world, deployment.region))
  const { State = '' } = await calling('look at the stream', () =>
    client.send(new GetEventSourceMappingCommand({ UUID })),
  )
  if (!State.startsWith('Disabl')) return []
  return [
    error(
      'stream_stopped',
      'Messages are stored but shown nowhere: the function project is not woken.',
      `Lambda console → ${deployment.name}-project → Configuration → Triggers → DynamoDB → Enable. If more than a day has passed: parley resync.`,
    ),
  ]
}

const deadFindings = async (world: World, { deployment }: Deployed, url: string): Promise<readonly Finding[]> => {
  const client = new SQSClient(clientConfig(world, deployment.region))
  const { Attributes } = await calling('look at a queue', () =>
    client.send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['ApproximateNumberOfMessages'] })),
  )
  const count = Number(Attributes?.['ApproximateNumberOfMessages'] ?? 0)
  if (count === 0) return []
  return [
    error(
      'dead_letters',
      `${count} in ${url.slice(url.lastIndexOf('/') + 1)} were given up.`,
      `${RUNBOOK}#messages-in-a-dead-letter-queue says how to look at them and do them again; SQS keeps them for 14 days.`,
    ),
  ]
}

/** SNS answers in XML; these are numbers. https://docs.aws.amazon.com/sns/latest/api/API_GetTopicAttributes.html */
const attribute = (xml: string, name: string): number =>
  Number(new RegExp(`<key>${name}</key>\\s*<value>(\\d+)</value>`).exec(xml)?.[1] ?? 0)

const alarmFindings = async (
  world: World,
  { deployment, stack, aws }: Deployed,
  signal: AbortSignal,
): Promise<readonly Finding[]> => {
  const topic = stack?.outputs['AlarmTopicArn']
  if (topic === undefined || deployment.alarmEmail === undefined) return []
  const url = `https://sns.${deployment.region}.amazonaws.com/`
  const body = new URLSearchParams({ Action: 'GetTopicAttributes', TopicArn: topic, Version: '2010-03-31' }).toString()
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  const { host: _, ...signed } = await calling('sign a question to SNS', () =>
    aws.sign('sns', { method: 'POST', url, headers, body }),
  )
  const { status, text } = await ask(world, url, { method: 'POST', headers: signed, body }, signal)
  if (status >= 400) throw new Error('SNS refused')
  if (attribute(text, 'SubscriptionsConfirmed') > 0) return []
  return [
    warning(
      'alarm_unconfirmed',
      'Nobody gets the alarms: the email address has not confirmed that it wants them.',
      'Follow the link in the mail from AWS Notifications. It ends after two days; then SNS console → Subscriptions → Request confirmation.',
    ),
  ]
}

/** Looks at what the deployment is made of. */
export const deploymentChecks = (world: World, deployed: Deployed): readonly Check[] => {
  const where = 'aws'
  const dead = Object.entries(deployed.stack?.outputs ?? {}).filter(([key]) => key.endsWith('DeadUrl'))
  return [
    { where, what: 'Lambda', run: () => lambdaFindings(world, deployed) },
    { where, what: 'the stream', run: () => streamFindings(world, deployed) },
    { where, what: 'the alarms', run: (signal) => alarmFindings(world, deployed, signal) },
    ...dead.map(([key, url]) => ({ where, what: key, run: () => deadFindings(world, deployed, url) })),
  ]
}
