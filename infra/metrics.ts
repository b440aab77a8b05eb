import type { Stack } from 'aws-cdk-lib'
import { CfnMetricFilter } from 'aws-cdk-lib/aws-logs'
import type { FunctionName } from '../functions/aws/shape.ts'
import type { StackFunctions } from './functions.ts'
import { pascal } from './policies.ts'

/** A metric of CloudWatch, as alarms and the dashboard name it. */
export interface Metric {
  readonly namespace: string
  readonly name: string
  readonly dimensions: Readonly<Record<string, string>>
  readonly stat: 'Sum' | 'Maximum' | 'p50' | 'p99'
}

/**
 * Counted from log lines, by whose log they are in. Nothing is counted while nothing happens, and nothing paid for.
 * Lines say `metric` and `count`, or are counted by their `event`.
 */
const COUNTED = {
  WebhookRejected: { pattern: '{ $.metric = "WebhookRejected" }', value: '$.count', logs: ['webhook'] },
  ReauthRequired: { pattern: '{ $.metric = "ReauthRequired" }', value: '$.count', logs: ['deliver', 'project'] },
  DeadLetters: { pattern: '{ $.event = "dead_letter" }', value: '1', logs: ['project'] },
} as const satisfies Record<string, { pattern: string; value: string; logs: readonly FunctionName[] }>

const namespaceOf = (deployment: string): string => `Parley/${deployment}`

export const counted = (deployment: string, name: keyof typeof COUNTED): Metric => ({
  namespace: namespaceOf(deployment),
  name,
  dimensions: {},
  stat: 'Sum',
})

export const addMetricFilters = (stack: Stack, deployment: string, functions: StackFunctions): void => {
  for (const [name, { pattern, value, logs }] of Object.entries(COUNTED))
    for (const log of logs)
      new CfnMetricFilter(stack, `${name}In${pascal(log)}`, {
        logGroupName: functions[log].log.ref,
        filterPattern: pattern,
        metricTransformations: [{ metricNamespace: namespaceOf(deployment), metricName: name, metricValue: value }],
      })
}

const aws =
  (service: string, dimension: string) =>
  (value: string, name: string, stat: Metric['stat'] = 'Sum'): Metric => ({
    namespace: `AWS/${service}`,
    name,
    dimensions: { [dimension]: value },
    stat,
  })

export const ofFunction = aws('Lambda', 'FunctionName')
export const ofSource = aws('Lambda', 'EventSourceMappingUUID')
export const ofQueue = aws('SQS', 'QueueName')
export const ofApi = aws('ApiGateway', 'ApiId')
export const ofTable = aws('DynamoDB', 'TableName')
