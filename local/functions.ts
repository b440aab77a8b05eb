import type { DynamoDBBatchResponse, DynamoDBStreamEvent, ScheduledEvent, SQSBatchResponse, SQSEvent } from 'aws-lambda'
import { createApi } from '../functions/api.ts'
import { createDeliver } from '../functions/deliver.ts'
import { createInbound } from '../functions/inbound.ts'
import { createJobs } from '../functions/jobs.ts'
import { createNotify } from '../functions/notify.ts'
import { createProject } from '../functions/project.ts'
import { createTick } from '../functions/tick.ts'
import type { Assets } from '../functions/inbox/assets.ts'
import { createWebhook } from '../functions/webhook.ts'
import type { Wired } from '../functions/wire.ts'
import type { LambdaFunction } from './engine/lambda.ts'
import type { HttpFunctions } from './http/functions.ts'

type QueueFunction = LambdaFunction<SQSEvent, SQSBatchResponse | void>

/** The functions that event sources invoke, wherever they run. */
export interface SourceFunctions {
  readonly inbound: QueueFunction
  readonly project: LambdaFunction<DynamoDBStreamEvent, DynamoDBBatchResponse | void>
  readonly deliver: QueueFunction
  readonly notify: QueueFunction
  readonly jobs: QueueFunction
  readonly tick: LambdaFunction<ScheduledEvent, void>
}

/** Every function by the name of its entry point. */
export type LocalFunctions = HttpFunctions & SourceFunctions

/** The functions in this process, all on the same parts. */
export const functionsInProcess = (wired: Wired, assets: Assets): LocalFunctions => ({
  webhook: createWebhook(wired),
  inbound: createInbound(wired),
  project: createProject(wired),
  deliver: createDeliver(wired),
  notify: createNotify(wired),
  jobs: createJobs(wired),
  api: createApi({ ...wired, assets }),
  tick: createTick(wired),
})
