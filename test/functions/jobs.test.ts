import type { SQSRecord } from 'aws-lambda'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { ChannelAdapter, MediaSource, ProfileOutcome } from '../../adapters/adapter.ts'
import { failure } from '../../core/failures.ts'
import { projectFact } from '../../core/project/project.ts'
import { getMessage } from '../../core/read.ts'
import { recordFacts } from '../../core/record.ts'
import { tick } from '../../core/send/tick.ts'
import { messageFact, messageId } from '../../core/store/keys.ts'
import { createJobs } from '../../functions/jobs.ts'
import { createWorker } from '../../functions/worker.ts'
import type { Wired } from '../../functions/wire.ts'
import { testEngine, type TestEngine } from '../support/engine.ts'
import { ACCOUNT, createWorld, PRINCIPAL, SHOP, textFact, type World } from '../support/world.ts'

let world: World
let verbs: Partial<Pick<ChannelAdapter, 'media' | 'profile'>>
let wired: Wired
beforeEach(() => {
  world = createWorld()
  verbs = {}
  wired = withVerbs(world.wired)
})

/** The world's adapter with verbs of the test's own, and files that are served by a function. */
const withVerbs = (base: Wired): Wired => ({
  ...base,
  connections: {
    ...base.connections,
    of: (...where) => {
      const speaking = base.connections.of(...where)
      if (speaking === undefined) return undefined
      const { media: _, profile: __, ...adapter } = speaking.adapter
      return { adapter: { ...adapter, ...verbs }, fetchFile: async () => new Response('bytes') }
    },
  },
})

const record = (body: unknown, id = 'message-1'): SQSRecord =>
  ({ messageId: id, body: typeof body === 'string' ? body : JSON.stringify(body) }) as SQSRecord
const hear = async (): Promise<string> => {
  const remote = { url: 'https://files.example/1' }
  const attachments = [{ id: '0', kind: 'image', state: 'pending', remote } as const]
  const fact = textFact('look', { body: { text: 'look', attachments: [...attachments] } })
  await world.record([fact])
  await world.settle()
  return messageId(messageFact(world.ctx.hash, 'whatsapp', fact.scope, fact.id))
}
const stateOf = async (id: string) => (await getMessage(world.ctx, PRINCIPAL, id)).attachments[0]?.state

describe('the function for jobs', () => {
  test('works the jobs it was woken for, through the adapter of their account', async () => {
    const id = await hear()
    expect(await createJobs(wired)({ Records: [record({ v: 1, job: world.jobs[0] })] })).toEqual({
      batchItemFailures: [],
    })
    expect(await stateOf(id)).toBe('ready')
    expect([...world.objects.stored.values()].map(({ body }) => Buffer.from(body).toString())).toEqual(['bytes'])
  })

  test('is done with what is unknown or done, and gives back what it cannot read, or what the store failed at', async () => {
    await hear()
    const job = world.jobs[0] ?? ''
    const table = {
      ...world.ctx.table,
      update: (...given: Parameters<typeof world.ctx.table.update>) =>
        given[0].pk === `job#${job}` ? Promise.reject(new Error('throttled')) : world.ctx.table.update(...given),
    }
    const Records = [
      record({ v: 1, job: 'unknown' }, 'a'),
      record('no JSON', 'b'),
      record({ v: 1 }, 'c'),
      record({ v: 1, job }, 'd'),
    ]
    const failing = { ...wired, ctx: { ...wired.ctx, table } }
    const failed = ['b', 'c', 'd'].map((itemIdentifier) => ({ itemIdentifier }))
    expect(await createJobs(failing)({ Records })).toEqual({ batchItemFailures: failed })
    expect(world.logs.filter(({ event }) => event === 'job_failed')).toHaveLength(3)
  })

  test('begins nothing that it may not live to finish', async () => {
    const id = await hear()
    const Records = [record({ v: 1, job: world.jobs[0] })]
    const left = (ms: number) => createJobs(wired)({ Records }, { getRemainingTimeInMillis: () => ms })
    expect((await left(60_000)).batchItemFailures).toHaveLength(1)
    expect(await stateOf(id)).toBe('pending')
    expect((await left(120_000)).batchItemFailures).toEqual([])
    expect(await stateOf(id)).toBe('ready')
  })
})

describe('the work of a job', () => {
  const order = { channel: 'whatsapp', connection: 'main', account: ACCOUNT, object: 'a', maxBytes: 9, timeoutMs: 1000 }
  const fetchFile = (remote: object, more: object = {}) => createWorker(wired).fetch({ ...order, remote, ...more })

  test('asks the adapter where a file is, and takes its word for one that is gone', async () => {
    const asked: unknown[] = []
    let source: MediaSource = { kind: 'gone', reason: 'ended' }
    verbs = {
      media: async (file, account, signal) => {
        asked.push([file, account, signal.aborted])
        return source
      },
    }
    expect(await fetchFile({ id: '1' })).toEqual(source)
    source = { kind: 'refused', failure: failure('rate_limited') }
    expect(await fetchFile({ id: '1' })).toEqual(source)
    source = { kind: 'fetch', url: 'https://files.example/1', headers: {}, trusted: [] }
    expect(await fetchFile({ id: '1' })).toMatchObject({ kind: 'stored', size: 5 })
    expect(asked).toEqual(Array.from({ length: 3 }, () => [{ id: '1' }, ACCOUNT, false]))
  })

  test('fetches what a channel without a way of its own names by a link, and nothing else', async () => {
    expect(await fetchFile({ url: 'https://files.example/1' })).toMatchObject({ kind: 'stored' })
    expect(await fetchFile({ id: '1' })).toMatchObject({ failure: { code: 'content_unsupported', retry: 'no' } })
  })

  test('may be tried again for an account that is not configured now', async () => {
    const again = { failure: { code: 'provider_unavailable', retry: 'backoff' } }
    expect(await fetchFile({ url: 'https://files.example/1' }, { connection: 'other' })).toMatchObject(again)
    const peer = { type: 'psid', value: '1' }
    expect(await createWorker(wired).lookUp({ ...order, connection: 'other', peer })).toMatchObject(again)
  })

  test('asks the adapter who somebody is; a channel that does not say has no answer', async () => {
    const lookUp = () => createWorker(wired).lookUp({ ...order, peer: { type: 'psid', value: '1' } })
    expect(await lookUp()).toEqual({ kind: 'none' })
    const found: ProfileOutcome = { kind: 'found', profile: { name: 'Ada' } }
    verbs = { profile: async ({ value }, account) => (value === '1' && account === ACCOUNT ? found : { kind: 'none' }) }
    expect(await lookUp()).toEqual(found)
  })
})

describe('a URL from outside', () => {
  test.each(['http://169.254.169.254/latest/meta-data/', 'http://localhost/', 'http://[::ffff:127.0.0.1]/'])(
    'is fetched behind the guard by the deployed functions, and fails for good: %s',
    async (url) => {
      const outcome = await createWorker({
        ...world.wired,
        connections: {
          ...world.wired.connections,
          of: (...where) => {
            const speaking = world.wired.connections.of(...where)
            return (
              speaking && {
                ...speaking,
                adapter: { ...speaking.adapter, media: async () => ({ kind: 'fetch', url, headers: {}, trusted: [] }) },
              }
            )
          },
        },
      }).fetch({
        channel: 'whatsapp',
        connection: 'main',
        account: ACCOUNT,
        remote: { url },
        object: 'a',
        maxBytes: 9,
        timeoutMs: 5000,
      })
      expect(outcome).toMatchObject({ kind: 'refused', failure: { code: 'policy_blocked', retry: 'no' } })
    },
  )
})

describe('over the local engine', () => {
  let engine: TestEngine
  beforeEach(async () => {
    engine = await testEngine()
  })
  afterEach(() => engine.close())

  test('a job is made, woken by the tick, tried again and removed as over the table in memory', async () => {
    const { ctx: memory } = world
    const ctx = { ...memory, table: engine.table }
    const connections = wired.connections
    const handler = createJobs({ ctx, connections })
    const attachments = [{ id: '0', kind: 'image' as const, state: 'pending' as const, remote: { id: '1' } }]
    const fact = textFact('look', { body: { text: 'look', attachments } })
    const key = messageFact(ctx.hash, 'whatsapp', fact.scope, fact.id)
    await recordFacts(ctx, { channel: 'whatsapp', connection: 'main', receivedAt: ctx.now(), facts: [fact] })
    await projectFact(ctx, key)
    let outcome: MediaSource = { kind: 'refused', failure: failure('provider_unavailable') }
    verbs = { media: async () => outcome }
    const [job = ''] = world.jobs.splice(0)
    await handler({ Records: [record({ v: 1, job })] })
    await tick(ctx)
    expect(world.jobs).toEqual([])
    await world.clock.advance(1000)
    await tick(ctx)
    expect(world.jobs.splice(0)).toEqual([job])
    outcome = { kind: 'fetch', url: 'https://files.example/1', headers: {}, trusted: [] }
    await handler({ Records: [record({ v: 1, job })] })
    const { attachments: shown } = await getMessage(ctx, { name: 'key', shop: SHOP }, messageId(key))
    expect(shown).toMatchObject([{ state: 'ready', size: 5 }])
    expect(await engine.table.get({ pk: `job#${job}`, sk: 'J' })).toBeUndefined()
  })
})
