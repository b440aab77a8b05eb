import type { AdapterDeps, ChannelAdapter, Delivery, OutboundPart, SendOutcome } from '../../adapters/adapter.ts'
import { email } from '../../adapters/email/index.ts'
import { sandbox as emailSandbox } from '../../adapters/email/sandbox.ts'
import { fetchFrom, type Faults, type Sandbox, type SandboxDelivery } from '../../adapters/sandbox.ts'
import { ordinaryDeps } from '../../adapters/testing/world.ts'
import type { InboundFact, MessageFact, ReceiptFact } from '../../core/schema/fact.ts'
import { virtualClock } from '../support/virtual-clock.ts'
import { mail, MAILBOX } from './email.sends.ts'

const WEBHOOK_URL = 'https://gateway.example/webhooks/email/main'
const secrets: Readonly<Record<string, string>> = {
  postmarkToken: 'postmark-secret',
  mailgunSigningKey: 'mailgun-secret',
  smtpPassword: 'smtp-secret',
  replyToken: 'reply-secret',
}

export const BOTH_WAYS = { receive: { by: 'ses' }, send: { by: 'ses', configurationSet: 'parley' } }

/** The adapter and the sandbox, each with nobody but the other to talk to. */
export const emailWorld = (given: object = BOTH_WAYS, faults: Faults = {}, changed: Partial<AdapterDeps> = {}) => {
  const config = email.config.parse(given)
  const clock = virtualClock()
  const facts: InboundFact[] = []
  const objects = new Map<string, Uint8Array>()
  let nonces = 0
  const nonce = (): string => `nonce-${(nonces += 1)}`
  const read = async (delivery: Delivery): Promise<void> => {
    for (const { name, body } of (await adapter.objects?.(delivery)) ?? []) objects.set(name, body)
    facts.push(...(await adapter.parse(delivery)))
  }
  const sandbox: Sandbox = emailSandbox.create({
    accounts: [
      { connection: 'main', account: MAILBOX, webhookUrl: WEBHOOK_URL, secrets, config },
      { connection: 'main', account: 'sales@shop.example', webhookUrl: WEBHOOK_URL, secrets, config },
    ],
    now: clock.now,
    nonce,
    later: (ms, run) => void clock.later(ms, run),
    deliver: async ({ method, suffix, headers, body }: SandboxDelivery) => {
      const query = Array.from(new URLSearchParams(suffix))
      const request = { method, url: `${WEBHOOK_URL}${suffix}`, query, headers, body: Buffer.from(body, 'utf8') }
      if (adapter.webhook?.verify(request) !== true) return 401
      await read(request)
      return 200
    },
    enqueue: async (connection, body) => {
      const message = adapter.queue?.({ id: 'sqs-1', body })
      if (message?.kind !== 'delivery') throw new Error(`${connection}: nothing reads this`)
      const { delivery, object } = message
      const stored = object && objects.get(object.key)
      if (object && !stored) throw new Error('the object is not there')
      await read(object && stored ? { ...delivery, object: { name: object.key, body: stored } } : delivery)
    },
    store: async (key, body) => {
      objects.set(key, body)
      return 'parley-files'
    },
  })
  const adapter: ChannelAdapter = email.create(config, {
    ...ordinaryDeps(),
    mode: 'test',
    fetch: fetchFrom(sandbox.api),
    now: clock.now,
    nonce,
    secrets: Object.fromEntries(Object.entries(secrets).map(([name, value]) => [name, [value]])),
    publicUrl: 'https://gateway.example',
    webhookUrl: WEBHOOK_URL,
    ...changed,
  })
  sandbox.faults(faults)
  return {
    sandbox,
    adapter,
    clock,
    facts,
    objects,
    messages: () => facts.filter((fact): fact is MessageFact => fact.kind === 'message'),
    receipts: () => facts.filter((fact): fact is ReceiptFact => fact.kind === 'receipt'),
    send: (part: OutboundPart = mail()): Promise<SendOutcome> => adapter.send(part, new AbortController().signal),
  }
}
export type EmailWorld = ReturnType<typeof emailWorld>
