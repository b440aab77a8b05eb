import { ordinaryDeps, refuseNetwork } from './world.ts'
import assert from 'node:assert/strict'
import type { Capabilities } from '../../core/capabilities.ts'
import type { InboundFact } from '../../core/schema/fact.ts'
import type { AdapterDeps, ChannelAdapter, OutboundPart, WebhookRequest } from '../adapter.ts'
import type { ContractSubject, ExampleRequest, ProviderResponse, SentRequest, WebhookSubject } from './subject.ts'

/** One demand of the contract: resolves when the adapter meets it, throws an AssertionError when not. */
export interface Check {
  readonly name: string
  run(subject: ContractSubject): Promise<void>
}

/** Under the subject's config: what the channel can do, and the secrets it needs. */
export const capabilitiesOf = ({ factory, config }: ContractSubject): Capabilities =>
  factory.capabilitiesFor?.(factory.config.parse(config)) ?? factory.capabilities
export const neededSecrets = ({ factory, config }: ContractSubject): readonly string[] =>
  factory.secretsFor?.(factory.config.parse(config)) ?? factory.secrets

const PUBLIC_URL = 'https://gateway.example'
export const OWN_KEY = { message: 'msg_contractcheck', part: 1 } as const

const each = (subject: ContractSubject, values: (value: string) => readonly string[]): AdapterDeps['secrets'] =>
  Object.fromEntries(Object.entries(subject.secrets).map(([name, value]) => [name, values(value)]))

/** The adapter under test, in a world in which only what is named here differs from the ordinary. */
export const adapterOf = (subject: ContractSubject, world: Partial<AdapterDeps> = {}): ChannelAdapter =>
  subject.factory.create(subject.factory.config.parse(subject.config), {
    ...ordinaryDeps(),
    fetch: refuseNetwork,
    now: () => 1_700_000_000_000,
    nonce: () => 'nonce',
    secrets: each(subject, (value) => [value]),
    publicUrl: PUBLIC_URL,
    webhookUrl: `${PUBLIC_URL}/webhooks/${subject.factory.channel}/contract`,
    ...world,
  })

/** Active secrets with the signing secret's values replaced. */
export const signingWith = (subject: ContractSubject, values: readonly string[]): AdapterDeps['secrets'] => ({
  ...each(subject, (value) => [value]),
  [webhookOf(subject).secret]: values,
})

/** Worlds in which no secret is configured. */
export const unconfigured = (subject: ContractSubject): readonly AdapterDeps['secrets'][] => [
  {},
  each(subject, () => []),
  each(subject, () => ['']),
]

export const webhookOf = (subject: ContractSubject): WebhookSubject => {
  assert.ok(subject.webhook, 'the subject describes no webhook')
  return subject.webhook
}

export const requestOf = (subject: ContractSubject, example: ExampleRequest): WebhookRequest => {
  const query = new URLSearchParams(example.query.map(([name, value]): [string, string] => [name, value])).toString()
  const url = `${PUBLIC_URL}/webhooks/${subject.factory.channel}/contract`
  return { ...example, url: query === '' ? url : `${url}?${query}` }
}

export const signed = (subject: ContractSubject, example: ExampleRequest, secret?: string): WebhookRequest => {
  const webhook = webhookOf(subject)
  return webhook.sign(requestOf(subject, example), secret ?? subject.secrets[webhook.secret] ?? '')
}

/** All example deliveries with their names. */
export const examplesOf = ({ deliveries }: ContractSubject): readonly (readonly [string, ExampleRequest])[] => [
  ['message', deliveries.message],
  ['unknown', deliveries.unknown],
  ['redelivered.first', deliveries.redelivered.first],
  ['redelivered.again', deliveries.redelivered.again],
  ...(deliveries.batch ? ([['batch', deliveries.batch.request]] as const) : []),
  ...(deliveries.poisoned ? ([['poisoned.good', deliveries.poisoned.good]] as const) : []),
  ...(deliveries.poisoned ? ([['poisoned.bad', deliveries.poisoned.bad]] as const) : []),
  ...(deliveries.echo ? ([['echo', deliveries.echo]] as const) : []),
  ...Object.entries(deliveries.others ?? {}),
]

const named = (fact: InboundFact): readonly unknown[] => {
  if (fact.kind === 'receipt') return [fact.target, fact.state]
  if (fact.kind === 'watermark') return [fact.account, fact.thread ?? fact.peers.at(-1), fact.state, fact.upTo]
  return [fact.id]
}

/** What makes a fact one fact and not another: the parts of its key. */
export const keyOf = (fact: InboundFact): string => JSON.stringify([fact.kind, fact.scope, ...named(fact)])

export const partOf = (
  subject: ContractSubject,
  example: { readonly content: OutboundPart['content']; readonly replyTo?: string },
): OutboundPart => ({
  ...example,
  key: OWN_KEY,
  address: { channel: subject.factory.channel, account: subject.sends.account, peers: [subject.sends.peer] },
})

/** The example parts with their names; the first serves where any will do. */
export const partsOf = (subject: ContractSubject): readonly (readonly [string, OutboundPart])[] =>
  Object.entries(subject.sends.parts).map(([name, example]) => [name, partOf(subject, example)])

export const anyPart = (subject: ContractSubject): OutboundPart => {
  const first = partsOf(subject)[0]
  assert.ok(first, 'the subject has no example part')
  return first[1]
}

export const responseOf = ({ status, headers, body }: ProviderResponse): Response =>
  new Response(status === 204 ? null : typeof body === 'string' ? body : JSON.stringify(body), {
    status,
    headers: { ...(typeof body === 'string' ? {} : { 'content-type': 'application/json' }), ...headers },
  })

/** A provider that answers as told and remembers what it was asked. */
export const provider = (
  answer: (request: SentRequest) => Response | Promise<Response>,
): { readonly fetch: typeof fetch; readonly sent: SentRequest[] } => {
  const sent: SentRequest[] = []
  return {
    sent,
    fetch: async (input, init) => {
      const request = new Request(input, init)
      const seen: SentRequest = {
        method: request.method,
        url: request.url,
        headers: request.headers,
        body: await request.text(),
        redirect: request.redirect,
        signal: request.signal,
      }
      sent.push(seen)
      return answer(seen)
    },
  }
}

/** As undici reports that the network failed. */
export const networkError = (code: string): TypeError =>
  new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) })

export const deepFreeze = <T>(value: T): T => {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value
  for (const child of Object.values(value)) deepFreeze(child)
  return Object.freeze(value)
}
