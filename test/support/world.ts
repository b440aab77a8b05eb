import { memoryObjects, type MemoryObjects } from './memory-objects.ts'
import type { ParleyConfig } from '../../adapters/config.ts'
import { whatsapp } from '../../adapters/whatsapp/index.ts'
import type { ActionOutcome, ChannelAction } from '../../core/act.ts'
import type { Context, Settings } from '../../core/context.ts'
import type { Item, Queues, SpilledRequest, Table } from '../../core/ports.ts'
import { recordFacts } from '../../core/record.ts'
import { projectItem } from '../../core/project/project.ts'
import type { InboundFact, MessageFact, ReceiptFact } from '../../core/schema/fact.ts'
import { deliver } from '../../core/send/deliver.ts'
import type { OutboundPart, SendOutcome } from '../../core/send/sender.ts'
import { PROJECTED_SORT_KEYS } from '../../core/store/keys.ts'
import type { Connections } from '../../functions/connections.ts'
import { wire, type Wired } from '../../functions/wire.ts'
import { createMemoryTable, type MemoryTable, type MemoryTableOptions } from './memory-table.ts'
import { virtualClock, type VirtualClock } from './virtual-clock.ts'

export const SHOP = 'shp_default'
export const ACCOUNT = '100000000000001'
export const PRINCIPAL = { name: 'key_test', shop: SHOP }

export const CONFIG: ParleyConfig = {
  shops: [
    { id: SHOP, name: 'Shop' },
    { id: 'shp_other', name: 'Other' },
  ],
  connections: [
    {
      adapter: whatsapp,
      name: 'main',
      secrets: { appSecret: 'APP_SECRET', verifyToken: 'VERIFY_TOKEN', accessToken: 'ACCESS_TOKEN' },
      accounts: [
        { id: ACCOUNT, shop: SHOP },
        { id: '100000000000002', shop: 'shp_other' },
        { id: '100000000000003', shop: SHOP, onUnknown: 'resend' },
      ],
    },
  ],
}

export const ENVIRONMENT = {
  PARLEY_DEPLOY_KEY: 'a deploy key for tests, which is long enough',
  PARLEY_PUBLIC_URL: 'https://parley.test',
  PARLEY_TABLE: 'parley',
  PARLEY_WAKE_QUEUE_URL: 'https://queue.test/wake.fifo',
  PARLEY_NOTIFY_QUEUE_URL: 'https://queue.test/notify.fifo',
  PARLEY_SPILL_QUEUE_URL: 'https://queue.test/spill',
  PARLEY_JOB_QUEUE_URL: 'https://queue.test/job',
  PARLEY_BUCKET: 'parley-files',
  PARLEY_API_KEY: 'prl_test_key',
  AWS_REGION: 'eu-central-1',
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  APP_SECRET: 'app-secret-1',
  VERIFY_TOKEN: 'verify-1',
  ACCESS_TOKEN: 'access-1',
}

export interface World {
  readonly ctx: Context
  readonly wired: Wired
  readonly clock: VirtualClock
  readonly table: Table & Partial<Pick<MemoryTable, 'all'>>
  /** Sends as the provider saw them. */
  readonly sent: OutboundPart[]
  readonly spilled: SpilledRequest[]
  /** Jobs that were woken. */
  readonly jobs: string[]
  readonly objects: MemoryObjects
  readonly logs: { event: string; [field: string]: unknown }[]
  /** What the next sends come to; accepted with a new id when there is nothing here. */
  readonly outcomes: (SendOutcome | ((part: OutboundPart) => SendOutcome | Promise<SendOutcome>))[]
  /** What customers were shown, where the channel can; and what the next come to, done when there is nothing here. */
  readonly acted: ChannelAction[]
  readonly actOutcomes: ActionOutcome[]
  /** Changed facts nobody has projected yet. */
  readonly stream: { pk: string; sk: string }[]
  readonly woken: { conversation: string; cause: string }[]
  /** Webhook endpoints that were woken. */
  readonly notified: { endpoint: string; cause: string }[]
  record(facts: readonly InboundFact[], channel?: string): Promise<void>
  project(): Promise<void>
  deliver(): Promise<void>
  /** Projects and delivers until nothing is left to do now. */
  settle(): Promise<void>
}

export interface WorldOptions {
  readonly config?: ParleyConfig
  readonly settings?: Partial<Settings>
  readonly memory?: Omit<MemoryTableOptions, 'onChange'>
  readonly environment?: Readonly<Record<string, string>>
  /** What adapters speak to their providers with, instead of the global one. */
  readonly fetch?: typeof globalThis.fetch
  /** Instead of the guarded one, which connects to public addresses alone. */
  readonly fetchPublic?: typeof globalThis.fetch
  /** Sends go through the configured adapters and the global fetch, instead of into `sent`. */
  readonly throughAdapters?: boolean
}

/** All use cases over a table in memory, a virtual clock, and queues and a provider that are lists. */
export const createWorld = (options: WorldOptions = {}): World => {
  const clock = virtualClock()
  const stream: { pk: string; sk: string }[] = []
  const woken: { conversation: string; cause: string }[] = []
  const notified: World['notified'] = []
  const spilled: SpilledRequest[] = []
  const jobs: string[] = []
  const objects = memoryObjects()
  const logs: World['logs'] = []
  const sent: OutboundPart[] = []
  const outcomes: World['outcomes'] = []
  const acted: ChannelAction[] = []
  const actOutcomes: ActionOutcome[] = []
  const table = createMemoryTable({
    ...options.memory,
    onChange: ({ key, after }) => {
      if (after && PROJECTED_SORT_KEYS.includes(key.sk)) stream.push({ pk: key.pk, sk: key.sk })
    },
  })
  const queues: Queues = {
    wake: async (conversation, cause) => {
      if (!woken.some((wake) => wake.conversation === conversation && wake.cause === cause))
        woken.push({ conversation, cause })
    },
    spill: async (request) => {
      spilled.push(request)
    },
    job: async (id) => void jobs.push(id),
    notify: async (endpoint, cause) => {
      if (!notified.some((wake) => wake.endpoint === endpoint && wake.cause === cause))
        notified.push({ endpoint, cause })
    },
  }
  let ids = 0
  const send = async (part: OutboundPart): Promise<SendOutcome> => {
    sent.push(part)
    const next = outcomes.shift() ?? { kind: 'accepted', providerId: `wamid.out-${++ids}` }
    return typeof next === 'function' ? next(part) : next
  }
  const base = wire(
    options.config ?? CONFIG,
    { ...ENVIRONMENT, ...options.environment },
    {
      table,
      queues,
      objects,
      now: clock.now,
      random: () => 0.5,
      log: (event, fields) => logs.push({ event, ...fields }),
      ...(options.settings ? { settings: options.settings } : {}),
      ...(options.fetch ? { fetch: options.fetch } : {}),
      ...(options.fetchPublic ? { fetchPublic: options.fetchPublic } : {}),
    },
  )
  const act = async (action: ChannelAction): Promise<ActionOutcome> => {
    acted.push(action)
    return actOutcomes.shift() ?? { kind: 'done' }
  }
  const of: Connections['of'] = (...where) => {
    const speaking = base.connections.of(...where)
    return speaking?.adapter.act ? { ...speaking, adapter: { ...speaking.adapter, act } } : speaking
  }
  const wired: Wired = options.throughAdapters
    ? base
    : { ...base, send: (part) => send(part), connections: { ...base.connections, of } }
  const { ctx } = wired
  const world: World = {
    ctx,
    wired,
    clock,
    table,
    sent,
    spilled,
    jobs,
    objects,
    logs,
    outcomes,
    acted,
    actOutcomes,
    stream,
    woken,
    notified,
    record: async (facts, channel = 'whatsapp') => {
      await recordFacts(ctx, { channel, connection: 'main', receivedAt: clock.now(), facts })
    },
    project: async () => {
      for (let change = stream.shift(); change; change = stream.shift()) await projectItem(ctx, change)
    },
    deliver: async () => {
      for (let wake = woken.shift(); wake; wake = woken.shift()) await deliver(ctx, wired.send, wake.conversation)
    },
    settle: async () => {
      do {
        await world.project()
        await world.deliver()
      } while (stream.length > 0)
    },
  }
  return world
}

let serial = 0

/** A customer's text as an adapter states it. */
export const textFact = (text: string, change: Partial<MessageFact> = {}): MessageFact => ({
  kind: 'message',
  id: `wamid.in-${++serial}`,
  scope: ACCOUNT,
  account: ACCOUNT,
  at: null,
  direction: 'in',
  author: { kind: 'customer' },
  peers: [{ type: 'phone', value: '+15550001111' }],
  profile: { name: 'Ada' },
  body: { text, attachments: [] },
  ...change,
})

export const receiptFact = (
  target: string,
  state: ReceiptFact['state'],
  at: number | null = null,
  change: Partial<ReceiptFact> = {},
): ReceiptFact => ({
  kind: 'receipt',
  scope: ACCOUNT,
  account: ACCOUNT,
  at,
  target,
  state,
  peers: [{ type: 'phone', value: '+15550001111' }],
  ...change,
})

/** Items of a kind, by how their partition key begins. */
export const itemsOf = (world: World, prefix: string): readonly Item[] =>
  (world.table.all?.() ?? []).filter((item) => item.pk.startsWith(prefix))
