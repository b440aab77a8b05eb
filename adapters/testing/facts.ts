import assert from 'node:assert/strict'
import { InboundFact } from '../../core/schema/fact.ts'
import { storable } from '../../core/text/storable.ts'
import { adapterOf, deepFreeze, examplesOf, keyOf, requestOf, type Check } from './harness.ts'
import { garbled, GARBAGE } from './garble.ts'
import type { ContractSubject, ExampleRequest } from './subject.ts'

const parse = (subject: ContractSubject, example: ExampleRequest): Promise<InboundFact[]> =>
  adapterOf(subject).parse(requestOf(subject, example))

/** Every text within, also those that are names. */
const textsIn = (value: unknown): readonly string[] => {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, child]) => [name, ...textsIn(child)])
}

/** A fact that would come out of the store as it went in: valid, nothing unknown in it, plain JSON. */
const assertStorable = (fact: InboundFact): void => {
  const read = InboundFact.safeParse(fact)
  assert.ok(read.success, `not a fact: ${read.error?.message}`)
  assert.deepStrictEqual(read.data, fact, 'the schema knows other fields than the fact has')
  assert.deepStrictEqual(JSON.parse(JSON.stringify(fact)), fact, 'the fact changes when written as JSON')
  for (const text of textsIn(fact))
    assert.equal(storable(text), text, 'a text with null bytes or half surrogates, which databases refuse')
}

const parsesSafely = async (subject: ContractSubject, example: ExampleRequest): Promise<InboundFact[]> => {
  const facts = await parse(subject, example)
  facts.forEach(assertStorable)
  return facts
}

const required = <T>(example: T | undefined, name: string): T => {
  assert.ok(example !== undefined, `no example: deliveries.${name}`)
  return example
}

export const factChecks: readonly Check[] = [
  {
    name: "reads a customer's message",
    run: async (subject) => {
      const facts = await parse(subject, subject.deliveries.message)
      const said = facts.filter((fact) => fact.kind === 'message')
      assert.equal(said.length, 1, 'exactly one message')
      assert.equal(said[0]?.direction, 'in')
      assert.equal(said[0]?.author.kind, 'customer')
      assert.equal(said[0]?.account, subject.sends.account)
      assert.ok((said[0]?.peers.length ?? 0) > 0, 'nobody said it')
    },
  },
  {
    name: 'gives every item of a batch a fact with a key of its own',
    run: async (subject) => {
      const batch = required(subject.deliveries.batch, 'batch')
      const facts = await parse(subject, batch.request)
      assert.ok(batch.facts > 1, 'a batch has several items')
      assert.equal(new Set(facts.map(keyOf)).size, batch.facts)
      assert.equal(facts.length, batch.facts)
    },
  },
  {
    name: 'gives valid facts that are plain JSON and say nothing the schema does not know',
    run: async (subject) => {
      for (const [, example] of examplesOf(subject)) (await parse(subject, example)).forEach(assertStorable)
    },
  },
  {
    name: 'gives the same facts twice, at any time and with any nonce, without a request',
    run: async (subject) => {
      for (const [name, example] of examplesOf(subject)) {
        const request = requestOf(subject, example)
        const adapter = adapterOf(subject)
        const first = await adapter.parse(request)
        assert.deepStrictEqual(await adapter.parse(request), first, name)
        const elsewhere = adapterOf(subject, { now: () => 1_900_000_000_000, nonce: () => 'another' })
        assert.deepStrictEqual(await elsewhere.parse(request), first, `${name}: depends on clock or nonce`)
      }
    },
  },
  {
    name: 'leaves its input untouched',
    run: async (subject) => {
      for (const [name, example] of examplesOf(subject)) {
        const request = deepFreeze(requestOf(subject, { ...example, body: Uint8Array.from(example.body) }))
        await adapterOf(subject).parse(request)
        assert.deepStrictEqual(request.body, Uint8Array.from(example.body), name)
      }
    },
  },
  {
    name: 'gives a fact for a type nobody knows',
    run: async (subject) => {
      const facts = await parse(subject, subject.deliveries.unknown)
      assert.ok(facts.length > 0, 'the item vanished')
    },
  },
  {
    name: 'keeps the good items beside a bad one, and the bad one as well',
    run: async (subject) => {
      const { good, bad } = required(subject.deliveries.poisoned, 'poisoned')
      const expected = await parse(subject, good)
      const facts = await parsesSafely(subject, bad)
      const found = new Map(facts.map((fact) => [keyOf(fact), fact]))
      for (const fact of expected) assert.deepStrictEqual(found.get(keyOf(fact)), fact, 'a sibling was hurt')
      assert.ok(expected.length > 0 && facts.length > expected.length, 'the bad item vanished')
    },
  },
  {
    name: 'never lets an echo speak as the customer',
    run: async (subject) => {
      const echoed = (await parse(subject, required(subject.deliveries.echo, 'echo'))).filter(
        (fact) => fact.kind === 'message',
      )
      assert.ok(echoed.length > 0, 'the echo vanished')
      for (const fact of echoed) assert.equal(fact.direction, 'out')
      for (const fact of echoed) assert.notEqual(fact.author.kind, 'customer')
    },
  },
  {
    name: 'tells who speaks: customers come in, all others go out',
    run: async (subject) => {
      for (const [name, example] of examplesOf(subject))
        for (const fact of await parse(subject, example))
          if (fact.kind === 'message')
            assert.equal(fact.author.kind === 'echo', fact.direction === 'out', `${name}: ${fact.author.kind}`)
    },
  },
  {
    name: 'gives the same keys when an event comes again at another time',
    run: async (subject) => {
      const { first, again } = subject.deliveries.redelivered
      assert.notDeepStrictEqual(
        { ...again, body: Array.from(again.body) },
        { ...first, body: Array.from(first.body) },
        'the example repeats the request unchanged',
      )
      const keys = (await parse(subject, first)).map(keyOf)
      assert.ok(keys.length > 0, 'nothing was read')
      assert.deepStrictEqual((await parse(subject, again)).map(keyOf), keys)
    },
  },
  {
    name: 'survives any body, and keeps different ones apart',
    run: async (subject) => {
      for (const type of ['application/json', 'application/x-www-form-urlencoded', undefined]) {
        const seen = new Map<string, number>()
        for (const [at, body] of GARBAGE.entries()) {
          const headers = type === undefined ? {} : { 'content-type': type }
          for (const fact of await parsesSafely(subject, { method: 'POST', query: [], headers, body })) {
            assert.ok((seen.get(keyOf(fact)) ?? at) === at, 'two bodies share a key: one would be lost as a duplicate')
            seen.set(keyOf(fact), at)
          }
        }
      }
    },
  },
  {
    name: 'survives any single broken value',
    run: async (subject) => {
      for (const [, example] of examplesOf(subject))
        for (const broken of garbled(example)) await parsesSafely(subject, broken)
    },
  },
]
