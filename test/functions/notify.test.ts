import type { SQSEvent, SQSRecord } from 'aws-lambda'
import { describe, expect, test } from 'vitest'
import { createHash } from '../../functions/hash.ts'
import { createNotify } from '../../functions/notify.ts'
import { createEndpoints } from '../../functions/outgoing/endpoints.ts'
import { createPublicFetch } from '../../functions/outgoing/public-fetch.ts'
import { createWebhookWorld } from '../core/webhooks.world.ts'

const hash = createHash('a deploy key for tests, which is long enough')

const wakeUp = (body: string): SQSEvent => ({ Records: [{ messageId: 'm', body } as SQSRecord] })
const woken = (endpoint: string): SQSEvent => wakeUp(JSON.stringify({ v: 1, endpoint }))

describe('the notify function', () => {
  test('sends a fast endpoint its events while a slow one keeps another waiting', async () => {
    const world = createWebhookWorld()
    const slow = await world.endpoint({ url: 'https://slow.example/' }, 'slow')
    const fast = await world.endpoint({ url: 'https://fast.example/' }, 'fast')
    world.helpdesk.answer = async ({ url }) => {
      if (url.includes('slow')) await world.clock.sleep(14_000)
      return new Response(null, { status: 200 })
    }
    for (let i = 0; i < 3; i += 1) await world.happen()
    const notify = createNotify(world.wired)
    const started = world.clock.now()
    const [late] = [notify(woken(slow.id)), await notify(woken(fast.id))]
    const to = (name: string) => world.posted.filter(({ url }) => url.includes(name))
    expect(to('fast').map(({ at }) => at - started)).toEqual([0, 0, 0])
    await world.clock.advance(42_000)
    await late
    expect(to('slow')).toHaveLength(3)
  })

  test('begins nothing it would not live to finish, and leaves it to the next tick', async () => {
    const world = createWebhookWorld()
    const { id } = await world.endpoint()
    await world.happen()
    const event = woken(id)
    const soonOver = { getRemainingTimeInMillis: () => 10_000 }
    expect(await createNotify(world.wired)(event, soonOver)).toEqual({ batchItemFailures: [] })
    expect(world.posted).toEqual([])
    world.notified.length = 0
    await world.pass(60_000)
    expect(world.posted).toHaveLength(1)
  })

  test('gives back to the queue what the store failed at, and what names no endpoint', async () => {
    let fail = false
    const world = createWebhookWorld({
      memory: {
        before: () => {
          if (fail) throw new Error('the store is away')
        },
      },
    })
    const { id } = await world.endpoint()
    fail = true
    const notify = createNotify(world.wired)
    const back = { batchItemFailures: [{ itemIdentifier: 'm' }] }
    expect(await notify(woken(id))).toEqual(back)
    expect(await notify(wakeUp('{}'))).toEqual(back)
  })
})

describe('the URL of an endpoint', () => {
  const endpoints = (loopback: boolean) =>
    createEndpoints({ hash, now: Date.now, fetchPublic: createPublicFetch(), loopback })

  test.each([
    'http://helpdesk.example/',
    'https://127.0.0.1/',
    'https://10.0.0.1/',
    'https://169.254.169.254/latest/meta-data',
    'https://[::1]/',
    'https://localhost/',
    'https://user:password@helpdesk.example/',
    'https://helpdesk.example:8443/',
    'ftp://helpdesk.example/',
    'nothing',
  ])('is refused by what it shows: %s', async (url) => {
    expect(await endpoints(false).refusalOf(url)).toEqual(expect.any(String))
  })

  test('is taken where it is https and public, and on one machine also where it is on that machine', async () => {
    expect(await endpoints(false).refusalOf('https://helpdesk.example/parley?a=b')).toBeUndefined()
    for (const url of ['http://127.0.0.1:3000/', 'http://localhost:3000/', 'http://[::1]:3000/']) {
      expect(await endpoints(true).refusalOf(url)).toBeUndefined()
      expect(await endpoints(false).refusalOf(url)).toBeDefined()
    }
    expect(await endpoints(true).refusalOf('http://10.0.0.1:3000/')).toBeDefined()
  })

  const delivery = { endpoint: 'whk_1', id: 'evt_1', at: 0, body: '{}', generations: [1], timeoutMs: 1000 }

  test('is checked once more with each connection: a name that leads inside is not posted to', async () => {
    const resolve = async () => [{ address: '10.0.0.1', family: 4 }]
    const guarded = createEndpoints({
      hash,
      now: Date.now,
      fetchPublic: createPublicFetch({ resolve }),
      loopback: false,
    })
    const outcome = await guarded.post({ ...delivery, url: 'https://helpdesk.example/' })
    expect(outcome).toMatchObject({ status: null, error: 'forbidden_url' })
  })

  test('that became forbidden is not posted to', async () => {
    const outcome = await endpoints(false).post({ ...delivery, url: 'http://127.0.0.1:9/' })
    expect(outcome).toMatchObject({ status: null, error: 'forbidden_url' })
  })
})

test('a secret is of its endpoint and its number, has 256 bits, and follows from the deploy key', () => {
  const { secretOf } = createEndpoints({
    hash,
    now: Date.now,
    fetchPublic: createPublicFetch(),
    loopback: false,
  })
  const secrets = [secretOf('whk_1', 1), secretOf('whk_1', 2), secretOf('whk_2', 1)]
  expect(new Set(secrets).size).toBe(3)
  expect(secretOf('whk_1', 1)).toBe(secrets[0])
  for (const secret of secrets) expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
})
