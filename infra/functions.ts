import type { Stack } from 'aws-cdk-lib'
import { CfnFunction } from 'aws-cdk-lib/aws-lambda'
import { CfnLogGroup } from 'aws-cdk-lib/aws-logs'
import { Asset } from 'aws-cdk-lib/aws-s3-assets'
import type { Deployment } from '../adapters/deployment.ts'
import { FUNCTIONS, type FunctionName, TIMEOUT_SECONDS } from '../functions/aws/shape.ts'
import { pascal } from './policies.ts'
import { addRole, secretsPath, type Store } from './roles.ts'

/**
 * MB of each function, which are its share of a processor too: 1769 MB are a whole one. Started, each has 66 to 86 MB in use
 * (Node's own 41 among them) and has cost 90 to 260 ms of a processor, which Lambda gives in full while it starts.
 * What comes after is what the sizes are for.
 */
const MEMORY_MB: Readonly<Record<FunctionName, number>> = {
  // A request of 6 MB as text, bytes and JSON is 40 MB; a signature and a parse must not take a provider's patience.
  webhook: 512,
  // A mail of 40 MB, the largest SES takes, as bytes, text and decoded parts.
  inbound: 1024,
  // A batch of 100 records, eight partitions at a time; the longer it takes, the later a message shows.
  project: 512,
  // A mail of 40 MB is in memory as bytes, base64 and JSON while it is sent.
  deliver: 1024,
  // Waits for others most of the time, with an event of 20 KB in hand.
  notify: 256,
  // A file of 100 MB streams through within 256 MB (test/local/media-memory.test.ts); twice that, for two idle generations of buffers.
  jobs: 512,
  // Loads the whole API with its document: the slowest start, which people wait for.
  api: 1024,
  // Some queries a minute.
  tick: 256,
}

export interface StackFunction {
  readonly fn: CfnFunction
  readonly log: CfnLogGroup
}
export type StackFunctions = Readonly<Record<FunctionName, StackFunction>>

export interface FunctionsProps extends Store {
  readonly deployment: Deployment
  readonly publicUrl: string
  /** Folder of a function's bundle. */
  readonly bundle: (name: FunctionName) => string
}

const environment = (stack: Stack, { deployment, publicUrl, table, bucket, queues }: FunctionsProps) => ({
  PARLEY_PUBLIC_URL: publicUrl,
  PARLEY_TABLE: table.ref,
  PARLEY_BUCKET: bucket.ref,
  PARLEY_WAKE_QUEUE_URL: queues.wake.queue.ref,
  PARLEY_NOTIFY_QUEUE_URL: queues.notify.queue.ref,
  PARLEY_JOB_QUEUE_URL: queues.job.queue.ref,
  PARLEY_SPILL_QUEUE_URL: queues.spill.queue.ref,
  PARLEY_INBOUND_QUEUES: stack.toJsonString(
    Object.fromEntries(Object.entries(queues.inbound).map(([route, { queue }]) => [queue.attrArn, route])),
  ),
  PARLEY_SECRETS_PATH: secretsPath(deployment.name),
  PARLEY_RAW_TTL_MS: String(deployment.retention.rawDays * 86_400_000),
  NODE_OPTIONS: '--enable-source-maps',
})

/** The functions: one bundle, one role, one log each. */
export const addFunctions = (stack: Stack, props: FunctionsProps): StackFunctions => {
  const { deployment, bundle } = props
  const variables = environment(stack, props)
  const add = (name: FunctionName): StackFunction => {
    const id = pascal(name)
    const functionName = `${deployment.name}-${name}`
    const log = new CfnLogGroup(stack, `${id}Log`, {
      logGroupName: `/aws/lambda/${functionName}`,
      retentionInDays: deployment.logDays,
    })
    const role = addRole(stack, deployment, props, log, name)
    const code = new Asset(stack, `${id}Bundle`, { path: bundle(name) })
    const fn = new CfnFunction(stack, `${id}Function`, {
      functionName,
      description: `Parley: functions/handlers/${name}.ts`,
      runtime: 'nodejs24.x',
      architectures: ['arm64'],
      handler: 'index.handler',
      code: { s3Bucket: code.s3BucketName, s3Key: code.s3ObjectKey },
      role: role.attrArn,
      memorySize: MEMORY_MB[name],
      timeout: TIMEOUT_SECONDS[name],
      environment: { variables },
      loggingConfig: { logGroup: log.ref, logFormat: 'Text' },
      ...(name === 'webhook' && deployment.webhookConcurrency !== false
        ? { reservedConcurrentExecutions: deployment.webhookConcurrency }
        : {}),
    })
    code.addResourceMetadata(fn, 'Code')
    return { fn, log }
  }
  return Object.fromEntries(FUNCTIONS.map((name) => [name, add(name)])) as unknown as StackFunctions
}
