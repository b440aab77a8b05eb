import { readdirSync, readFileSync } from 'node:fs'
import type { Delivery, OutboundPart } from '../../adapters/adapter.ts'
import type { InboundFact } from '../../core/schema/fact.ts'

const INBOUND = new URL('../fixtures/sms/', import.meta.url)
const SENDS = new URL('../fixtures/sms/send/', import.meta.url)
export const WEBHOOK_URL = 'https://gateway.example/webhooks/sms/main'
/** Own key of the fixtures in `send`, and of the statuses. */
export const OWN_KEY = { message: 'msg_8sKq2', part: 0 } as const

const names = (folder: URL, end: string): string[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith(end))
    .map((file) => file.slice(0, -end.length))
    .sort()
const read = (folder: URL, name: string): unknown => JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8'))

export interface Webhook {
  readonly query?: Readonly<Record<string, string>>
  readonly params: Readonly<Record<string, string>>
}
export interface SendFixture extends Omit<OutboundPart, 'key'> {
  readonly form: readonly (readonly [string, string])[]
}

export const inboundNames = (): string[] => names(INBOUND, '.json').filter((name) => !name.endsWith('.facts'))
export const factNames = (): string[] => names(INBOUND, '.facts.json')
export const sendNames = (): string[] => names(SENDS, '.json')
export const webhook = (name: string): Webhook => read(INBOUND, name) as Webhook
export const expectedFacts = (name: string): InboundFact[] => read(INBOUND, `${name}.facts`) as InboundFact[]
export const sendFixture = (name: string): SendFixture => read(SENDS, name) as SendFixture

/** The webhook as Twilio calls it. */
export const deliver = ({ query = {}, params }: Webhook): Delivery => {
  const search = new URLSearchParams(query).toString()
  return {
    method: 'POST',
    url: search === '' ? WEBHOOK_URL : `${WEBHOOK_URL}?${search}`,
    query: Object.entries(query),
    headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
    body: new TextEncoder().encode(new URLSearchParams(params).toString()),
  }
}
