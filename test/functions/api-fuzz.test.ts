import * as fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { createApiWorld, type ApiWorld, type Call } from '../support/api-world.ts'
import { readContract, type Contract, type Json } from '../support/document.ts'
import { callOf, createMemory, type Callable } from '../support/outsider.ts'
import { keepTemplates, templateOf } from '../support/templates.ts'
import { ACCOUNT } from '../support/world.ts'

const SEED = 20_261_124
const ROUNDS = 8

interface Tried {
  readonly operation: string
  readonly call: Call
  readonly status: number
  readonly why: string
}

/** Another account of the shop. */
const SECOND = '100000000000003'

const personOf = (person: string) => ({ peers: [{ type: 'phone', value: `+1555000${person.repeat(4)}` }] })

/** A customer says something and shows a picture; the answer is sent, and nobody knows what became of it. */
const greet = async (world: ApiWorld, person: string, text: string): Promise<string> => {
  const attachments = [{ id: '0', kind: 'image' as const, state: 'ready' as const, object: 'a' }]
  const conversation = await world.hear(text, { ...personOf(person), body: { text, attachments } })
  world.outcomes.push({ kind: 'unknown', detail: 'the connection broke' })
  const { body } = await world.say(conversation, { text: 'Let me look' }, text)
  await world.settle()
  return (body as { readonly id: string }).id
}

/** Files are put where their uploads say. */
const put = async (world: ApiWorld, answer: unknown): Promise<void> => {
  const { media, size, contentType } = answer as { media: string; size: number; contentType: string }
  await world.objects.put(`uploads/${media}`, new Uint8Array(size), { contentType })
}

/** What undoes something, or takes what it made, comes right after it, and what ends something, or gives it to others, last. */
const AFTER: Readonly<Record<string, string>> = {
  reopenConversation: 'closeConversation',
  cancelMessage: 'sendMessage',
  unmergeContact: 'mergeContact',
  signIn: 'createSignIn',
  listSessions: 'createSignIn',
  endSession: 'createSignIn',
  getAvatar: 'setAvatar',
}
const inOrder = (operations: readonly Callable[]): readonly Callable[] => {
  const idOf = ([, , { operationId }]: Callable): string => operationId
  const isLast = (one: Callable): boolean =>
    AFTER[idOf(one)] === undefined && (one[1] === 'delete' || /^(?:erase|getErasure|passControl)/.test(idOf(one)))
  const first = operations.filter((one) => AFTER[idOf(one)] === undefined && !isLast(one))
  return [
    ...first.flatMap((one) => [one, ...operations.filter((other) => AFTER[idOf(other)] === idOf(one))]),
    ...operations.filter(isLast),
  ]
}

const tried: Tried[] = []
let operations: readonly Callable[] = []

const operationsOf = (contract: Contract): readonly Callable[] =>
  Object.entries(contract.document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]): Callable => [path, method, described]),
  )

beforeAll(async () => {
  const fetchPublic = async (): Promise<Response> => new Response(null, { status: 204 })
  const world = createApiWorld({ fetchPublic, environment: { PARLEY_API_BURST: '1000' } })
  const contract = await readContract(world.wired)
  operations = inOrder(operationsOf(contract))
  const memory = createMemory()
  for (const person of ['1', '2', '3', '4', '5', '6']) {
    memory.unknown(await greet(world, person, `Hello ${person}`))
    await world.hear(`And here, ${person}`, { ...personOf(person), account: SECOND, scope: SECOND })
  }
  for (const id of ['1', '2', '3']) {
    const about = { scope: ACCOUNT, account: ACCOUNT, at: null }
    await world.record([{ ...about, kind: 'quarantine', id, reason: 'no type', raw: { id } }])
  }
  await keepTemplates(world, [templateOf('we_are_open')], SECOND)
  await world.settle()
  for (const list of ['conversations', 'contacts', 'accounts', 'templates', 'dead-letters', 'events'])
    memory.learn((await world.call({ url: `/v1/${list}` })).body)
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [index, operation] of operations.entries()) {
      const seed = SEED + round * 1000 + index
      const [call] = fc.sample(callOf(contract, memory, operation), { numRuns: 1, seed })
      if (call === undefined) continue
      const { status, body } = await world.call(call)
      const { type = '', errors = [] } = (status >= 400 ? body : {}) as { type?: string; errors?: Json[] }
      const { operationId } = operation[2]
      tried.push({ operation: operationId, call, status, why: `${type} ${JSON.stringify(errors)}` })
      memory.follow(operation, call, status, body)
      if (operationId === 'startUpload' && status < 400) await put(world, body)
      if (index % 5 === 4 && operationId !== 'sendMessage') await world.settle()
    }
    // Life goes on beside the calls: a customer writes again, and a send is not answered by the provider.
    await world.settle()
    await world.clock.advance(60_000)
    memory.unknown(await greet(world, String((round % 6) + 1), `Round ${round}`))
  }
}, 120_000)

const done = ({ status }: Tried): boolean => status < 400

test('of the calls that are made up from the document, at least four of five are carried out', () => {
  const refused = tried.filter((one) => !done(one))
  if (process.env['FUZZ_REPORT']) {
    const reasons = refused.map(({ operation, why }) => `${operation}: ${why}`)
    const often = [...new Set(reasons)].map(
      (reason) => [reasons.filter((one) => one === reason).length, reason] as const,
    )
    console.log(tried.length, refused.length, often.sort(([a], [b]) => b - a).join('\n'))
  }
  expect(tried).toHaveLength(ROUNDS * operations.length)
  expect(1 - refused.length / tried.length).toBeGreaterThanOrEqual(0.8)
})

test('every operation is carried out at least once', () => {
  const carriedOut = new Set(tried.filter(done).map(({ operation }) => operation))
  expect(operations.map(([, , { operationId }]) => operationId).filter((id) => !carriedOut.has(id))).toEqual([])
})

test('nothing goes wrong on our side', () => {
  expect(tried.filter(({ status }) => status >= 500)).toEqual([])
})
