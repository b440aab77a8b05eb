import { expect, test } from 'vitest'
import type { Coverage } from '../../adapters/coverage.ts'
import { whatsapp } from '../../adapters/whatsapp/index.ts'
import { verbsAreAsked } from './asked.ts'
import { ASKED, INBOUND, NEVER_INBOUND, OUTBOUND } from '../../adapters/whatsapp/coverage.ts'
import { InboundFact } from '../../core/schema/fact.ts'
import { Content, MediaKind, OutboundContent, PartContent, type MessageBody } from '../../core/schema/message.ts'
import { expectedFacts, factNames, inboundNames, sendFixture, sendNames } from './whatsapp.fixtures.ts'

const shown = (table: Readonly<Record<string, Coverage>>): string[] =>
  Object.values(table)
    .flatMap((coverage) => ('leftOut' in coverage ? [] : [...coverage]))
    .sort()

/** The literal of a discriminated union's member. */
const words = (options: readonly { readonly shape: Readonly<Record<string, unknown>> }[], key: string): string[] =>
  options.map(({ shape }) => (shape[key] as { readonly value: string }).value).sort()

const sorted = (values: Iterable<string>): string[] => Array.from(new Set(values)).sort()

const facts = inboundNames().flatMap(expectedFacts)
const bodies: MessageBody[] = facts.flatMap((fact) =>
  fact.kind === 'message' || fact.kind === 'edit' ? [fact.body] : [],
)
const parts = sendNames().map(sendFixture)

test('the table names every inbound fixture once, and none that does not exist', () => {
  expect(shown(INBOUND)).toEqual(inboundNames())
  expect(factNames()).toEqual(inboundNames())
})

test('the table names every send fixture once, and none that does not exist', () => {
  expect(shown(OUTBOUND)).toEqual(sendNames())
})

test('what is left out has a reason and a link, and everything else a fixture', () => {
  for (const coverage of [...Object.values(INBOUND), ...Object.values(OUTBOUND)]) {
    const shows = 'leftOut' in coverage ? coverage.leftOut : coverage.join()
    expect(shows).not.toBe('')
    const link = 'leftOut' in coverage ? coverage.link : 'https://developers.facebook.com/'
    expect(link).toMatch(/^https:\/\/developers\.facebook\.com\//)
  }
})

test('every kind of fact the schema declares is shown by a fixture', () => {
  // WhatsApp tells of each message by itself, never by a mark, and brings names with the messages.
  const kinds = words(InboundFact.options, 'kind').filter((kind) => kind !== 'watermark' && kind !== 'profile')
  expect(sorted(facts.map(({ kind }) => kind))).toEqual(kinds)
})

test('every type of content the schema declares comes in, or the table says why it never does', () => {
  const found = bodies.flatMap(({ content }) => (content === undefined ? [] : [content.type]))
  expect(sorted([...found, ...Object.keys(NEVER_INBOUND)])).toEqual(words(Content.options, 'type'))
  for (const type of Object.keys(NEVER_INBOUND)) expect(found).not.toContain(type)
})

test('the table names every verb the adapter has beside sending', () => verbsAreAsked(whatsapp, ASKED))

test('every kind of file comes in and goes out', () => {
  const kinds = [...MediaKind.options].sort()
  expect(sorted(bodies.flatMap(({ attachments }) => attachments.map(({ kind }) => kind)))).toEqual(kinds)
  const files = parts.flatMap(({ content }) => (content.type === 'media' ? content.media : []))
  expect(sorted(files.map(({ kind }) => kind))).toEqual(kinds)
})

test('every type of part the schema declares is sent by a fixture, but for those WhatsApp has not', () => {
  expect(sorted(parts.map(({ content }) => content.type))).toEqual(
    words(PartContent.options, 'type').filter((type) => type !== 'mail' && type !== 'cards'),
  )
  for (const type of words(OutboundContent.options, 'type'))
    expect(parts.some(({ content }) => content.type === type)).toBe(type !== 'cards')
})
