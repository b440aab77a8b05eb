import { readdirSync, readFileSync } from 'node:fs'
import type { Delivery, OutboundPart } from '../../adapters/adapter.ts'
import type { InboundFact } from '../../core/schema/fact.ts'

const INBOUND = new URL('../fixtures/sms-aws/', import.meta.url)
const SENDS = new URL('../fixtures/sms-aws/send/', import.meta.url)
/** Own key of the fixtures in `send`, and of the events. */
export const OWN_KEY = { message: 'msg_8sKq2', part: 0 } as const

const names = (folder: URL, end: string): string[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith(end))
    .map((file) => file.slice(0, -end.length))
    .sort()
const read = (folder: URL, name: string): unknown => JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8'))

/** What AWS publishes, and SNS's envelope around it; raw delivery has none. */
export interface Published {
  readonly sns?: Readonly<Record<string, string>>
  readonly message: string | Readonly<Record<string, unknown>>
}
export interface SendFixture extends Omit<OutboundPart, 'key'> {
  readonly config: object
  readonly input: object
}

export const inboundNames = (): string[] => names(INBOUND, '.json').filter((name) => !name.endsWith('.facts'))
export const factNames = (): string[] => names(INBOUND, '.facts.json')
export const sendNames = (): string[] => names(SENDS, '.json')
export const published = (name: string): Published => read(INBOUND, name) as Published
export const expectedFacts = (name: string): InboundFact[] => read(INBOUND, `${name}.facts`) as InboundFact[]
export const sendFixture = (name: string): SendFixture => read(SENDS, name) as SendFixture

/** The body of the SQS message. */
export const sqsBody = ({ sns, message }: Published): string => {
  const words = typeof message === 'string' ? message : JSON.stringify(message)
  return sns === undefined ? words : JSON.stringify({ ...sns, Message: words })
}

export const deliver = (from: Published): Delivery => ({
  method: 'POST',
  url: '',
  query: [],
  headers: {},
  body: new TextEncoder().encode(sqsBody(from)),
})
