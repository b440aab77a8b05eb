import { describe, expect, test } from 'vitest'
import { parser } from '../../adapters/_messaging/parse.ts'
import type { Platform } from '../../adapters/_messaging/platform.ts'
import { garbled } from '../../adapters/testing/garble.ts'
import { InboundFact } from '../../core/schema/fact.ts'
import { fixturesOf } from './messaging.fixtures.ts'

type Path = readonly (string | number)[]

/** Paths of all values; an empty text says nothing that could arrive. */
const leaves = (value: unknown, path: Path = []): readonly Path[] => {
  if (Array.isArray(value)) return value.flatMap((child: unknown, i) => leaves(child, [...path, i]))
  if (typeof value !== 'object' || value === null) return value === null || value === '' ? [] : [path]
  return Object.entries(value).flatMap(([key, child]) => leaves(child, [...path, key]))
}

const changed = (value: unknown): unknown => {
  if (typeof value === 'boolean') return !value
  if (typeof value === 'number') return value + 1
  const text = String(value)
  return /\d$/.test(text) ? `${text.slice(0, -1)}${(Number(text.at(-1)) + 1) % 10}` : `${text}x`
}

/** A copy of the body in which the one value at the path is another. */
const mutated = (body: unknown, path: Path): unknown => {
  const copy: unknown = structuredClone(body)
  let parent = copy as Record<string | number, unknown>
  for (const key of path.slice(0, -1)) parent = parent[key] as Record<string | number, unknown>
  const last = path.at(-1) ?? ''
  parent[last] = changed(parent[last])
  return copy
}

/** The path inside the event, without positions: `message.attachments.payload.url`; undefined outside of one. */
const inEvent = (path: Path): string | undefined => {
  const at = path.findIndex(
    (key, i) => ['messaging', 'standby'].includes(String(key)) && typeof path[i + 1] === 'number',
  )
  if (at === -1 || at + 2 > path.length - 1) return undefined
  return path
    .slice(at + 1)
    .filter((key) => typeof key === 'string')
    .join('.')
}

/** What parsing must keep to, for each of the channels that speak Messenger's protocol. */
export const parsing = (platform: Platform, ignored: Readonly<Record<string, string>>): void => {
  const { inboundNames, inboundBody, expectedFacts, deliver } = fixturesOf(platform)
  const parse = parser(platform)
  const facts = (name: string): InboundFact[] => parse(deliver(inboundBody(name)))
  const parsed = (body: unknown): InboundFact[] => parse(deliver(JSON.stringify(body)))
  /** What a fact says by itself, without the raw slice that is kept beside what could not be read. */
  const said = (body: unknown): string =>
    JSON.stringify(parsed(body).map((fact) => (fact.kind === 'message' ? { ...fact, raw: undefined } : fact)))

  describe(`a ${platform.name} webhook becomes facts`, () => {
    test.each(inboundNames)('%s', (name) => {
      expect(facts(name)).toEqual(expectedFacts(name))
      for (const fact of facts(name)) expect(InboundFact.parse(fact)).toEqual(fact)
    })
  })

  test('null bytes and half surrogates are in no fact, whole emoji are', () => {
    const message = { mid: 'm_1', text: 'a\0b 😀 \ud83d', 'na\0me\ude00': 1 }
    const messaging = [{ sender: { id: '7' }, recipient: { id: '9' }, timestamp: 1_760_000_000_000, message }]
    const read = parsed({ object: platform.object, entry: [{ id: '9', time: 1_760_000_000_000, messaging }] })
    expect(read).toMatchObject([{ kind: 'message', body: { text: 'ab 😀 \ufffd' } }])
    expect(JSON.stringify(read)).not.toMatch(/\\u(?:0000|d[89a-f])/i)
  })

  describe('every value of an event reaches its fact', () => {
    const unused = new Set(Object.keys(ignored))
    test.each(inboundNames)('%s', (name) => {
      const body: unknown = JSON.parse(new TextDecoder().decode(inboundBody(name)))
      const original = said(body)
      const lost = leaves(body)
        .filter((path) => inEvent(path) !== undefined && said(mutated(body, path)) === original)
        .map((path) => inEvent(path) ?? '')
        .map((path) => (ignored[path] === undefined ? `${name}: ${path}` : path))
      for (const path of lost) unused.delete(path)
      expect(lost.filter((path) => ignored[path] === undefined)).toEqual([])
    })
    test('no path is ignored that no event has', () => {
      expect([...unused]).toEqual([])
    })
  })

  describe('parse', () => {
    test('gives valid facts, and always some, whichever single value of a fixture is broken', () => {
      for (const name of inboundNames)
        for (const { body } of garbled({ ...deliver(inboundBody(name)), query: [] })) {
          const found = parse(deliver(body))
          expect(found.length).toBeGreaterThan(0)
          for (const fact of found) expect(InboundFact.safeParse(fact).error).toBeUndefined()
        }
    })

    test('gives an event the same id again when its time changed', () => {
      const [first, again] = facts('duplicate-later-time')
      expect(first?.kind === 'message' && first.id).toBe(again?.kind === 'message' && again.id)
      expect(first?.at).not.toBe(again?.at)
    })

    test('tells a reaction that is set again from the one that was taken back', () => {
      const ids = ['reaction', 'reaction-removed', 'reaction-set-again'].map((name) => {
        const [fact] = facts(name)
        return fact?.kind === 'reaction' && fact.id
      })
      expect(new Set(ids).size).toBe(3)
    })

    test('gives a postback without an id the same one again, and another when it is picked later', () => {
      const at = (timestamp: number, time: number): unknown => ({
        object: platform.object,
        entry: [
          {
            id: '7',
            time,
            messaging: [
              { sender: { id: '1' }, recipient: { id: '7' }, timestamp, postback: { title: 'Hours', payload: 'H' } },
            ],
          },
        ],
      })
      const id = (body: unknown) => parsed(body).flatMap((fact) => (fact.kind === 'message' ? fact.id : []))
      expect(id(at(1000, 1))).toEqual(id(at(1000, 2)))
      expect(id(at(1000, 1))).not.toEqual(id(at(2000, 1)))
    })

    test('never takes an echo for the customer, marked or not', () => {
      const echoes = inboundNames.filter((name) => name.startsWith('echo-')).flatMap(facts)
      const directions = echoes.flatMap((fact) => ('direction' in fact ? [fact.direction] : []))
      expect(directions.length).toBeGreaterThan(5)
      expect(new Set(directions)).toEqual(new Set(['out']))
    })

    test('quarantines broken items alone and keeps their siblings', () => {
      const found = facts('malformed-sibling')
      expect(found.map(({ kind }) => kind)).toEqual(['message', 'quarantine', 'quarantine', 'quarantine', 'message'])
    })

    test('quarantines a body that is no JSON, once and whole', () => {
      const deep = `${'{"entry":['.repeat(60)}${']}'.repeat(60)}`
      for (const body of [deep, '', 'nonsense', '[]', 'null', '"text"', '[['.repeat(60_000)]) {
        const found = parse(deliver(body))
        expect(found).toHaveLength(1)
        expect(found[0]).toMatchObject({ kind: 'quarantine', raw: body })
      }
    })

    test('takes the words of Object for ordinary unknown words', () => {
      for (const type of ['constructor', 'toString', '__proto__', 'hasOwnProperty']) {
        const event = { sender: { id: '1' }, recipient: { id: '7' }, message: { mid: type, attachments: [{ type }] } }
        expect(parsed({ entry: [{ id: '7', messaging: [event] }] })[0]).toMatchObject({
          kind: 'message',
          body: { content: { type: 'unsupported' } },
        })
      }
      const named = JSON.parse('{"sender":{"id":"1"},"toString":{"a":1}}') as unknown
      expect(parsed({ entry: [{ id: '7', messaging: [named] }] })[0]).toMatchObject({
        kind: 'activity',
        event: 'toString',
      })
    })

    test('keeps no address of a story’s media, wherever it stands', () => {
      const story = 'https://story.example/secret.mp4'
      const mention = { type: 'story_mention', payload: { url: story } }
      const shared = { type: 'ig_story', payload: { url: story, story_media_url: story } }
      const events = [
        { message: { mid: 'a', attachments: [mention] } },
        { message: { mid: 'b', text: 'Nice', reply_to: { story: { id: '1', url: story } } } },
        { message: { attachments: [mention] } },
        { message: { mid: 'c', is_unsupported: true, attachments: [mention, null] } },
        { hologram: { attachments: [mention, shared], story: { url: story } } },
        { message: { mid: 'd', attachments: [shared, { type: 'story', payload: { url: story } }, null] } },
      ].map((said) => ({ sender: { id: '1' }, recipient: { id: '7' }, ...said }))
      const found = parsed({ object: platform.object, entry: [{ id: '7', messaging: events }] })
      expect(found).toHaveLength(events.length)
      expect(JSON.stringify(found)).not.toContain('story.example')
    })
  })
}
