import { SendMessageCommand } from '@aws-sdk/client-sqs'
import { checkConfig, type ParleyConfig } from '../adapters/config.ts'
import type { Log } from '../core/ports.ts'
import { sqsClient } from '../functions/aws/clients.ts'
import { createTable } from '../functions/aws/table.ts'
import { errorFields } from '../functions/log.ts'
import { type Environment, wire, type Wired } from '../functions/wire.ts'
import { accountsOf, type LocalAccount } from './accounts.ts'
import { localAssets } from './console.ts'
import { type DataPaths, dataPaths, makeDataDir, removeData } from './data.ts'
import { type Engine, openEngine } from './engine/engine.ts'
import { BUCKET, DEFAULT_QUEUES, inboundQueue, openQueues, type LocalQueue, type LocalQueues } from './engine/queues.ts'
import { createEnvironment } from './environment.ts'
import { functionsInProcess } from './functions.ts'
import { createLocalApp } from './http/app.ts'
import { listen, type Listening } from './http/server.ts'
import type { Bundles } from './lambda/bundles.ts'
import { startDeployed } from './lambda/start.ts'
import { findLeftovers, type Leftovers } from './leftovers.ts'
import type { StartOptions } from './options.ts'
import { greeting } from './sandbox/actions.ts'
import { refusable } from './sandbox/fetch.ts'
import { openSandboxes, postTo } from './sandbox/sandboxes.ts'
import type { SignIn } from '../core/schema/person.ts'
import { loadSecrets, StartError } from './secrets.ts'
import { createLocalSignIn } from './sign-in.ts'
import { startSources } from './sources.ts'

export interface GatewayOptions extends StartOptions {
  readonly config: ParleyConfig
  /** The caller's environment: what it sets of Parley's settings and secrets counts. */
  readonly env: Environment
  readonly log: Log
  /** An address of AWS as the functions in processes see it: who wants to see their requests listens in between. */
  readonly awsThrough?: (endpoint: string) => Promise<string>
}

export interface Gateway {
  readonly url: string
  readonly apiKey: string
  readonly accounts: readonly LocalAccount[]
  /** For each channel of the sandbox, how a customer says hello. */
  readonly greetings: ReadonlyMap<string, object>
  /** What this start found undone, and went on with. */
  readonly found: Leftovers
  /** The functions' processes, where they have their own. */
  readonly bundles: Bundles | undefined
  /** Makes a one-time link for the person at this machine, an admin. */
  signIn(): Promise<SignIn>
  /** Finishes what is in hand. What waits goes on with the next start. */
  close(): Promise<void>
}

const open = ({ table }: DataPaths, log: Log): Promise<Engine> =>
  openEngine({ dir: table, onError: (error) => log('engine_failed', errorFields(error)) })

/** Whether another process has the table: LevelDB locks it for one. */
const isInUse = (error: unknown): boolean => {
  for (let cause = error; cause instanceof Error; cause = cause.cause)
    if ((cause as NodeJS.ErrnoException).code === 'LEVEL_LOCKED') return true
  return false
}

const refusal = ({ table }: DataPaths, error: unknown): StartError =>
  new StartError(
    isInUse(error)
      ? `${table} is in use: another Parley runs on it. Stop it, or take another directory with --dir.`
      : `${table} cannot be opened. If it is damaged, begin anew with --fresh.`,
  )

const openData = (paths: DataPaths, log: Log): Promise<Engine> =>
  open(paths, log).catch((error: unknown) => {
    throw refusal(paths, error)
  })

/** Opening it first shows that nobody uses what is to be removed. What cannot be opened because it is damaged goes too. */
const removeUnused = async (paths: DataPaths, log: Log): Promise<void> => {
  try {
    await (await open(paths, log)).close()
  } catch (error) {
    if (isInUse(error)) throw refusal(paths, error)
  }
  removeData(paths)
}

/** What providers write into the shop's own account: queues of connections, and the bucket. */
const cloudOf = (wired: Wired, env: Environment, inbound: Readonly<Record<string, LocalQueue>>) => {
  const client = sqsClient(env)
  return {
    enqueue: async (route: string, body: string): Promise<void> => {
      const queue = inbound[route]
      if (queue === undefined) throw new Error(`the connection ${route} has no queue`)
      await client.send(new SendMessageCommand({ QueueUrl: queue.url, MessageBody: body }))
    },
    store: async (key: string, body: Uint8Array): Promise<string> => {
      await wired.ctx.objects.put(key, body, { contentType: 'application/octet-stream' })
      return wired.bucket
    },
  }
}

/** Queues of the connections that have one of their own, by `channel/connection`. */
const queueFed = (config: ParleyConfig) =>
  Object.fromEntries(
    checkConfig(config)
      .connections.filter(({ adapter, config: own }) => adapter.usesQueue?.(own))
      .map(({ adapter: { channel }, name }) => [`${channel}/${name}`, inboundQueue(channel, name)]),
  )

const assemble = async (http: Listening, options: GatewayOptions): Promise<Gateway> => {
  const { config, log } = options
  const url = `http://127.0.0.1:${http.port}`
  const paths = dataPaths(options.dir)
  makeDataDir(paths)
  if (options.fresh) await removeUnused(paths, log)
  const secrets = loadSecrets(paths, config.connections)
  const engine = await openData(paths, log)
  const fed = queueFed(config)
  const queues = await openQueues<string>({ dir: paths.queues, queues: { ...DEFAULT_QUEUES, ...fed } })
  const { wake, notify, spill, job, ...inbound } = queues.queues as LocalQueues<keyof typeof DEFAULT_QUEUES>['queues'] &
    Readonly<Record<string, LocalQueue>>
  const table = createTable({ client: engine.client, tableName: engine.tableName })
  const env = createEnvironment(
    secrets,
    {
      publicUrl: url,
      sandboxUrl: options.sandboxUrl ?? `${url}/sandbox`,
      tableName: engine.tableName,
      sqsEndpoint: queues.endpoint,
      wakeQueueUrl: wake.url,
      notifyQueueUrl: notify.url,
      spillQueueUrl: spill.url,
      jobQueueUrl: job.url,
      s3Endpoint: queues.s3Endpoint,
      bucket: BUCKET,
      inboundQueues: Object.fromEntries(Object.entries(inbound).map(([route, { arn }]) => [arn, route])),
    },
    options.env,
  )
  const wired = wire(config, env, { table, log, fetch: refusable(globalThis.fetch) })
  const apiKey = wired.apiKeys[0] ?? ''
  const accounts = accountsOf(config, env, wired.publicUrl)
  const sandboxes =
    options.sandboxUrl === undefined
      ? await openSandboxes({ config, accounts, post: postTo(url), ...cloudOf(wired, env, inbound), log })
      : undefined
  const found = await findLeftovers(engine, table)
  const { bundles: dir, awsThrough } = options
  const bundles =
    dir === undefined
      ? undefined
      : await startDeployed({ dir, config, env, dynamoEndpoint: await engine.listen(), awsThrough, log })
  const functions = bundles?.functions ?? functionsInProcess(wired, localAssets({ log }))
  const sources = startSources({
    functions,
    engine,
    queues: { wake, notify, spill, job },
    inbound,
    env,
    failedDir: paths.failed,
    log,
  })
  const signIn = createLocalSignIn(wired.ctx)
  const app = createLocalApp({ ...functions, apiKey, accounts, found, sandboxes, signIn, log })
  http.answer((request, bindings) => app.fetch(request, bindings))

  return {
    url,
    apiKey,
    accounts,
    greetings: new Map(Array.from(sandboxes?.byChannel ?? [], ([channel, { input }]) => [channel, greeting(input)])),
    found,
    bundles,
    signIn,
    close: async () => {
      // Sends in hand may be on their way to the sandbox here: it answers until they are through.
      await Promise.all(sources.map((source) => source.stop()))
      sandboxes?.close()
      await http.close()
      await bundles?.end()
      await queues.close()
      await engine.close()
    },
  }
}

/** Runs the deployed functions on this machine, with stand-ins for what is around them. Throws {@link StartError}. */
export const openGateway = async (options: GatewayOptions): Promise<Gateway> => {
  const http = await listen(options.port)
  try {
    return await assemble(http, options)
  } catch (error) {
    await http.close()
    throw error
  }
}
