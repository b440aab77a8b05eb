import type { SQSEvent } from 'aws-lambda'
import { beforeEach, describe, expect, test } from 'vitest'
import * as z from 'zod'
import type { ChannelFactory, Delivery, QueueRead } from '../../adapters/adapter.ts'
import { sms } from '../../adapters/sms/index.ts'
import { createInbound } from '../../functions/inbound.ts'
import { createWorld, ENVIRONMENT, textFact, type World } from '../support/world.ts'

const ARN = 'arn:aws:sqs:eu-central-1:000000000000:parley-in-post-main'
const SHOP = 'shop@post.example'

const NO_SEND: Delivery = { method: 'POST', url: '', query: [], headers: {}, body: new Uint8Array() }

const deliveryOf = (body: string): Delivery => ({ ...NO_SEND, body: new TextEncoder().encode(body) })

/** A channel fed by a queue: a message is `ignore`, or a letter, whose words may lie in an object `bucket/key`. */
const post: ChannelFactory<object> = {
  channel: 'post',
  config: z.object({}),
  secrets: [],
  webhookSecrets: [],
  capabilities: sms.capabilities,
  usesQueue: () => true,
  create: () => ({
    channel: 'post',
    capabilities: sms.capabilities,
    queue: ({ body }): QueueRead => {
      if (body === 'ignore') return { kind: 'ignore', reason: 'a test message' }
      const [, bucket, key] = /^at (\S+) (\S+)$/.exec(body) ?? []
      const delivery = deliveryOf(body)
      return bucket && key ? { kind: 'delivery', delivery, object: { bucket, key } } : { kind: 'delivery', delivery }
    },
    parse: async ({ body, object }) => [
      textFact(new TextDecoder().decode(object?.body ?? body), { id: 'letter', scope: SHOP, account: SHOP }),
    ],
    objects: async ({ body }) => [{ name: 'post/letter.txt', body, contentType: 'text/plain' }],
    send: async () => ({ kind: 'unknown', detail: 'never' }),
  }),
}

const config = { connections: [{ adapter: post, name: 'main', secrets: {}, accounts: [{ id: SHOP }] }] }

let world: World
beforeEach(() => {
  world = createWorld({ config, environment: { PARLEY_INBOUND_QUEUES: JSON.stringify({ [ARN]: 'post/main' }) } })
})

const received = async (...bodies: readonly string[]) => {
  const Records = bodies.map((body, index) => ({
    messageId: `m${index}`,
    body,
    eventSourceARN: ARN,
    attributes: { SentTimestamp: String(world.clock.now()) },
  }))
  return createInbound(world.wired)({ Records } as unknown as SQSEvent)
}

const texts = () =>
  (world.table.all?.() ?? [])
    .filter(({ sk }) => sk === 'F')
    .map(({ body }) => (JSON.parse(String(body)) as { body: { text: string } }).body.text)

describe('a message of a connection’s own queue', () => {
  test('is recorded as what its adapter reads in it', async () => {
    expect(await received('Hello')).toEqual({ batchItemFailures: [] })
    expect(texts()).toEqual(['Hello'])
  })

  test('is recorded once, however often the queue delivers it', async () => {
    await received('Hello')
    await received('Hello')
    expect(texts()).toEqual(['Hello'])
  })

  test('brings the object it names, when that lies in our bucket', async () => {
    await world.objects.put('mail/1', new TextEncoder().encode('From the object'), { contentType: 'message/rfc822' })
    expect(await received(`at ${ENVIRONMENT.PARLEY_BUCKET} mail/1`)).toEqual({ batchItemFailures: [] })
    expect(texts()).toEqual(['From the object'])
  })

  test('goes back to the queue when its object is not there yet, or lies in somebody else’s bucket', async () => {
    await world.objects.put('mail/1', new Uint8Array(), { contentType: 'message/rfc822' })
    const answer = await received(`at ${ENVIRONMENT.PARLEY_BUCKET} mail/2`, 'at other-bucket mail/1', 'Hello')
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'm0' }, { itemIdentifier: 'm1' }] })
    expect(texts()).toEqual(['Hello'])
  })

  test('is dropped with its reason when its adapter says that it is nothing to keep', async () => {
    expect(await received('ignore')).toEqual({ batchItemFailures: [] })
    expect(texts()).toEqual([])
    expect(world.logs).toContainEqual(expect.objectContaining({ event: 'inbound_ignored', reason: 'a test message' }))
  })

  test('leaves its files in the object store before its facts are written', async () => {
    const { put } = world.objects
    const broken = { ...world.objects, put: () => Promise.reject(new Error('S3 is down')) }
    world = { ...world, wired: { ...world.wired, ctx: { ...world.ctx, objects: broken } } }
    expect(await received('Hello')).toEqual({ batchItemFailures: [{ itemIdentifier: 'm0' }] })
    expect(texts()).toEqual([])
    world = { ...world, wired: { ...world.wired, ctx: { ...world.ctx, objects: { ...broken, put } } } }
    await received('Hello')
    expect(world.objects.stored.has('post/letter.txt')).toBe(true)
    expect(texts()).toEqual(['Hello'])
  })
})

test('a spilled request whose body is in the object store is recorded from there, and waits while it is not', async () => {
  const spilled = {
    v: 1,
    channel: 'post',
    connection: 'main',
    method: 'POST',
    url: '/webhooks/post/main',
    query: [],
    headers: {},
    body: '',
    bodyObject: 'spill/1',
    receivedAt: 1,
  }
  const event = { Records: [{ messageId: 's', body: JSON.stringify(spilled), eventSourceARN: 'spill' }] } as never
  expect(await createInbound(world.wired)(event)).toEqual({ batchItemFailures: [{ itemIdentifier: 's' }] })
  await world.objects.put('spill/1', new TextEncoder().encode('Spilled'), { contentType: 'application/octet-stream' })
  expect(await createInbound(world.wired)(event)).toEqual({ batchItemFailures: [] })
  expect(texts()).toEqual(['Spilled'])
})
