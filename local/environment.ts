import type { Environment } from '../functions/wire.ts'
import type { Secrets } from './secrets.ts'

/**
 * The gateway's times where the environment does not say otherwise, shorter than in the cloud: one person waits for
 * one process, and a claim that a crash left behind should not keep them waiting.
 */
const TIMES = { PARLEY_SEND_TIMEOUT_MS: '8000', PARLEY_LEASE_MS: '12000' }

export interface LocalServices {
  readonly publicUrl: string
  readonly sandboxUrl: string
  readonly tableName: string
  readonly sqsEndpoint: string
  readonly wakeQueueUrl: string
  readonly notifyQueueUrl: string
  readonly spillQueueUrl: string
  readonly jobQueueUrl: string
  readonly s3Endpoint: string
  readonly bucket: string
  /** `channel/connection` by the ARN of its queue. */
  readonly inboundQueues: Readonly<Record<string, string>>
}

/**
 * The environment as Lambda would have it. Of the caller's own, what is Parley's and the configured secrets count;
 * nothing of AWS does, so that nobody's real account is ever touched.
 */
export const createEnvironment = (secrets: Secrets, services: LocalServices, caller: Environment): Environment => ({
  ...TIMES,
  ...secrets,
  PARLEY_PUBLIC_URL: services.publicUrl,
  ...Object.fromEntries(
    Object.entries(caller).filter(
      ([name, value]) => value && (name.startsWith('PARLEY_') || Object.hasOwn(secrets, name)),
    ),
  ),
  PARLEY_SANDBOX_URL: services.sandboxUrl,
  PARLEY_TABLE: services.tableName,
  PARLEY_WAKE_QUEUE_URL: services.wakeQueueUrl,
  PARLEY_NOTIFY_QUEUE_URL: services.notifyQueueUrl,
  PARLEY_SPILL_QUEUE_URL: services.spillQueueUrl,
  // Who develops a helpdesk runs it beside the gateway.
  PARLEY_LOOPBACK_ENDPOINTS: 'yes',
  PARLEY_JOB_QUEUE_URL: services.jobQueueUrl,
  PARLEY_BUCKET: services.bucket,
  PARLEY_INBOUND_QUEUES: JSON.stringify(services.inboundQueues),
  AWS_REGION: 'local',
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
  AWS_ENDPOINT_URL_SQS: services.sqsEndpoint,
  AWS_ENDPOINT_URL_S3: services.s3Endpoint,
})
