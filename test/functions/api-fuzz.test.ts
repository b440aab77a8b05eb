import * as fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { createApiWorld, type ApiWorld, type Call } from '../support/api-world.ts'
import { readContract, type Contract, type Described, type Parameter } from '../support/document.ts'
import { valuesOf } from '../support/schema-arbitrary.ts'

const SEED = 20_261_124
const ROUNDS = 4

/** What only an earlier answer can tell. */
const TOLD = new Set(['cursor', 'after', 'If-Match'])

interface Tried {
  readonly operation: string
  readonly call: Call
  readonly status: number
}

/** What earlier answers named: ids by their prefix, and the addresses that lead on. */
const createMemory = () => {
  const pools = new Map<string, string[]>()
  const addresses = new Set<string>()
  const learn = (value: unknown): void => {
    if (typeof value === 'string') {
      const prefix = /^([a-z]{2,8})_[\w-]{22}$/.exec(value)?.[1]
      if (prefix !== undefined) pools.set(prefix, [...new Set([...(pools.get(prefix) ?? []), value])])
      const path = /^(?:https?:\/\/[^/]+)?(\/v1\/[^?#]+)$/.exec(value)?.[1]
      if (path !== undefined) addresses.add(path)
    } else if (typeof value === 'object' && value !== null) Object.values(value).forEach(learn)
  }
  return { pools, addresses, learn }
}

/** A call of an operation, made up from the document and from what was learned; undefined while something it needs is unknown. */
const callOf = (
  contract: Contract,
  memory: ReturnType<typeof createMemory>,
  [path, method, described]: readonly [string, string, Described],
): fc.Arbitrary<Call> | undefined => {
  const values = valuesOf(contract, memory.pools)
  const parameters = described.parameters.map((one) => contract.follow<Parameter>(one))
  const fixed = new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`)
  const known = [...memory.addresses].filter((address) => fixed.test(address))
  const inPath = parameters.filter((parameter) => parameter.in === 'path')
  const paths =
    known.length > 0
      ? fc.constantFrom(...known)
      : fc
          .tuple(...inPath.map(({ schema }) => values(schema)))
          .map((given) =>
            inPath.reduce((at, { name }, i) => at.replace(`{${name}}`, encodeURIComponent(String(given[i]))), path),
          )
  const record = (where: Parameter['in']): fc.Arbitrary<Record<string, unknown>> => {
    const some = parameters.filter((parameter) => parameter.in === where && !TOLD.has(parameter.name))
    const fields = Object.fromEntries(some.map(({ name, schema }) => [name, values(schema)]))
    return fc.record(fields, { requiredKeys: some.filter(({ required }) => required).map(({ name }) => name) })
  }
  const bodySchema = described.requestBody?.content['application/json']?.schema
  const body = bodySchema === undefined ? fc.constant(undefined) : values(bodySchema)
  return fc.record({ path: paths, query: record('query'), headers: record('header'), body }).map((made) => {
    const search = new URLSearchParams(
      Object.entries(made.query).map(([name, value]): [string, string] => [name, String(value)]),
    )
    const headers = Object.fromEntries(
      Object.entries(made.headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
    )
    return {
      method: method.toUpperCase(),
      url: search.size > 0 ? `${made.path}?${search.toString()}` : made.path,
      headers,
      ...(made.body === undefined ? {} : { body: made.body }),
    }
  })
}

/** A customer says something and shows a picture; the answer is sent, and nobody knows what became of it. */
const greet = async (world: ApiWorld, person: string, text: string): Promise<void> => {
  const peers = [{ type: 'phone' as const, value: `+1555000${person.repeat(4)}` }]
  const attachments = [{ id: '0', kind: 'image' as const, state: 'ready' as const, object: 'a' }]
  const conversation = await world.hear(text, { peers, body: { text, attachments } })
  world.outcomes.push({ kind: 'unknown', detail: 'the connection broke' })
  await world.say(conversation, { text: 'Let me look' }, text)
  await world.settle()
}

const tried: Tried[] = []
let operations: (readonly [string, string, Described])[] = []

beforeAll(async () => {
  const world = createApiWorld()
  const contract = await readContract(world.wired)
  operations = Object.entries(contract.document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) => [path, method, described] as const),
  )
  for (const person of ['1', '2', '3', '4', '5', '6']) await greet(world, person, `Hello ${person}`)
  const memory = createMemory()
  memory.learn((await world.call({ url: '/v1/conversations' })).body)
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [index, operation] of operations.entries()) {
      const arbitrary = callOf(contract, memory, operation)
      if (arbitrary === undefined) continue
      const [call] = fc.sample(arbitrary, { numRuns: 1, seed: SEED + round * 1000 + index })
      if (call === undefined) continue
      const { status, body } = await world.call(call)
      tried.push({ operation: operation[2].operationId, call, status })
      memory.learn(body)
      if (index % 5 === 4) await world.settle()
    }
    // Life goes on beside the calls: a customer writes again, and a send is not answered by the provider.
    await world.settle()
    await world.clock.advance(60_000)
    await greet(world, String((round % 6) + 1), `Round ${round}`)
  }
}, 120_000)

test('calls made up from the document are carried out or refused with reason, and nothing goes wrong on our side', () => {
  expect(tried.length).toBe(ROUNDS * operations.length)
  expect(tried.filter(({ status }) => status >= 500)).toEqual([])
})

test('made up from the document alone, a list is never refused', () => {
  const lists = tried.filter(({ operation }) => ['listEntries', 'listShops', 'listAccounts'].includes(operation))
  expect(lists.filter(({ status }) => status !== 200)).toEqual([])
})
