import type { Stack } from 'aws-cdk-lib'
import { CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch'
import { CfnSubscription, type CfnTopic } from 'aws-cdk-lib/aws-sns'
import type { Deployment } from '../adapters/deployment.ts'
import type { FunctionName } from '../functions/aws/shape.ts'
import type { StackFunctions } from './functions.ts'
import type { HttpApi } from './http.ts'
import { addMetricFilters, counted, type Metric, ofApi, ofFunction, ofQueue, ofSource } from './metrics.ts'
import { pascal, serviceOfThisAccount } from './policies.ts'
import { everyQueue, type StackQueues } from './queues.ts'
import type { Sources } from './sources.ts'
import { addTopic } from './topics.ts'

/** Sections of docs/runbook.md, each of which says what an alarm means, where to look and what to do. */
export const RUNBOOK_SECTIONS = {
  deadLetters: 'messages-in-a-dead-letter-queue',
  quarantined: 'items-that-could-not-be-read',
  lag: 'conversations-are-behind',
  notShown: 'changes-were-given-up',
  spilled: 'webhooks-were-spilled',
  waiting: 'messages-wait-to-be-sent',
  errors: 'a-function-fails',
  failing: 'calls-are-answered-5xx',
  throttled: 'invocations-are-throttled',
  reauth: 'an-account-needs-new-credentials',
  rejected: 'webhooks-are-rejected',
  still: 'the-schedule-stands-still',
} as const

interface Alarm {
  readonly id: string
  /** What happened, in a sentence for the mail. */
  readonly says: string
  readonly section: keyof typeof RUNBOOK_SECTIONS
  readonly metric: Metric
  /** Alarm at this value and above. */
  readonly from: number
  readonly minutes: number
  /** So many periods one after the other; 1 by default. */
  readonly periods?: number
  /** Below `from` instead, also when nothing is counted at all. */
  readonly below?: true
}

/** What no queue stands behind. A start that fails fails in all functions alike, and tick starts every minute. */
const WATCHED: readonly FunctionName[] = ['webhook', 'api', 'project', 'tick']

const ofFunctions = ({ name }: Deployment): readonly Alarm[] => [
  ...WATCHED.map((fn) => ({
    id: `${pascal(fn)}Errors`,
    says: `The function ${fn} fails.`,
    section: 'errors' as const,
    metric: ofFunction(`${name}-${fn}`, 'Errors'),
    from: 3,
    minutes: 5,
  })),
  ...(['webhook', 'api'] as const).map((fn) => ({
    id: `${pascal(fn)}Throttles`,
    says: `Invocations of ${fn} are refused, because the account has no more at a time.`,
    section: 'throttled' as const,
    metric: ofFunction(`${name}-${fn}`, 'Throttles'),
    from: 1,
    minutes: 5,
  })),
  {
    id: 'TickStandsStill',
    says: 'Nothing that is due has been woken for five minutes.',
    section: 'still',
    metric: ofFunction(`${name}-tick`, 'Invocations'),
    from: 1,
    minutes: 5,
    below: true,
  },
]

const ofStream = ({ name }: Deployment, { stream }: Sources): readonly Alarm[] => [
  {
    id: 'StreamBehind',
    says: 'Conversations show what happened more than five minutes late. After 24 hours changes are lost to them.',
    section: 'lag',
    metric: ofFunction(`${name}-project`, 'IteratorAge', 'Maximum'),
    from: 5 * 60_000,
    minutes: 5,
    periods: 2,
  },
  {
    id: 'ChangesGivenUp',
    says: 'Changes were given up and lie in the bucket: conversations do not show them.',
    section: 'notShown',
    metric: ofSource(stream.ref, 'OnFailureDestinationDeliveredEventCount'),
    from: 1,
    minutes: 5,
  },
]

const ofQueues = (queues: StackQueues): readonly Alarm[] => [
  ...everyQueue(queues).map(({ id, dead }) => ({
    id: `${id}DeadLetters`,
    says: `Messages lie in a dead-letter queue (${id}).`,
    section: 'deadLetters' as const,
    metric: ofQueue(dead.attrQueueName, 'ApproximateNumberOfMessagesVisible', 'Maximum'),
    from: 1,
    minutes: 5,
  })),
  {
    id: 'SpillNotEmpty',
    says: 'Webhooks could not be written to the table and wait in the spill queue.',
    section: 'spilled',
    metric: ofQueue(queues.spill.queue.attrQueueName, 'ApproximateNumberOfMessagesVisible', 'Maximum'),
    from: 1,
    minutes: 5,
    periods: 2,
  },
  {
    id: 'WakeBehind',
    says: 'Messages have waited for fifteen minutes to be sent.',
    section: 'waiting',
    metric: ofQueue(queues.wake.queue.attrQueueName, 'ApproximateAgeOfOldestMessage', 'Maximum'),
    from: 15 * 60,
    minutes: 5,
    periods: 2,
  },
]

const ofLines = ({ name }: Deployment): readonly Alarm[] => [
  {
    id: 'ReauthRequired',
    says: 'A provider refuses the credentials of an account. What it should send is held.',
    section: 'reauth',
    metric: counted(name, 'ReauthRequired'),
    from: 1,
    minutes: 15,
  },
  {
    id: 'WebhooksRejected',
    says: 'Webhooks come whose signature is wrong.',
    section: 'rejected',
    metric: counted(name, 'WebhookRejected'),
    from: 20,
    minutes: 15,
  },
  {
    id: 'Quarantined',
    says: 'Items came that could not be read. They are kept among the dead letters.',
    section: 'quarantined',
    metric: counted(name, 'DeadLetters'),
    from: 5,
    minutes: 60,
  },
]

export interface AlarmsProps {
  readonly deployment: Deployment
  readonly functions: StackFunctions
  readonly queues: StackQueues
  readonly sources: Sources
  readonly http: HttpApi
}

const allAlarms = ({ deployment, queues, sources, http: { api } }: AlarmsProps): readonly Alarm[] => [
  ...ofLines(deployment),
  ...ofQueues(queues),
  ...ofStream(deployment, sources),
  ...ofFunctions(deployment),
  {
    id: 'Answers5xx',
    says: 'Calls are answered with 5xx: providers repeat them for a while, and then give up.',
    section: 'failing',
    metric: ofApi(api.ref, '5xx'),
    from: 5,
    minutes: 5,
  },
]

const addAlarm = (stack: Stack, deployment: string, topic: CfnTopic, alarm: Alarm): void => {
  const { id, says, section, metric, from, minutes, periods = 1, below } = alarm
  new CfnAlarm(stack, `Alarm${id}`, {
    alarmName: `${deployment}-${id}`,
    alarmDescription: `${says} What to do: docs/runbook.md#${RUNBOOK_SECTIONS[section]}`,
    namespace: metric.namespace,
    metricName: metric.name,
    dimensions: Object.entries(metric.dimensions).map(([name, value]) => ({ name, value })),
    statistic: metric.stat,
    period: minutes * 60,
    evaluationPeriods: periods,
    threshold: from,
    comparisonOperator: below ? 'LessThanThreshold' : 'GreaterThanOrEqualToThreshold',
    treatMissingData: below ? 'breaching' : 'notBreaching',
    alarmActions: [topic.ref],
    okActions: [topic.ref],
  })
}

/** What a person has to look at, told to a topic. An alarm costs $0.10 a month; ten of them are free. */
export const addAlarms = (stack: Stack, props: AlarmsProps): CfnTopic => {
  const { name, alarmEmail } = props.deployment
  addMetricFilters(stack, name, props.functions)
  const topic = addTopic(stack, 'AlarmTopic', `${name}-alarms`, (topicArn) => [
    serviceOfThisAccount(stack, 'cloudwatch', 'sns:Publish', topicArn),
  ])
  if (alarmEmail !== undefined)
    new CfnSubscription(stack, 'AlarmEmail', { topicArn: topic.ref, protocol: 'email', endpoint: alarmEmail })
  for (const alarm of allAlarms(props)) addAlarm(stack, name, topic, alarm)
  return topic
}
