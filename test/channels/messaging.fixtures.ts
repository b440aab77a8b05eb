import { readdirSync, readFileSync } from 'node:fs'
import type { OutboundPart } from '../../adapters/adapter.ts'
import type { Platform } from '../../adapters/_messaging/platform.ts'
import type { InboundFact } from '../../core/schema/fact.ts'
import { PartContent } from '../../core/schema/message.ts'

/** Own key of the fixtures in `send`, and the hour at which they are sent. */
export const OWN_KEY = { message: 'msg_8sKq2', part: 0 } as const
export const NOW = 1_767_950_000_000

const names = (folder: URL): string[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.slice(0, -'.json'.length))
    .sort()

const read = (folder: URL, name: string): unknown => JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8'))

export interface SendFixture extends Omit<OutboundPart, 'key'> {
  readonly body: Readonly<Record<string, unknown>>
}

/** The fixtures of one of the channels that speak Messenger's protocol. */
export const fixturesOf = ({ channel }: Pick<Platform, 'channel'>) => {
  const inbound = new URL(`../fixtures/${channel}/`, import.meta.url)
  const sends = new URL('send/', inbound)
  const all = names(inbound)
  const sendFixture = (name: string): SendFixture => read(sends, name) as SendFixture
  return {
    inboundNames: all.filter((name) => !name.endsWith('.facts')),
    factNames: all
      .filter((name) => name.endsWith('.facts'))
      .map((name) => name.slice(0, -'.facts'.length))
      .sort(),
    sendNames: names(sends),
    /** The webhook body as it would come, byte by byte. */
    inboundBody: (name: string): Uint8Array => readFileSync(new URL(`${name}.json`, inbound)),
    expectedFacts: (name: string): InboundFact[] => read(inbound, `${name}.facts`) as InboundFact[],
    sendFixture,
    partOf: (name: string): OutboundPart => {
      const { body: _, content, ...part } = sendFixture(name)
      return { key: OWN_KEY, ...part, content: PartContent.parse(content) }
    },
    deliver: (body: Uint8Array | string) => ({
      method: 'POST',
      url: `https://gateway.example/webhooks/${channel}/main`,
      query: [],
      headers: { 'content-type': 'application/json' },
      body: typeof body === 'string' ? new TextEncoder().encode(body) : body,
    }),
  }
}
