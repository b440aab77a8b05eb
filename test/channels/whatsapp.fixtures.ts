import { readdirSync, readFileSync } from 'node:fs'
import type { OutboundPart } from '../../adapters/adapter.ts'
import type { InboundFact } from '../../core/schema/fact.ts'

const INBOUND = new URL('../fixtures/whatsapp/', import.meta.url)
const SENDS = new URL('../fixtures/whatsapp/send/', import.meta.url)

const names = (folder: URL): string[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.slice(0, -'.json'.length))

const read = (folder: URL, name: string): unknown => JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8'))

export const inboundNames = (): string[] =>
  names(INBOUND)
    .filter((name) => !name.endsWith('.facts'))
    .sort()
export const factNames = (): string[] =>
  names(INBOUND)
    .filter((name) => name.endsWith('.facts'))
    .map((name) => name.slice(0, -'.facts'.length))
    .sort()
export const sendNames = (): string[] => names(SENDS).sort()

/** The webhook body as it would come, byte by byte. */
export const inboundBody = (name: string): Uint8Array => readFileSync(new URL(`${name}.json`, INBOUND))
export const expectedFacts = (name: string): InboundFact[] => read(INBOUND, `${name}.facts`) as InboundFact[]

export interface SendFixture extends Omit<OutboundPart, 'key'> {
  readonly body: Readonly<Record<string, unknown>>
}
export const sendFixture = (name: string): SendFixture => read(SENDS, name) as SendFixture

/** Own key of the fixtures in `send`. */
export const OWN_KEY = { message: 'msg_8sKq2', part: 0 } as const

export const deliver = (body: Uint8Array | string) => ({
  method: 'POST',
  url: 'https://gateway.example/webhooks/whatsapp/main',
  query: [],
  headers: { 'content-type': 'application/json' },
  body: typeof body === 'string' ? new TextEncoder().encode(body) : body,
})
