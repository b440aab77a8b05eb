import { describe, expect, test } from 'vitest'
import { garbled } from '../../adapters/testing/garble.ts'
import { IGNORED } from '../../adapters/x/coverage.ts'
import { parse } from '../../adapters/x/parse.ts'
import { InboundFact } from '../../core/schema/fact.ts'
import { deliver, expectedFacts, inboundBody, inboundNames } from './x.fixtures.ts'

type Path = readonly (string | number)[]

const facts = (name: string): InboundFact[] => parse(deliver(inboundBody(name)))
const parsed = (body: unknown): InboundFact[] => parse(deliver(JSON.stringify(body)))
/** What a fact says by itself, without the raw slice beside what could not be read. */
const said = (body: unknown): string =>
  JSON.stringify(parsed(body).map((fact) => (fact.kind === 'message' ? { ...fact, raw: undefined } : fact)))

const ACCOUNT = '1500000000000000001'
const PERSON = '1500000000000000077'
const message = (data: unknown, more: object = {}) => ({
  type: 'message_create',
  id: '1992300000000000001',
  created_timestamp: '1763987000123',
  message_create: { target: { recipient_id: ACCOUNT }, sender_id: PERSON, message_data: data, ...more },
})
const dm = (...events: unknown[]) => ({ for_user_id: ACCOUNT, direct_message_events: events })

describe('a webhook of X becomes facts', () => {
  test.each(inboundNames)('%s', (name) => {
    expect(facts(name)).toEqual(expectedFacts(name))
    for (const fact of facts(name)) expect(InboundFact.parse(fact)).toEqual(fact)
  })
})

test('null bytes and half surrogates are in no fact, whole emoji are', () => {
  expect(parsed(dm(message({ text: 'a\0b 😀 \ud83d' })))).toMatchObject([{ body: { text: 'ab 😀 \ufffd' } }])
})

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

const mutated = (body: unknown, path: Path): unknown => {
  const copy: unknown = structuredClone(body)
  let parent = copy as Record<string | number, unknown>
  for (const key of path.slice(0, -1)) parent = parent[key] as Record<string | number, unknown>
  const last = path.at(-1) ?? ''
  parent[last] = changed(parent[last])
  return copy
}

/** Who people and apps are is told beside the events: the names of the customer are in the fixtures. */
const BESIDE = new Set<string | number>(['users', 'apps'])

/** The place of a value within its list or payload, without positions; undefined for what is beside the events. */
const placeOf = (path: Path): string | undefined =>
  path.some((key) => BESIDE.has(key))
    ? undefined
    : path
        .filter((key) => typeof key === 'string')
        .join('.')
        .replace(/^data\.(?:payload|includes)\.(?:data\.)?/, '')
        .replace(/^direct_message(?:_mark_read)?_events\./, '')

describe('every value of a delivery that says something reaches its facts', () => {
  const unused = new Set(Object.keys(IGNORED))
  test.each(inboundNames.filter((name) => expectedFacts(name).length > 0))('%s', (name) => {
    const body: unknown = JSON.parse(new TextDecoder().decode(inboundBody(name)))
    const original = said(body)
    const lost = leaves(body)
      .filter((path) => placeOf(path) !== undefined && said(mutated(body, path)) === original)
      .map((path) => placeOf(path) ?? '')
    for (const place of lost) unused.delete(place)
    expect(lost.filter((place) => IGNORED[place] === undefined)).toEqual([])
  })
  test('no place is ignored that no delivery has', () => {
    expect([...unused]).toEqual([])
  })
})

describe('parse', () => {
  test('gives valid facts whichever single value of a fixture is broken', () => {
    for (const name of inboundNames)
      for (const { body } of garbled({ ...deliver(inboundBody(name)), query: [] }))
        for (const fact of parse(deliver(body))) expect(InboundFact.safeParse(fact).error).toBeUndefined()
  })

  test('gives a message the same id when it comes again in another delivery, at another time', () => {
    const [first, again] = [facts('dm-text'), facts('dm-text-later')].map(([fact]) => fact)
    expect(first?.kind === 'message' && first.id).toBe(again?.kind === 'message' && again.id)
    expect(first?.at).not.toBe(again?.at)
  })

  test('gives the same fact whichever of the two APIs told of a message', () => {
    const activity = {
      data: { filter: { user_id: ACCOUNT }, event_type: 'dm.received', payload: dm(message({ text: 'Hi' })) },
    }
    expect(parsed(activity)).toEqual(parsed(dm(message({ text: 'Hi' }))))
  })

  test('never takes what the shop sent for the customer, also where only the kind of event says so', () => {
    const event = message({ text: 'We ship' }, { sender_id: '1500000000000000002', target: { recipient_id: PERSON } })
    const [fact] = parsed({
      data: { filter: { user_id: ACCOUNT }, event_type: 'dm.sent', payload: { direct_message_events: [event] } },
    })
    expect(fact).toMatchObject({ direction: 'out', author: { kind: 'echo' }, peers: [{ value: PERSON }] })
  })

  test('gives each author below a post a conversation of their own', () => {
    const mention = (id: string, author: string) => ({
      data: {
        filter: { user_id: ACCOUNT },
        event_type: 'post.mention.create',
        payload: { id, author_id: author, conversation_id: '9', text: '@kettleandco me too' },
      },
    })
    const threads = [mention('11', PERSON), mention('12', '1500000000000000088'), mention('13', PERSON)].map((body) => {
      const [fact] = parsed(body)
      return fact?.kind === 'message' ? fact.thread?.value : undefined
    })
    expect(threads).toEqual([`9/${PERSON}`, '9/1500000000000000088', `9/${PERSON}`])
  })

  test('marks the time of the message that was read, which its id tells', () => {
    const [, watermark] = facts('dm-read')
    // 1992300000000000002 >> 22, after 2010-11-04T01:42:54.657Z
    expect(watermark).toMatchObject({ kind: 'watermark', upTo: 1_763_836_309_801 })
  })

  test('keeps no token of an encrypted conversation', () => {
    expect(new TextDecoder().decode(inboundBody('chat-received'))).toContain('opens-the-conversation')
    expect(JSON.stringify(facts('chat-received'))).not.toContain('opens-the-conversation')
  })

  test('quarantines a body that is no JSON object, once and whole', () => {
    for (const body of ['', 'nonsense', '[]', 'null', '"text"', '[['.repeat(60_000)]) {
      const found = parse(deliver(body))
      expect(found).toHaveLength(1)
      expect(found[0]).toMatchObject({ kind: 'quarantine', raw: body })
    }
  })

  test('takes the words of Object for ordinary unknown words', () => {
    for (const word of ['constructor', 'toString', '__proto__', 'hasOwnProperty']) {
      expect(parse(deliver(`{"for_user_id":"${ACCOUNT}","${word}":[{"a":1}]}`))).toMatchObject([{ kind: 'quarantine' }])
      const media = { type: word, id_str: '1' }
      expect(parsed(dm(message({ text: 'x', attachment: { type: 'media', media } })))).toMatchObject([
        { body: { attachments: [{ kind: 'document', state: 'failed' }] } },
      ])
    }
  })

  test('reads hostile texts in a time that grows with their length', () => {
    const bodies = (size: number): unknown[] => [
      dm(message({ text: 'https://t.co/'.repeat(size), entities: { urls: [] } })),
      dm(message({ text: '&amp;'.repeat(size) })),
      dm(
        message({
          text: 'https://t.co/a '.repeat(size),
          entities: {
            urls: Array.from({ length: size }, (_, i) => ({
              url: `https://t.co/${i}`,
              expanded_url: 'https://a.example',
            })),
          },
        }),
      ),
      dm(message({ text: ' '.repeat(size * 10) })),
      { for_user_id: ACCOUNT, direct_message_events: Array.from({ length: size }, () => 7) },
    ]
    // Time of this process alone: others may be at work on the machine.
    const spent = (size: number): number[] =>
      bodies(size).map((body) => {
        const delivery = deliver(JSON.stringify(body))
        const times = [1, 2, 3].map(() => {
          const begun = process.cpuUsage()
          parse(delivery)
          return process.cpuUsage(begun).user / 1000
        })
        return Math.min(...times)
      })
    spent(500)
    const small = spent(3000)
    // Ten times as much: a hundred times as long would be the square.
    spent(30_000).forEach((ms, i) => expect(ms).toBeLessThan(Math.max(small[i] ?? 0, 5) * 60))
  })
})
