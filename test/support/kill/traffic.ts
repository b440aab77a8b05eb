import { setTimeout as wait } from 'node:timers/promises'
import { signatureHeader } from '../../../adapters/meta.ts'
import type { SandboxDelivery } from '../../../adapters/sandbox.ts'
import type { Message } from '../../../core/schema/message.ts'
import type { Provider } from './provider.ts'
import type { Rng } from './random.ts'

/** A customer, what they wrote in the provider's order, and what they were answered in the order of acceptance. */
export interface Customer {
  readonly channel: 'whatsapp' | 'sms'
  readonly number: string
  readonly name: string
  readonly wrote: string[]
  readonly answered: Reply[]
  conversation?: string
}

export interface Reply {
  readonly id: string
  readonly text: string
}

export interface Traffic {
  readonly customers: readonly Customer[]
  /** Every customer's first message, until each has a conversation. */
  begin(): Promise<void>
  /** Starts as much as one life of the gateway is to see; it goes on, through restarts, until all is acknowledged. */
  burst(): void
  /** Resolves when everything begun is acknowledged; throws the first thing that was refused. */
  acknowledged(): Promise<void>
}

const RETRY_MS = 25
/** Customers' clocks begin here: hours ago, so that provider order is not the order of arrival. */
const BEGIN = Math.floor(Date.now() / 1000) - 7200

const WRITERS = 6
const TEXTERS = 4

export const createTraffic = (provider: Provider, gatewayUrl: () => string, apiKey: string, rng: Rng): Traffic => {
  const account = provider.accounts.find(({ channel }) => channel === 'whatsapp')
  if (account === undefined) throw new Error('no account of WhatsApp')
  const customer = (channel: Customer['channel'], index: number): Customer => ({
    channel,
    number: `1555${channel === 'sms' ? 7 : 8}00${String(1000 + index)}`,
    name: `${channel}-${index}`,
    wrote: [],
    answered: [],
  })
  const writers = Array.from({ length: WRITERS }, (_, index) => customer('whatsapp', index))
  const texters = Array.from({ length: TEXTERS }, (_, index) => customer('sms', index))
  const customers = [...writers, ...texters]

  let failed: { readonly error: unknown } | undefined
  const pending = new Set<Promise<void>>()
  const follow = (work: Promise<unknown>): void => {
    const done: Promise<void> = work
      .then(
        () => undefined,
        (error: unknown) => void (failed ??= { error }),
      )
      .finally(() => pending.delete(done))
    pending.add(done)
  }

  /** What each of several messages of WhatsApp says, one second after the other for each customer. */
  const nextWords = (from: Customer) => {
    const text = `${from.name} #${from.wrote.length}`
    from.wrote.push(text)
    return { from, text, second: BEGIN + from.wrote.length }
  }
  type Words = ReturnType<typeof nextWords>

  /** One webhook with several messages, in any order, as WhatsApp writes it; `late` as in a repeated delivery. */
  const webhook = (words: readonly Words[], late: number): SandboxDelivery => {
    const changes = words.map(({ from, text, second }) => ({
      field: 'messages',
      value: {
        messaging_product: 'whatsapp',
        metadata: { display_phone_number: '15550100001', phone_number_id: account.account },
        contacts: [{ profile: { name: from.name }, wa_id: from.number }],
        messages: [
          {
            from: from.number,
            id: `wamid.${Buffer.from(text).toString('base64url')}`,
            timestamp: String(second + late),
            type: 'text',
            text: { body: text },
          },
        ],
      },
    }))
    const body = JSON.stringify({ object: 'whatsapp_business_account', entry: [{ id: '1', changes }] })
    const signature = signatureHeader(account.secrets['appSecret'] ?? '', body)
    const headers = { 'content-type': 'application/json', 'x-hub-signature-256': signature }
    return { connection: account.connection, method: 'POST', suffix: '', headers, body }
  }

  /** Delivers once, and now and then again with other times, which must change nothing. */
  const deliver = async (words: readonly Words[]): Promise<void> => {
    await provider.deliver('whatsapp', webhook(words, 0))
    if (rng.chance(0.4)) await provider.deliver('whatsapp', webhook(words, rng.int(-300, 300)))
  }

  const shuffled = <T>(items: readonly T[]): readonly T[] =>
    items
      .map((item) => [rng.next(), item] as const)
      .sort(([a], [b]) => a - b)
      .map(([, item]) => item)

  /** One after the other for each customer, since an SMS has no time of its own: its order is the order of arrival. */
  const chains = new Map<Customer, Promise<void>>()
  const inTurn = (who: Customer, work: () => Promise<void>): Promise<void> => {
    const done = (chains.get(who) ?? Promise.resolve()).then(work)
    chains.set(
      who,
      done.catch(() => undefined),
    )
    return done
  }

  const writeSms = (from: Customer): Promise<void> =>
    inTurn(from, async () => {
      const text = `${from.name} #${from.wrote.length}`
      from.wrote.push(text)
      await provider.write('sms', { from: `+${from.number}`, text })
    })

  interface Call {
    readonly method?: 'POST'
    readonly headers?: Readonly<Record<string, string>>
    readonly body?: string
  }
  /** Undefined when no answer came, or none that can be read to its end. */
  const request = async (path: string, call: Call = {}): Promise<{ status: number; body: unknown } | undefined> => {
    const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json', ...call.headers }
    const signal = AbortSignal.timeout(10_000)
    try {
      const response = await fetch(`${gatewayUrl()}${path}`, { ...call, headers, signal })
      return { status: response.status, body: await response.json() }
    } catch {
      return undefined
    }
  }

  let replies = 0
  const reply = (to: Customer): Promise<void> => {
    replies += 1
    const [key, text] = [`reply-${replies}`, `answer ${replies} to ${to.name}`]
    const message = rng.chance(0.2) ? { text: text.padEnd(to.channel === 'sms' ? 1700 : 4200, ` ${text}`) } : { text }
    const path = `/v1/conversations/${to.conversation}/messages`
    return inTurn(to, async () => {
      for (;;) {
        const answer = await request(path, {
          method: 'POST',
          headers: { 'idempotency-key': key },
          body: JSON.stringify(message),
        })
        if (answer?.status === 202) {
          to.answered.push({ id: (answer.body as Message).id, text: message.text })
          return
        }
        if (answer !== undefined && answer.status < 500) throw new Error(`a reply was answered with ${answer.status}`)
        await wait(RETRY_MS)
      }
    })
  }

  const findConversations = async (): Promise<void> => {
    type Page = { data: { id: string; preview: { text: string } | null }[] }
    const answer = await request('/v1/conversations?limit=100')
    for (const { id, preview } of (answer?.body as Page | undefined)?.data ?? []) {
      const owner = customers.find(({ wrote }) => wrote[0] === preview?.text)
      if (owner) owner.conversation = id
    }
  }

  return {
    customers,
    begin: async () => {
      await deliver(writers.map(nextWords))
      await Promise.all(texters.map(writeSms))
      while (customers.some(({ conversation }) => conversation === undefined)) {
        await findConversations()
        await wait(RETRY_MS)
      }
    },
    burst: () => {
      for (let batches = rng.int(1, 3); batches > 0; batches -= 1) {
        const words = Array.from({ length: rng.int(3, 10) }, () => nextWords(rng.pick(writers)))
        follow(deliver(shuffled(words)))
      }
      for (const from of texters) if (rng.chance(0.3)) follow(writeSms(from))
      for (const to of customers) if (rng.chance(0.3)) follow(reply(to))
    },
    acknowledged: async () => {
      while (pending.size > 0) await Promise.all(pending)
      if (failed) throw failed.error
    },
  }
}
