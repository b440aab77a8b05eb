import { randomUUID } from 'node:crypto'
import { deflateSync, inflateSync } from 'node:zlib'
import { DEFAULT_SETTINGS, type Context, type Settings } from '../core/context.ts'
import type { RateLimit } from '../core/keys/limit.ts'
import type { Sender } from '../core/send/sender.ts'
import { createOnEvent } from '../core/webhooks/wake.ts'
import { createHide, createQueues } from './aws/queues.ts'
import { createAccess } from './aws/access.ts'
import { dynamoClient, sqsClient } from './aws/clients.ts'
import { lateObjects } from './aws/late-objects.ts'
import { createTable } from './aws/table.ts'
import { checkConfig, type ParleyConfig } from '../adapters/config.ts'
import { createConnections, type Connections, type SecretStore } from './connections.ts'
import { createCredentials } from './credentials.ts'
import { createDirectory } from './directory.ts'
import { createHash } from './hash.ts'
import { jsonLog } from './log.ts'
import { rateLimitOf } from './rate-limit.ts'
import { createEndpoints, type Endpoints } from './outgoing/endpoints.ts'
import { latePublicFetch } from './outgoing/late-public-fetch.ts'

export type Environment = Readonly<Record<string, string | undefined>>

/** Everything a function stands on. Tests and the local mode replace single parts. */
export interface Wired {
  readonly ctx: Context
  readonly connections: Connections
  readonly send: Sender
  readonly endpoints: Endpoints
  readonly publicUrl: string
  /** Name of the bucket behind `ctx.objects`. */
  readonly bucket: string
  /** Queues of single connections: `channel/connection` by the queue's ARN. */
  readonly inboundQueues: Readonly<Record<string, string>>
  readonly apiKeys: readonly string[]
  /** What one API key may ask. */
  readonly rateLimit: RateLimit
  readonly hide: (receiptHandle: string, seconds: number) => Promise<void>
}

export interface Overrides extends Partial<Pick<Context, 'table' | 'queues' | 'objects' | 'now' | 'random' | 'log'>> {
  readonly settings?: Partial<Settings>
  readonly fetch?: typeof globalThis.fetch
  readonly fetchPublic?: typeof globalThis.fetch
  readonly nonce?: () => string
}

const required = (env: Environment, name: string): string => {
  const value = env[name]
  if (value === undefined || value === '') throw new Error(`the environment variable ${name} is not set`)
  return value
}

const listOf = (env: Environment, name: string): string[] =>
  [env[name], env[`${name}_PREVIOUS`]].filter((value) => value !== undefined && value !== '') as string[]

const SETTINGS: Readonly<Record<keyof Settings, string>> = {
  sendTimeoutMs: 'PARLEY_SEND_TIMEOUT_MS',
  leaseMs: 'PARLEY_LEASE_MS',
  settleMs: 'PARLEY_SETTLE_MS',
  wakeGraceMs: 'PARLEY_WAKE_GRACE_MS',
  validMs: 'PARLEY_VALID_MS',
  probeMs: 'PARLEY_PROBE_MS',
  fetchTimeoutMs: 'PARLEY_FETCH_TIMEOUT_MS',
  rawTtlMs: 'PARLEY_RAW_TTL_MS',
}

const settingsOf = (env: Environment, overrides: Partial<Settings> = {}): Settings => {
  const given = Object.entries(SETTINGS)
    .filter(([, name]) => env[name] !== undefined)
    .map(([key, name]) => {
      const ms = Number(env[name])
      if (!Number.isFinite(ms) || ms <= 0) throw new Error(`${name} must be a positive number of milliseconds`)
      return [key, ms] as const
    })
  const settings = { ...DEFAULT_SETTINGS, ...Object.fromEntries(given), ...overrides }
  if (settings.sendTimeoutMs >= settings.leaseMs)
    throw new Error('PARLEY_LEASE_MS must be longer than PARLEY_SEND_TIMEOUT_MS: a claim must outlast its request')
  return settings
}

/** Deflated, in base64: what webhooks say shrinks to a tenth. */
const pack = (text: string): string => `deflate:${deflateSync(text).toString('base64')}`

const unpack = (packed: string): string =>
  inflateSync(Buffer.from(packed.replace(/^deflate:/, ''), 'base64')).toString()

/** Puts the parts together from a config and an environment. */
export const wire = (config: ParleyConfig, env: Environment, overrides: Overrides = {}): Wired => {
  const checked = checkConfig(config)
  const directory = createDirectory(checked)
  const hash = createHash(env['PARLEY_DEPLOY_KEY'] ?? '')
  const now = overrides.now ?? Date.now
  const nonce = overrides.nonce ?? randomUUID
  const publicUrl = required(env, 'PARLEY_PUBLIC_URL').replace(/\/+$/, '')
  const secrets: SecretStore = (name) => listOf(env, name)
  const sqs = sqsClient(env)
  const queueUrl = required(env, 'PARLEY_WAKE_QUEUE_URL')
  const capabilities = new Map(
    checked.connections.flatMap(({ adapter, config: own, accounts }) => {
      const under = adapter.capabilitiesFor?.(own) ?? adapter.capabilities
      // Those of the channel stand for an account that is not configured any more.
      return [
        [adapter.channel, under] as const,
        ...accounts.map(({ id }) => [`${adapter.channel} ${id}`, under] as const),
      ]
    }),
  )
  const table = overrides.table ?? createTable({ client: dynamoClient(env), tableName: required(env, 'PARLEY_TABLE') })
  const bucket = required(env, 'PARLEY_BUCKET')
  const objects = overrides.objects ?? lateObjects(env, bucket)
  const queues =
    overrides.queues ??
    createQueues({
      client: sqs,
      wakeQueueUrl: queueUrl,
      notifyQueueUrl: required(env, 'PARLEY_NOTIFY_QUEUE_URL'),
      spillQueueUrl: required(env, 'PARLEY_SPILL_QUEUE_URL'),
      jobQueueUrl: required(env, 'PARLEY_JOB_QUEUE_URL'),
      objects,
      hash,
    })
  const log = overrides.log ?? jsonLog((line) => process.stdout.write(`${line}\n`))
  const ctx: Context = {
    table,
    objects,
    queues,
    directory,
    capabilities: (channel, account) => capabilities.get(`${channel} ${account}`) ?? capabilities.get(channel),
    looksUp: (channel, connection) => connections.find(channel, connection)?.profile !== undefined,
    publicUrl,
    hash,
    now,
    random: overrides.random ?? Math.random,
    nonce,
    pack,
    unpack,
    log,
    onEvent: createOnEvent({ table, queues, now, log }),
    settings: settingsOf(env, overrides.settings),
  }
  const fetch = overrides.fetch ?? globalThis.fetch
  const fetchPublic =
    overrides.fetchPublic ??
    // On one machine the sandbox and the object store are as far inside as can be.
    latePublicFetch({
      allow: [env['PARLEY_SANDBOX_URL'], env['AWS_ENDPOINT_URL_S3']].filter((url) => url !== undefined),
    })
  const connections = createConnections(checked, {
    fetch,
    fetchPublic,
    aws: createAccess(env['AWS_REGION'] ?? '', sqs.config.credentials),
    credentials: (channel, connection) =>
      createCredentials({ table, hash, deployKey: env['PARLEY_DEPLOY_KEY'] ?? '' }, channel, connection),
    now,
    nonce,
    publicUrl,
    secrets,
    directory,
    sandboxUrl: env['PARLEY_SANDBOX_URL'],
  })
  return {
    ctx,
    connections,
    send: connections.send,
    endpoints: createEndpoints({ hash, now, fetchPublic, loopback: env['PARLEY_LOOPBACK_ENDPOINTS'] === 'yes' }),
    publicUrl,
    bucket,
    inboundQueues: JSON.parse(env['PARLEY_INBOUND_QUEUES'] ?? '{}') as Record<string, string>,
    apiKeys: listOf(env, 'PARLEY_API_KEY'),
    rateLimit: rateLimitOf(env),
    hide: createHide(sqs, queueUrl),
  }
}

/** What Lambda gives the process. */
export const lambdaEnvironment = (): Environment => process.env
