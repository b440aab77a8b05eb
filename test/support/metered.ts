import { memoryObjects } from './memory-objects.ts'
import { ordinarySandbox } from '../../adapters/testing/world.ts'
import { paginateScan } from '@aws-sdk/client-dynamodb'
import type { ScheduledEvent, SQSEvent, SQSRecord } from 'aws-lambda'
import { fetchFrom, type Sandbox } from '../../adapters/sandbox.ts'
import { sandbox as smsSandbox } from '../../adapters/sms/sandbox.ts'
import { sandbox as whatsappSandbox } from '../../adapters/whatsapp/sandbox.ts'
import type { Queues } from '../../core/ports.ts'
import { createApi } from '../../functions/api.ts'
import { createDeliver } from '../../functions/deliver.ts'
import { createProject } from '../../functions/project.ts'
import { createTick } from '../../functions/tick.ts'
import { createWebhook } from '../../functions/webhook.ts'
import { wire } from '../../functions/wire.ts'
import { accountsOf } from '../../local/accounts.ts'
import { matches } from '../../local/engine/filter.ts'
import type { MeteredRequest } from '../../local/engine/meter.ts'
import { itemBytes } from '../../local/engine/size.ts'
import type { StreamRecord } from '../../local/engine/stream.ts'
import { type FunctionName, PROJECTED } from '../../functions/aws/shape.ts'
import config from '../../parley.config.ts'
import { testEngine } from './engine.ts'
import { httpEvent } from './http-event.ts'
import { virtualClock } from './virtual-clock.ts'

const API_KEY = 'prl_test_key'
const ENVIRONMENT = {
  PARLEY_DEPLOY_KEY: 'a deploy key for tests, which is long enough',
  PARLEY_PUBLIC_URL: 'https://parley.example',
  PARLEY_SANDBOX_URL: 'https://sandbox.example',
  PARLEY_TABLE: 'parley',
  PARLEY_WAKE_QUEUE_URL: 'https://queue.example/wake.fifo',
  PARLEY_NOTIFY_QUEUE_URL: 'https://queue.test/notify.fifo',
  PARLEY_SPILL_QUEUE_URL: 'https://queue.example/spill',
  PARLEY_JOB_QUEUE_URL: 'https://queue.example/job',
  PARLEY_BUCKET: 'parley-files',
  PARLEY_API_KEY: API_KEY,
  AWS_REGION: 'local',
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
  WHATSAPP_APP_SECRET: 'app-secret',
  WHATSAPP_VERIFY_TOKEN: 'verify-token',
  WHATSAPP_ACCESS_TOKEN: 'access-token',
  TWILIO_ACCOUNT_SID: 'AC00000000000000000000000000000001',
  TWILIO_AUTH_TOKEN: 'auth-token',
}

/** What was asked of AWS beside the table, since it was opened. */
export interface Counts {
  /** Invocations of each function. */
  readonly calls: Readonly<Partial<Record<FunctionName, number>>>
  /** Messages put into queues. */
  readonly queued: number
}

/** The deployed functions over the local engine, moved by hand, with every request to the table told. */
export interface Metered {
  /** What the table was asked while this ran. */
  requestsOf(run: () => Promise<unknown>): Promise<readonly MeteredRequest[]>
  /** Makes a customer write. Resolves once the webhook is acknowledged. */
  customer(channel: string, action: object): Promise<void>
  /** Calls the API and answers the body of its answer. */
  api<T>(method: 'GET' | 'POST', url: string, body?: object, headers?: Record<string, string>): Promise<T>
  /** Hands on everything in the stream, one record at a time: as dear as it can get. */
  project(): Promise<void>
  /** Works the wake-ups there are. The claim of a send is projected before the provider answers. */
  deliver(): Promise<void>
  /** Delivers the next webhook that a provider has put off, such as a receipt. False: there is none. */
  nextWebhook(): Promise<boolean>
  /** Runs the schedule once, as it is run every minute. */
  tick(): Promise<void>
  counts(): Counts
  /** Bytes of all items of the table, as DynamoDB counts them; their copies in indexes are not among them. */
  bytes(): Promise<number>
  close(): Promise<void>
}

const wakeUps = (conversations: readonly string[]): SQSEvent => ({
  Records: conversations.map((conversation, index) => ({
    messageId: `wake-${index}`,
    receiptHandle: `handle-${index}`,
    body: JSON.stringify({ v: 1, conversation }),
    attributes: { MessageGroupId: conversation } as SQSRecord['attributes'],
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: '',
    awsRegion: '',
  })),
})

export const openMetered = async (): Promise<Metered> => {
  const { engine, table, close } = await testEngine()
  const clock = virtualClock()
  const woken = new Set<string>()
  const putOff: (() => Promise<void>)[] = []
  let nonces = 0
  const nonce = (): string => `nonce-${String((nonces += 1)).padStart(28, '0')}`

  const calls: Partial<Record<FunctionName, number>> = {}
  const called = (name: FunctionName): void => {
    calls[name] = (calls[name] ?? 0) + 1
  }
  let queued = 0
  const queues: Queues = {
    wake: async (conversation) => {
      queued += 1
      woken.add(conversation)
    },
    job: async () => void (queued += 1),
    notify: async () => void (queued += 1),
    spill: async () => {
      throw new Error('nothing should be spilled')
    },
  }
  const providers = new Map<string, Sandbox>()
  const wired = wire(config, ENVIRONMENT, {
    table,
    queues,
    objects: memoryObjects(),
    now: clock.now,
    nonce,
    random: () => 0.5,
    log: () => undefined,
    fetch: async (input, init) => {
      await project()
      const url = new URL(input instanceof Request ? input.url : input)
      const [, channel = ''] = url.pathname.split('/')
      const api = providers.get(channel)?.api
      if (api === undefined) throw new Error(`no provider at ${url.host}`)
      return fetchFrom(api)(`${url.origin}${url.pathname.slice(channel.length + 1)}${url.search}`, init)
    },
  })
  const [webhook, projectFunction, deliver, api, tick] = [
    createWebhook(wired),
    createProject(wired),
    createDeliver(wired),
    createApi(wired),
    createTick(wired),
  ]

  const accounts = accountsOf(config, ENVIRONMENT, ENVIRONMENT.PARLEY_PUBLIC_URL)
  for (const factory of [whatsappSandbox, smsSandbox]) {
    const { channel } = factory
    const sandbox = factory.create({
      accounts: accounts.filter((account) => account.channel === channel),
      now: clock.now,
      nonce,
      later: (_, run) => void putOff.push(run),
      ...ordinarySandbox,
      deliver: async ({ connection, method, suffix, headers, body }) => {
        const url = `/webhooks/${channel}/${connection}${suffix}`
        called('webhook')
        const { statusCode = 500 } = await webhook(httpEvent({ method, url, headers, body }))
        if (statusCode !== 200) throw new Error(`the webhook was answered with ${statusCode}`)
        return statusCode
      },
    })
    providers.set(channel, sandbox)
  }

  const positions = new Map<number, string>()
  const nextRecord = async (): Promise<StreamRecord | undefined> => {
    for (let shard = 0; shard < engine.stream.shards; shard += 1) {
      const [record] = await engine.stream.read(shard, positions.get(shard), 1)
      if (record === undefined) continue
      positions.set(shard, record.dynamodb.SequenceNumber)
      return record
    }
    return undefined
  }
  const project = async (): Promise<void> => {
    for (let record = await nextRecord(); record; record = await nextRecord()) {
      if (!matches(PROJECTED, record)) continue
      called('project')
      const { batchItemFailures } = await projectFunction({ Records: [record] })
      if (batchItemFailures.length > 0) throw new Error('a record could not be projected')
    }
  }

  return {
    requestsOf: async (run) => {
      const requests: MeteredRequest[] = []
      const stop = engine.meter.onRequest((request) => requests.push(request))
      await run()
      stop()
      return requests
    },
    customer: async (channel, action) => {
      // A message every few seconds: people do not write in the same instant.
      await clock.advance(2000)
      await providers.get(channel)?.customer(action)
    },
    api: async (method, url, body, headers = {}) => {
      await clock.advance(500)
      const event = httpEvent({
        method,
        url,
        headers: { authorization: `Bearer ${API_KEY}`, 'content-type': 'application/json', ...headers },
        ...(body && { body: JSON.stringify(body) }),
      })
      called('api')
      const { statusCode = 500, body: answer = '' } = await api(event)
      if (statusCode >= 300) throw new Error(`${method} ${url}: ${statusCode} ${answer}`)
      return JSON.parse(answer) as never
    },
    project,
    deliver: async () => {
      const conversations = [...woken]
      woken.clear()
      if (conversations.length > 0) called('deliver')
      const { batchItemFailures } = await deliver(wakeUps(conversations))
      if (batchItemFailures.length > 0) throw new Error('a wake-up could not be worked')
    },
    nextWebhook: async () => {
      const run = putOff.shift()
      if (run === undefined) return false
      await clock.advance(1000)
      await run()
      return true
    },
    tick: async () => {
      called('tick')
      await tick({} as ScheduledEvent)
    },
    counts: () => ({ calls: { ...calls }, queued }),
    bytes: async () => {
      let sum = 0
      for await (const { Items = [] } of paginateScan({ client: engine.client }, { TableName: engine.tableName }))
        for (const item of Items) sum += itemBytes(item)
      return sum
    },
    close,
  }
}
