import type { Message } from '../../core/schema/message.ts'
import type { MeteredRequest } from '../../local/engine/meter.ts'
import type { FunctionName } from '../../functions/aws/shape.ts'
import { type Counts, type Metered, openMetered } from './metered.ts'

/** What one operation costs in steady state, and what it may cost at most. Units as DynamoDB counts them. */
export interface Budget {
  readonly name: string
  /** Write request units, those of the indexes included. */
  readonly wru: number
  readonly rru: number
  readonly requests: number
  /** Write request units it may take. */
  readonly budget: number
  /** Read request units it may take, where there is a limit. */
  readonly readBudget?: number
  /** Write request units by kind of item, in the order in which they were first written. */
  readonly where: Readonly<Record<string, number>>
}

/** Short texts, as people write them: every item stays within 1 KB. */
const QUESTION = 'Hello again, one more question: is the blue one still there in size 42, and could you keep it for me?'
const ANSWER = 'It is, and we put it aside for you until Saturday. Ask for Ben when you come in!'

/** Customers on each channel. WhatsApp names people by number, and since 2026 by a user id of the business as well. */
const CUSTOMERS = [
  { name: 'whatsapp', channel: 'whatsapp', who: { from: '+15550142201' } },
  {
    name: 'whatsapp by user id',
    channel: 'whatsapp',
    who: { from: '+15550142202', userId: 'US.13491208655302741918', name: 'Ada Lovelace-Byron' },
  },
  { name: 'sms', channel: 'sms', who: { from: '+15550142201' } },
] as const
type Customer = (typeof CUSTOMERS)[number]

const sum = (requests: readonly MeteredRequest[], unit: 'write' | 'read'): number =>
  requests.reduce((total, request) => total + request[unit], 0)

/** Kind of an item by its key: `F`, `S`, `E`, `cnv H`, `evt`, … */
const kindOf = ({ key, operation }: MeteredRequest): string => {
  const [prefix = operation] = (key?.pk ?? operation).split('#')
  const [sort = ''] = (key?.sk ?? '').split('#')
  return /^(?:f|cnv|ctc)$/.test(prefix) ? `${prefix} ${sort}` : prefix
}

const isOfEvents = (request: MeteredRequest): boolean => /^(?:evt|feed|ctr)#/.test(request.key?.pk ?? '')
const isEvent = (request: MeteredRequest): boolean =>
  request.operation === 'PutItem' && request.key?.pk?.startsWith('feed#') === true

const measured = (
  name: string,
  requests: readonly MeteredRequest[],
  limits: { readonly budget: number; readonly readBudget?: number },
): Budget => {
  const where: Record<string, number> = {}
  for (const request of requests)
    if (request.write > 0) where[kindOf(request)] = (where[kindOf(request)] ?? 0) + request.write
  return { name, wru: sum(requests, 'write'), rru: sum(requests, 'read'), requests: requests.length, ...limits, where }
}

const settle = async (metered: Metered): Promise<void> => {
  do {
    await metered.project()
    await metered.deliver()
    await metered.project()
  } while (await metered.nextWebhook())
}

interface Scene {
  readonly metered: Metered
  readonly name: string
  readonly write: () => Promise<void>
  readonly reply: () => Promise<Message>
}

/** Questions and answers before anything is measured: enough that the head remembers as much as it ever does. */
const EXCHANGES = 12

/** A customer who is known, in a conversation that has gone on for a while, with every receipt of every answer. */
const openScene = async (metered: Metered, { name, channel, who }: Customer): Promise<Scene> => {
  let replies = 0
  const conversations = async () => (await metered.api<{ data: { id: string }[] }>('GET', '/v1/conversations')).data
  const before = new Set((await conversations()).map(({ id }) => id))
  const action = channel === 'whatsapp' ? { type: 'text', text: QUESTION } : { text: QUESTION }
  const write = () => metered.customer(channel, { ...who, ...action })
  await write()
  await settle(metered)
  const conversation = (await conversations()).find(({ id }) => !before.has(id))?.id
  const reply = () =>
    metered.api<Message>(
      'POST',
      `/v1/conversations/${conversation}/messages`,
      { text: ANSWER, author: { kind: 'agent', id: 'usr_1', name: 'Ben' } },
      { 'idempotency-key': `budget-${name}-${(replies += 1)}` },
    )
  for (let exchange = 0; exchange < EXCHANGES; exchange += 1) {
    await reply()
    await settle(metered)
    await write()
    await settle(metered)
  }
  return { metered, name, write, reply }
}

const inbound = async ({ metered, name, write }: Scene): Promise<Budget[]> => {
  const acknowledged = await metered.requestsOf(write)
  const projected = await metered.requestsOf(() => metered.project())
  return [
    measured(`${name}: an inbound message until it is acknowledged`, acknowledged, { budget: 2, readBudget: 0 }),
    measured(`${name}: an inbound message with its views and event`, [...acknowledged, ...projected], { budget: 9 }),
  ]
}

const outbound = async ({ metered, name, reply }: Scene): Promise<Budget[]> => {
  const requests = await metered.requestsOf(async () => {
    await reply()
    await metered.project()
    await metered.deliver()
    await metered.project()
  })
  const events = requests.filter(isEvent).length
  const others = requests.filter((request) => !isOfEvents(request))
  return [
    measured(`${name}: an outbound message from accepted to sent`, others, { budget: 13 }),
    measured(`${name}: the ${events} events of an outbound message`, requests.filter(isOfEvents), {
      budget: 3 * events,
    }),
  ]
}

const receipts = async ({ metered, name }: Scene): Promise<Budget[]> => {
  const budgets: Budget[] = []
  for (;;) {
    let delivered = false
    const requests = await metered.requestsOf(async () => {
      delivered = await metered.nextWebhook()
      await metered.project()
    })
    if (!delivered) return budgets
    // Not every webhook states something that is kept: Twilio's `queued` does not.
    if (requests.length > 0)
      budgets.push(measured(`${name}: receipt ${budgets.length + 1} with its event`, requests, { budget: 5 }))
  }
}

/** One question and its answer with every receipt, in steady state, on WhatsApp: two messages. */
export interface Exchange {
  /** Request units of the table, those of its indexes included. */
  readonly wru: number
  readonly rru: number
  readonly calls: Counts['calls']
  readonly queued: number
  /** By which the table grew; what TTL removes later is among them. */
  readonly bytes: number
}

/** What a minute of the schedule reads while nothing is due. */
export interface IdleMinute {
  readonly wru: number
  readonly rru: number
}

const fewer = (after: Counts['calls'], before: Counts['calls']): Counts['calls'] =>
  Object.fromEntries(Object.entries(after).map(([name, count]) => [name, count - (before[name as FunctionName] ?? 0)]))

/** Plays one exchange, and a minute without any, through the deployed functions on the local engine. */
export const measureExchange = async (): Promise<{ readonly exchange: Exchange; readonly idle: IdleMinute }> => {
  const metered = await openMetered()
  try {
    const { write, reply } = await openScene(metered, CUSTOMERS[0])
    const [before, bytes] = [metered.counts(), await metered.bytes()]
    const requests = await metered.requestsOf(async () => {
      await write()
      await settle(metered)
      await reply()
      await settle(metered)
    })
    const { calls, queued } = metered.counts()
    const exchange = {
      wru: sum(requests, 'write'),
      rru: sum(requests, 'read'),
      calls: fewer(calls, before.calls),
      queued: queued - before.queued,
      bytes: (await metered.bytes()) - bytes,
    }
    // The first begins what connections do every five minutes and every hour; the second finds nothing to do.
    await metered.tick()
    const minute = await metered.requestsOf(() => metered.tick())
    return { exchange, idle: { wru: sum(minute, 'write'), rru: sum(minute, 'read') } }
  } finally {
    await metered.close()
  }
}

/** Runs each operation through the deployed functions on the local engine, on every channel. */
export const measureBudgets = async (): Promise<readonly Budget[]> => {
  const metered = await openMetered()
  try {
    const budgets: Budget[] = []
    for (const customer of CUSTOMERS) {
      const scene = await openScene(metered, customer)
      budgets.push(...(await inbound(scene)), ...(await outbound(scene)), ...(await receipts(scene)))
    }
    return budgets
  } finally {
    await metered.close()
  }
}
