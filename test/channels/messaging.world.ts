import { ordinaryDeps, ordinarySandbox } from '../../adapters/testing/world.ts'
import type { ChannelFactory, OutboundPart, SendOutcome, WebhookRequest } from '../../adapters/adapter.ts'
import { INSTAGRAM, MESSENGER, type Platform } from '../../adapters/_messaging/platform.ts'
import { instagram } from '../../adapters/instagram/index.ts'
import { sandbox as instagramSandbox } from '../../adapters/instagram/sandbox.ts'
import { messenger } from '../../adapters/messenger/index.ts'
import { sandbox as messengerSandbox } from '../../adapters/messenger/sandbox.ts'
import { fetchFrom, type Faults, type SandboxDelivery, type SandboxFactory } from '../../adapters/sandbox.ts'
import type { InboundFact } from '../../core/schema/fact.ts'
import { PartContent } from '../../core/schema/message.ts'
import { virtualClock } from '../support/virtual-clock.ts'
import { OWN_KEY } from './messaging.fixtures.ts'

export const ACCOUNT = '770055001199'
export const OTHER = '770055001198'
export const PERSON = '5550142201000001'
export const secrets = { appSecret: 'kettle-secret', verifyToken: 'kettle-token', accessToken: 'kettle-access' }

export interface Channel {
  readonly platform: Platform
  readonly factory: ChannelFactory<unknown>
  readonly sandbox: SandboxFactory
}
export const CHANNELS: Readonly<Record<Platform['channel'], Channel>> = {
  messenger: { platform: MESSENGER, factory: messenger, sandbox: messengerSandbox },
  instagram: { platform: INSTAGRAM, factory: instagram, sandbox: instagramSandbox },
}

/** The adapter and the sandbox, each with nobody but the other to talk to. */
export const world = ({ platform, factory, sandbox: made }: Channel, faults: Faults = {}, answers: number[] = []) => {
  const webhookUrl = `https://gateway.example/webhooks/${platform.channel}/main`
  const clock = virtualClock()
  const facts: InboundFact[] = []
  const deliveries: SandboxDelivery[] = []
  const statuses = [...answers]
  let nonces = 0
  const nonce = (): string => `nonce-${(nonces += 1)}`
  const deliver = async (delivery: SandboxDelivery): Promise<number> => {
    deliveries.push(delivery)
    const { method, headers, body } = delivery
    const bytes = new TextEncoder().encode(body)
    const request: WebhookRequest = { method, url: webhookUrl, query: [], headers, body: bytes }
    if (adapter.webhook?.verify(request) !== true) return 401
    const status = statuses.shift() ?? 200
    if (status === 200) facts.push(...(await adapter.parse(request)))
    return status
  }
  const sandbox = made.create({
    accounts: [ACCOUNT, OTHER].map((account) => ({ connection: 'main', account, webhookUrl, secrets })),
    now: clock.now,
    nonce,
    later: (ms, run) => void clock.later(ms, run),
    ...ordinarySandbox,
    deliver,
  })
  const adapter = factory.create(factory.config.parse({ graphUrl: 'https://sandbox.example' }), {
    ...ordinaryDeps(),
    fetch: fetchFrom(sandbox.api),
    now: clock.now,
    nonce,
    secrets: Object.fromEntries(Object.entries(secrets).map(([name, value]) => [name, [value]])),
    publicUrl: 'https://gateway.example',
    webhookUrl,
  })
  const send = (content: unknown, more: Partial<OutboundPart> = {}): Promise<SendOutcome> =>
    adapter.send(
      {
        key: OWN_KEY,
        address: { channel: platform.channel, account: ACCOUNT, peers: [{ type: platform.peer, value: PERSON }] },
        content: PartContent.parse(content),
        ...more,
      },
      new AbortController().signal,
    )
  sandbox.faults(faults)
  return { sandbox, adapter, clock, facts, deliveries, send }
}

export const text = { type: 'text', text: 'It left today' }
export const codeOf = (outcome: SendOutcome): string | undefined =>
  outcome.kind === 'refused'
    ? [outcome.failure.provider?.code, outcome.failure.provider?.subcode].filter((word) => word !== undefined).join('/')
    : outcome.kind
