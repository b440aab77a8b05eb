import { memoryCredentials, ordinaryDeps, ordinarySandbox } from '../../adapters/testing/world.ts'
import type { AdapterDeps, OutboundPart, SendOutcome, WebhookRequest } from '../../adapters/adapter.ts'
import { fetchFrom, type Faults, type SandboxDelivery } from '../../adapters/sandbox.ts'
import { x } from '../../adapters/x/index.ts'
import { sandbox as made } from '../../adapters/x/sandbox.ts'
import type { InboundFact } from '../../core/schema/fact.ts'
import { PartContent } from '../../core/schema/message.ts'
import { virtualClock } from '../support/virtual-clock.ts'
import { OWN_KEY } from './x.fixtures.ts'

export const ACCOUNT = '1500000000000000001'
export const OTHER = '1500000000000000002'
export const PERSON = '1500000000000000077'
export const SECRETS: Readonly<Record<string, string>> = {
  consumerKey: 'kettle-key',
  consumerSecret: 'kettle-secret',
  bearerToken: 'kettle-bearer',
  clientId: 'kettle-client',
  clientSecret: 'kettle-client-secret',
  refreshToken: 'kettle-refresh',
  accessToken: 'kettle-access',
  accessTokenSecret: 'kettle-access-secret',
}
const webhookUrl = 'https://gateway.example/webhooks/x/main'
export const signal = (): AbortSignal => new AbortController().signal

/** The adapter and the sandbox, each with nobody but the other to talk to. */
export const world = (
  {
    faults = {},
    auth = 'oauth2',
    answers = [],
  }: { faults?: Faults; auth?: 'oauth2' | 'oauth1'; answers?: number[] } = {},
  more: Partial<AdapterDeps> = {},
) => {
  const clock = virtualClock()
  const facts: InboundFact[] = []
  const deliveries: SandboxDelivery[] = []
  const credentials = memoryCredentials()
  const statuses = [...answers]
  const fetched: string[] = []
  const queries: string[] = []
  let nonces = 0
  const nonce = (): string => `nonce-${(nonces += 1)}`
  const deliver = async (delivery: SandboxDelivery): Promise<number> => {
    const { method, headers, body, suffix } = delivery
    const url = `${webhookUrl}${suffix}`
    const bytes = new TextEncoder().encode(body)
    const request: WebhookRequest = { method, url, query: [...new URL(url).searchParams], headers, body: bytes }
    const handshake = adapter.webhook?.handshake?.(request)
    if (handshake !== undefined) return statuses.shift() ?? handshake.status
    deliveries.push(delivery)
    if (adapter.webhook?.verify(request) !== true) return 401
    const status = statuses.shift() ?? 200
    if (status === 200) facts.push(...(await adapter.parse(request)))
    return status
  }
  const sandbox = made.create({
    accounts: [ACCOUNT, OTHER].map((account) => ({ connection: 'main', account, webhookUrl, secrets: SECRETS })),
    now: clock.now,
    nonce,
    later: (ms, run) => void clock.later(ms, run),
    ...ordinarySandbox,
    deliver,
  })
  const fetch = fetchFrom(sandbox.api)
  const open = (config: unknown = { auth }) =>
    x.create(x.config.parse(config), {
      ...ordinaryDeps(),
      fetch: async (input, init) => {
        const request = new Request(input, init)
        fetched.push(`${request.method} ${new URL(request.url).pathname}`)
        queries.push(new URL(request.url).search)
        return fetch(request)
      },
      now: clock.now,
      nonce,
      secrets: Object.fromEntries(Object.entries(SECRETS).map(([name, value]) => [name, [value]])),
      credentials,
      publicUrl: 'https://gateway.example',
      webhookUrl,
      ...more,
    })
  const adapter = open()
  const part = (content: unknown, others: Partial<OutboundPart> = {}): OutboundPart => ({
    key: OWN_KEY,
    address: { channel: 'x', account: ACCOUNT, peers: [{ type: 'x_user', value: PERSON }] },
    content: PartContent.parse(content),
    ...others,
  })
  const send = (content: unknown, others: Partial<OutboundPart> = {}): Promise<SendOutcome> =>
    adapter.send(part(content, others), signal())
  sandbox.faults(faults)
  return { sandbox, clock, facts, deliveries, fetched, queries, credentials, adapter, open, part, send }
}

export const text = { type: 'text', text: 'It left today' }
export const codeOf = (outcome: SendOutcome): string =>
  outcome.kind === 'refused' ? `${outcome.failure.code} ${outcome.failure.provider?.code ?? ''}`.trim() : outcome.kind
