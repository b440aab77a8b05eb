import { ordinaryDeps, ordinarySandbox } from '../../adapters/testing/world.ts'
import type { OutboundPart, SendOutcome, WebhookRequest } from '../../adapters/adapter.ts'
import { fetchFrom, type Faults, type SandboxDelivery } from '../../adapters/sandbox.ts'
import { whatsapp } from '../../adapters/whatsapp/index.ts'
import { sandbox as whatsappSandbox } from '../../adapters/whatsapp/sandbox.ts'
import type { InboundFact } from '../../core/schema/fact.ts'
import { PartContent } from '../../core/schema/message.ts'
import { virtualClock } from '../support/virtual-clock.ts'
import { OWN_KEY } from './whatsapp.fixtures.ts'

export const ACCOUNT = '770055001122'
export const OTHER = '770055001123'
export const PHONE = '+15550142201'
const WEBHOOK_URL = 'https://gateway.example/webhooks/whatsapp/main'
export const secrets = { appSecret: 'kettle-secret', verifyToken: 'kettle-token', accessToken: 'kettle-access' }

/** The adapter and the sandbox, each with nobody but the other to talk to. */
export const world = (faults: Faults = {}, answers: readonly number[] = []) => {
  const clock = virtualClock()
  const facts: InboundFact[] = []
  const deliveries: SandboxDelivery[] = []
  const statuses = [...answers]
  let nonces = 0
  const nonce = (): string => `nonce-${(nonces += 1)}`
  const deliver = async (delivery: SandboxDelivery): Promise<number> => {
    deliveries.push(delivery)
    const { method, headers, body } = delivery
    const request: WebhookRequest = {
      method,
      url: WEBHOOK_URL,
      query: [],
      headers,
      body: new TextEncoder().encode(body),
    }
    if (adapter.webhook?.verify(request) !== true) return 401
    const status = statuses.shift() ?? 200
    if (status === 200) facts.push(...(await adapter.parse(request)))
    return status
  }
  const sandbox = whatsappSandbox.create({
    accounts: [ACCOUNT, OTHER].map((account) => ({ connection: 'main', account, webhookUrl: WEBHOOK_URL, secrets })),
    now: clock.now,
    nonce,
    later: (ms, run) => void clock.later(ms, run),
    ...ordinarySandbox,
    deliver,
  })
  const adapter = whatsapp.create(whatsapp.config.parse({ graphUrl: 'https://sandbox.example' }), {
    ...ordinaryDeps(),
    fetch: fetchFrom(sandbox.api),
    now: clock.now,
    nonce,
    secrets: Object.fromEntries(Object.entries(secrets).map(([name, value]) => [name, [value]])),
    publicUrl: 'https://gateway.example',
    webhookUrl: WEBHOOK_URL,
  })
  const send = (content: unknown, more: Partial<OutboundPart> = {}): Promise<SendOutcome> =>
    adapter.send(
      {
        key: OWN_KEY,
        address: { channel: 'whatsapp', account: ACCOUNT, peers: [{ type: 'phone', value: PHONE }] },
        content: PartContent.parse(content),
        ...more,
      },
      new AbortController().signal,
    )
  sandbox.faults(faults)
  return { sandbox, adapter, clock, facts, deliveries, send }
}

export const text = { type: 'text', text: 'It left today' }
export const states = (facts: readonly InboundFact[]): string[] =>
  facts.flatMap((fact) => (fact.kind === 'receipt' ? [fact.state] : []))
export const codeOf = (outcome: SendOutcome): string | undefined =>
  outcome.kind === 'refused' ? outcome.failure.provider?.code : outcome.kind
