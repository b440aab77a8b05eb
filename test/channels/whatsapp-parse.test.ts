import { describe, expect, test } from 'vitest'
import { garbled } from '../../adapters/testing/garble.ts'
import { IGNORED } from '../../adapters/whatsapp/coverage.ts'
import { parse } from '../../adapters/whatsapp/parse.ts'
import { InboundFact } from '../../core/schema/fact.ts'
import { deliver, expectedFacts, inboundBody, inboundNames } from './whatsapp.fixtures.ts'

const facts = (name: string): InboundFact[] => parse(deliver(inboundBody(name)))
const parsed = (body: unknown): InboundFact[] => parse(deliver(JSON.stringify(body)))

describe('a WhatsApp webhook becomes facts', () => {
  test.each(inboundNames())('%s', (name) => {
    expect(facts(name)).toEqual(expectedFacts(name))
    for (const fact of facts(name)) expect(InboundFact.parse(fact)).toEqual(fact)
  })
})

test('null bytes and half surrogates are in no fact, whole emoji are', () => {
  const message = { from: '15550001111', id: 'wamid.1', timestamp: '1760000000', type: 'text' }
  const value = {
    messaging_product: 'whatsapp',
    metadata: { display_phone_number: '15550002222', phone_number_id: '123' },
    contacts: [{ wa_id: '15550001111', profile: { name: 'Na\0dia' } }],
    messages: [{ ...message, text: { body: 'a\0b 😀 \ud83d' } }],
  }
  const read = parsed({
    object: 'whatsapp_business_account',
    entry: [{ id: '1', changes: [{ field: 'messages', value }] }],
  })
  expect(read).toMatchObject([{ kind: 'message', profile: { name: 'Nadia' }, body: { text: 'ab 😀 \ufffd' } }])
})

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

const LISTS = ['messages', 'message_echoes', 'statuses']

/** The path inside the message, without positions: `messages.image.caption`; undefined outside of one. */
const inMessage = (path: Path): string | undefined => {
  const at = path.findIndex((key, i) => LISTS.includes(String(key)) && typeof path[i + 1] === 'number')
  if (at === -1 || at + 2 > path.length - 1) return undefined
  return path
    .slice(at)
    .filter((key) => typeof key === 'string')
    .join('.')
}

/** What a fact says by itself, without the raw slice that is kept beside what could not be read. */
const said = (body: unknown): string =>
  JSON.stringify(parsed(body).map((fact) => (fact.kind === 'message' ? { ...fact, raw: undefined } : fact)))

describe('every value of a message reaches its fact', () => {
  const unused = new Set(Object.keys(IGNORED))
  test.each(inboundNames())('%s', (name) => {
    const body: unknown = JSON.parse(new TextDecoder().decode(inboundBody(name)))
    const original = said(body)
    const lost = leaves(body)
      .filter((path) => inMessage(path) !== undefined && said(mutated(body, path)) === original)
      .map((path) => inMessage(path) ?? '')
      .map((path) => (IGNORED[path] === undefined ? `${name}: ${path}` : path))
    for (const path of lost) unused.delete(path)
    expect(lost.filter((path) => IGNORED[path] === undefined)).toEqual([])
  })
  test('no path is ignored that no message has', () => {
    expect([...unused]).toEqual([])
  })
})

describe('parse', () => {
  test('gives valid facts, and always some, whichever single value of a fixture is broken', () => {
    for (const name of inboundNames())
      for (const { body } of garbled({ ...deliver(inboundBody(name)), query: [] })) {
        const found = parse(deliver(body))
        expect(found.length).toBeGreaterThan(0)
        for (const fact of found) expect(InboundFact.safeParse(fact).error).toBeUndefined()
      }
  })

  test('gives an event the same id again when its time and peer fields changed', () => {
    const [first, again] = facts('duplicate-later-time')
    expect(first).toMatchObject({ kind: 'message', scope: again?.scope, id: 'wamid.parley-duplicate-later-time' })
    expect(again).toMatchObject({ kind: 'message', id: 'wamid.parley-duplicate-later-time' })
    expect(first?.at).not.toBe(again?.at)
  })

  test('tells the second approval of a template from the first', () => {
    const [first] = facts('template-approved')
    const [again] = facts('template-approved-again')
    expect(first).not.toEqual(again)
    expect(first?.kind === 'template' && first.id).not.toBe(again?.kind === 'template' && again.id)
  })

  test('quarantines broken items alone and keeps their siblings', () => {
    const found = facts('malformed-sibling')
    expect(found[0]).toMatchObject({ kind: 'message', body: { text: 'I am well' } })
    expect(found.filter(({ kind }) => kind === 'quarantine')).toHaveLength(7)
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
    const message = (type: string) => ({
      entry: [
        {
          id: '1',
          changes: [
            {
              field: 'constructor',
              value: { metadata: { phone_number_id: '7' }, messages: [{ id: type, type, [type]: {} }] },
            },
          ],
        },
      ],
    })
    for (const type of ['constructor', 'toString', '__proto__', 'hasOwnProperty'])
      expect(parsed(message(type))[0]).toMatchObject({ kind: 'message', body: { content: { type: 'unsupported' } } })
    expect(parsed({ entry: [{ id: '1', changes: [{ field: 'toString', value: {} }] }] })[0]).toMatchObject({
      kind: 'account',
      event: 'toString',
    })
  })

  test('reads the answers of a form when they come as an object', () => {
    const reply = { name: 'flow', response_json: { stars: 4 } }
    const [fact] = parsed({
      entry: [
        {
          id: '1',
          changes: [
            {
              field: 'messages',
              value: {
                metadata: { phone_number_id: '7' },
                messages: [{ id: 'a', type: 'interactive', interactive: { type: 'nfm_reply', nfm_reply: reply } }],
              },
            },
          ],
        },
      ],
    })
    expect(fact).toMatchObject({ body: { content: { type: 'form_response', fields: { stars: 4 } } } })
  })
})
