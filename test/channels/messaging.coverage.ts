import { expect, test } from 'vitest'
import type { ChannelFactory } from '../../adapters/adapter.ts'
import type { Asked, Coverage } from '../../adapters/coverage.ts'
import { InboundFact } from '../../core/schema/fact.ts'
import { Content, MediaKind, type MessageBody } from '../../core/schema/message.ts'
import type { Platform } from '../../adapters/_messaging/platform.ts'
import { verbsAreAsked } from './asked.ts'
import { fixturesOf } from './messaging.fixtures.ts'

interface Tables {
  readonly INBOUND: Readonly<Record<string, Coverage>>
  readonly OUTBOUND: Readonly<Record<string, Coverage>>
  readonly NEVER_INBOUND: Readonly<Record<string, string>>
  readonly ASKED: Asked
}

const shown = (table: Readonly<Record<string, Coverage>>): string[] =>
  Object.values(table)
    .flatMap((coverage) => ('leftOut' in coverage ? [] : [...coverage]))
    .sort()

/** The literal of a discriminated union's member. */
const words = (options: readonly { readonly shape: Readonly<Record<string, unknown>> }[], key: string): string[] =>
  options.map(({ shape }) => (shape[key] as { readonly value: string }).value).sort()

const sorted = (values: Iterable<string>): string[] => Array.from(new Set(values)).sort()

/** The coverage tables against the fixtures, the schema and the capabilities. `never`: kinds of fact the channel lacks. */
export const coverage = (
  platform: Platform,
  { INBOUND, OUTBOUND, NEVER_INBOUND, ASKED }: Tables,
  factory: ChannelFactory<unknown>,
  never: readonly { readonly kind: string }[],
): void => {
  const { capabilities } = factory
  const { inboundNames, factNames, sendNames, expectedFacts, partOf } = fixturesOf(platform)
  const facts = inboundNames.flatMap(expectedFacts)
  const bodies: MessageBody[] = facts.flatMap((fact) =>
    fact.kind === 'message' || fact.kind === 'edit' ? [fact.body] : [],
  )
  const parts = sendNames.map(partOf)

  test('the table names every inbound fixture once, and none that does not exist', () => {
    expect(shown(INBOUND)).toEqual(inboundNames)
    expect(factNames).toEqual(inboundNames)
  })

  test('the table names every send fixture once, and none that does not exist', () => {
    expect(shown(OUTBOUND)).toEqual(sendNames)
  })

  test('the table names every verb the adapter has beside sending', () => verbsAreAsked(factory, ASKED))

  test('what is left out has a reason and a link, and everything else a fixture', () => {
    for (const row of [...Object.values(INBOUND), ...Object.values(OUTBOUND)]) {
      expect('leftOut' in row ? row.leftOut : row.join()).not.toBe('')
      const link = 'leftOut' in row ? row.link : 'https://developers.facebook.com/'
      expect(link).toMatch(/^https:\/\/developers\.facebook\.com\//)
    }
  })

  test('every kind of fact the schema declares is shown by a fixture, but for those the channel has not', () => {
    const kinds = sorted([...facts.map(({ kind }) => kind), ...never.map(({ kind }) => kind)])
    expect(kinds).toEqual(words(InboundFact.options, 'kind'))
    for (const { kind } of never) expect(facts.map((fact) => fact.kind)).not.toContain(kind)
  })

  test('every type of content the schema declares comes in, or the table says why it never does', () => {
    const found = bodies.flatMap(({ content }) => (content === undefined ? [] : [content.type]))
    expect(sorted([...found, ...Object.keys(NEVER_INBOUND)])).toEqual(words(Content.options, 'type'))
    for (const type of Object.keys(NEVER_INBOUND)) expect(found).not.toContain(type)
  })

  test('every kind of file comes in that the channel has, and every kind it takes goes out', () => {
    const kinds = sorted(bodies.flatMap(({ attachments }) => attachments.map(({ kind }) => kind)))
    const all = [...MediaKind.options].sort()
    expect(kinds).toEqual(platform.channel === 'messenger' ? all : all.filter((kind) => kind !== 'sticker'))
    const files = parts.flatMap(({ content }) => (content.type === 'media' ? content.media : []))
    expect(sorted(files.map(({ kind }) => kind))).toEqual(Object.keys(capabilities.media).sort())
  })

  test('every type of part the capabilities declare is sent by a fixture', () => {
    expect(sorted(parts.map(({ content }) => content.type))).toEqual(['cards', 'choice', 'media', 'reaction', 'text'])
    expect([capabilities.location, capabilities.templates, capabilities.contacts]).toEqual([false, false, undefined])
  })

  test('every receipt that the capabilities promise is shown by a fixture', () => {
    const states = facts.flatMap((fact) => (fact.kind === 'receipt' || fact.kind === 'watermark' ? [fact.state] : []))
    expect(sorted(states)).toEqual([...capabilities.receipts].sort())
  })
}
