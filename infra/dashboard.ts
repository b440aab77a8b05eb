import type { Stack } from 'aws-cdk-lib'
import { CfnDashboard } from 'aws-cdk-lib/aws-cloudwatch'
import type { Deployment } from '../adapters/deployment.ts'
import { FUNCTIONS } from '../functions/aws/shape.ts'
import type { HttpApi } from './http.ts'
import { counted, type Metric, ofApi, ofFunction, ofQueue, ofTable } from './metrics.ts'
import { everyQueue } from './queues.ts'
import type { Store } from './roles.ts'

interface Graph {
  readonly title: string
  readonly metrics: readonly (Metric & { readonly label: string })[]
}

const labelled = (label: string, metric: Metric) => ({ ...metric, label })

const graphs = ({ name }: Deployment, { api }: HttpApi, { table, queues }: Store): readonly Graph[] => [
  {
    title: 'Calls',
    metrics: [
      labelled('all', ofApi(api.ref, 'Count')),
      labelled('4xx', ofApi(api.ref, '4xx')),
      labelled('5xx', ofApi(api.ref, '5xx')),
    ],
  },
  {
    title: 'Answer time of webhooks, ms',
    metrics: (['p50', 'p99'] as const).map((stat) => labelled(stat, ofFunction(`${name}-webhook`, 'Duration', stat))),
  },
  { title: 'Failed invocations', metrics: FUNCTIONS.map((fn) => labelled(fn, ofFunction(`${name}-${fn}`, 'Errors'))) },
  { title: 'Invocations', metrics: FUNCTIONS.map((fn) => labelled(fn, ofFunction(`${name}-${fn}`, 'Invocations'))) },
  {
    title: 'How far conversations are behind, ms',
    metrics: [labelled('oldest change', ofFunction(`${name}-project`, 'IteratorAge', 'Maximum'))],
  },
  {
    title: 'Waiting in queues',
    metrics: everyQueue(queues).map(({ id, queue }) =>
      labelled(id, ofQueue(queue.attrQueueName, 'ApproximateNumberOfMessagesVisible', 'Maximum')),
    ),
  },
  {
    title: 'Dead letters in queues',
    metrics: everyQueue(queues).map(({ id, dead }) =>
      labelled(id, ofQueue(dead.attrQueueName, 'ApproximateNumberOfMessagesVisible', 'Maximum')),
    ),
  },
  {
    title: 'Capacity of the table',
    metrics: [
      labelled('written', ofTable(table.ref, 'ConsumedWriteCapacityUnits')),
      labelled('read', ofTable(table.ref, 'ConsumedReadCapacityUnits')),
    ],
  },
  {
    title: 'What needs a person',
    metrics: (['ReauthRequired', 'WebhookRejected', 'DeadLetters'] as const).map((metric) =>
      labelled(metric, counted(name, metric)),
    ),
  },
]

const WIDTH = 8
const HEIGHT = 6
const IN_A_ROW = 24 / WIDTH

/** One page to look at first. Three dashboards of an account are free. */
export const addDashboard = (stack: Stack, deployment: Deployment, http: HttpApi, store: Store): CfnDashboard => {
  const widgets = graphs(deployment, http, store).map(({ title, metrics }, index) => ({
    type: 'metric',
    x: (index % IN_A_ROW) * WIDTH,
    y: Math.floor(index / IN_A_ROW) * HEIGHT,
    width: WIDTH,
    height: HEIGHT,
    properties: {
      title,
      region: stack.region,
      period: 300,
      metrics: metrics.map(({ namespace, name, dimensions, stat, label }) => [
        namespace,
        name,
        ...Object.entries(dimensions).flat(),
        { stat, label },
      ]),
    },
  }))
  return new CfnDashboard(stack, 'Dashboard', {
    dashboardName: deployment.name,
    dashboardBody: stack.toJsonString({ widgets }),
  })
}
