import type { AdapterDeps, ChannelAdapter, SendOutcome, WebhookRequest } from '../../../adapters/adapter.ts'
import { equal, hmac } from '../../../adapters/signature.ts'
import type { ContractSubject } from '../../../adapters/testing/contract.ts'
import type { InboundFact } from '../../../core/schema/fact.ts'
import { CAPABILITIES, toyAdapter, toySubject } from '../toy.ts'

/** What is wrong with the adapter, the check that must catch it, and the adapter. */
export type Broken = readonly [fault: string, check: string, subject: ContractSubject]

type Webhook = NonNullable<ChannelAdapter['webhook']>
type Parse = ChannelAdapter['parse']
type Send = ChannelAdapter['send']

export const broken = (change: (good: ChannelAdapter, deps: AdapterDeps) => Partial<ChannelAdapter>): ContractSubject =>
  toySubject((deps) => {
    const good = toyAdapter(deps)
    return { ...good, ...change(good, deps) }
  })
export const webhook = (change: (good: Webhook, deps: AdapterDeps) => Partial<Webhook>): ContractSubject =>
  broken((good, deps) => (good.webhook ? { webhook: { ...good.webhook, ...change(good.webhook, deps) } } : {}))
export const verifying = (
  verify: (req: WebhookRequest, deps: AdapterDeps, good: Webhook) => boolean,
): ContractSubject => webhook((good, deps) => ({ verify: (req) => verify(req, deps, good) }))
export const parsing = (parse: (good: Parse, deps: AdapterDeps) => Parse): ContractSubject =>
  broken((good, deps) => ({ parse: parse((raw) => good.parse(raw), deps) }))
export const facts = (change: (fact: InboundFact) => unknown): ContractSubject =>
  parsing((parse) => async (raw) => (await parse(raw)).map(change) as InboundFact[])
export const sending = (send: (good: Send, deps: AdapterDeps) => Send): ContractSubject =>
  broken((good, deps) => ({ send: send((part, signal) => good.send(part, signal), deps) }))
export const outcomes = (change: (outcome: SendOutcome) => SendOutcome): ContractSubject =>
  sending((send) => async (part, signal) => change(await send(part, signal)))
export const fetching = (change: (deps: AdapterDeps) => typeof fetch): ContractSubject =>
  sending((_, deps) => (part, signal) => toyAdapter({ ...deps, fetch: change(deps) }).send(part, signal))
export const capable = (change: Record<string, unknown>): ContractSubject => {
  const capabilities = { ...CAPABILITIES, ...change }
  const subject = toySubject((deps) => ({ ...toyAdapter(deps), capabilities }))
  return { ...subject, factory: { ...subject.factory, capabilities } }
}
export const signature = (secret: string, req: WebhookRequest): boolean =>
  equal(hmac('sha256', secret, req.body, 'hex'), req.headers['x-toy-signature'] ?? '')
export const bodyOf = (raw: { body: Uint8Array }) =>
  JSON.parse(Buffer.from(raw.body).toString()) as { items?: unknown[] }
export const refused = (outcome: SendOutcome, change: Record<string, unknown>): SendOutcome =>
  outcome.kind === 'refused' ? { ...outcome, failure: { ...outcome.failure, ...change } } : outcome
