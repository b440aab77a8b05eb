import { readdirSync, readFileSync } from 'node:fs'
import type { OutboundPart } from '../../adapters/adapter.ts'
import type { InboundFact } from '../../core/schema/fact.ts'
import { PartContent } from '../../core/schema/message.ts'

export const OWN_KEY = { message: 'msg_8sKq2', part: 0 } as const
export const NOW = 1_767_950_000_000

const inbound = new URL('../fixtures/x/', import.meta.url)
const sends = new URL('send/', inbound)

const names = (folder: URL): string[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.slice(0, -'.json'.length))
    .sort()
const read = (folder: URL, name: string): unknown => JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8'))
const all = names(inbound)

export interface SendFixture extends Omit<OutboundPart, 'key'> {
  /** What X is asked: path and body, of the message itself. */
  readonly path: string
  readonly body: Readonly<Record<string, unknown>>
}

export const inboundNames = all.filter((name) => !name.endsWith('.facts'))
export const factNames = all
  .filter((name) => name.endsWith('.facts'))
  .map((name) => name.slice(0, -'.facts'.length))
  .sort()
export const sendNames = names(sends)
/** The webhook body as it would come, byte by byte. */
export const inboundBody = (name: string): Uint8Array => readFileSync(new URL(`${name}.json`, inbound))
export const expectedFacts = (name: string): InboundFact[] => read(inbound, `${name}.facts`) as InboundFact[]
export const sendFixture = (name: string): SendFixture => read(sends, name) as SendFixture
export const partOf = (name: string): OutboundPart => {
  const { path: _, body: __, content, ...part } = sendFixture(name)
  return { key: OWN_KEY, ...part, content: PartContent.parse(content) }
}
export const deliver = (body: Uint8Array | string) => ({
  method: 'POST',
  url: 'https://gateway.example/webhooks/x/main',
  query: [],
  headers: { 'content-type': 'application/json' },
  body: typeof body === 'string' ? new TextEncoder().encode(body) : body,
})
