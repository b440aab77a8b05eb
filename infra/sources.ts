import type { Stack } from 'aws-cdk-lib'
import { CfnRule } from 'aws-cdk-lib/aws-events'
import { CfnEventInvokeConfig, CfnEventSourceMapping, CfnPermission } from 'aws-cdk-lib/aws-lambda'
import { PROJECTED, STREAM } from '../functions/aws/shape.ts'
import type { StackFunctions } from './functions.ts'
import { everyQueue } from './queues.ts'
import type { Store } from './roles.ts'

export interface Sources {
  readonly stream: CfnEventSourceMapping
}

/** What wakes the functions that no request wakes: the table's stream and the queues. */
export const addSources = (stack: Stack, functions: StackFunctions, { table, bucket, queues }: Store): Sources => {
  const stream = new CfnEventSourceMapping(stack, 'TableStream', {
    functionName: functions.project.fn.ref,
    eventSourceArn: table.attrStreamArn,
    startingPosition: 'TRIM_HORIZON',
    batchSize: STREAM.batchSize,
    parallelizationFactor: STREAM.parallelization,
    bisectBatchOnFunctionError: true,
    maximumRetryAttempts: STREAM.maxRetries,
    functionResponseTypes: ['ReportBatchItemFailures'],
    filterCriteria: { filters: [{ pattern: JSON.stringify(PROJECTED) }] },
    // The bucket keeps the whole record; a queue would keep where it was in the stream, which forgets it after a day.
    destinationConfig: { onFailure: { destination: bucket.attrArn } },
    // Counts the records that went there, which nothing else does.
    metricsConfig: { metrics: ['EventCount'] },
  })
  for (const { id, shape, queue } of everyQueue(queues))
    new CfnEventSourceMapping(stack, `${id}Source`, {
      functionName: functions[shape.worker].fn.ref,
      eventSourceArn: queue.attrArn,
      batchSize: shape.batchSize,
      scalingConfig: { maximumConcurrency: shape.concurrency },
      functionResponseTypes: ['ReportBatchItemFailures'],
    })
  return { stream }
}

/** Wakes `tick` every minute. What it missed the next one does, so nothing is repeated and nothing kept. */
export const addSchedule = (stack: Stack, name: string, { tick: { fn } }: StackFunctions): void => {
  const rule = new CfnRule(stack, 'EveryMinute', {
    name: `${name}-every-minute`,
    description: 'Wakes what is due, and runs what connections do on a schedule',
    scheduleExpression: 'rate(1 minute)',
    targets: [{ id: 'tick', arn: fn.attrArn, retryPolicy: { maximumRetryAttempts: 0, maximumEventAgeInSeconds: 60 } }],
  })
  new CfnEventInvokeConfig(stack, 'TickOnce', {
    functionName: fn.ref,
    qualifier: '$LATEST',
    maximumRetryAttempts: 0,
    maximumEventAgeInSeconds: 60,
  })
  new CfnPermission(stack, 'TickFromSchedule', {
    action: 'lambda:InvokeFunction',
    functionName: fn.ref,
    principal: 'events.amazonaws.com',
    sourceArn: rule.attrArn,
  })
}
