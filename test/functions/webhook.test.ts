import { randomBytes } from 'node:crypto'
import { inflateSync } from 'node:zlib'
import { beforeEach, describe, expect, test } from 'vitest'
import { signatureHeader } from '../../adapters/meta.ts'
import { InvalidWrite, type Item, type Queues } from '../../core/ports.ts'
import { encodeSpilled } from '../../functions/aws/queues.ts'
import { createInbound } from '../../functions/inbound.ts'
import { createWebhook } from '../../functions/webhook.ts'
import type { Wired } from '../../functions/wire.ts'
import { httpEvent } from '../support/http-event.ts'
import { ACCOUNT, createWorld, ENVIRONMENT, itemsOf, type World } from '../support/world.ts'

let world: World
beforeEach(() => {
  world = createWorld()
})

const URL = '/webhooks/whatsapp/main'
const message = (id: string, text: string) => ({
  from: '15550001111',
  id,
  timestamp: '1767225600',
  type: 'text',
  text: { body: text },
})
const payload = (...messages: unknown[]): string =>
  JSON.stringify({
    object: 'whatsapp_business_account',
    entry: [
      {
        id: 'waba',
        changes: [{ field: 'messages', value: { metadata: { phone_number_id: ACCOUNT }, messages } }],
      },
    ],
  })
const signed = (body: string, secret: string = ENVIRONMENT.APP_SECRET) => ({
  'x-hub-signature-256': signatureHeader(secret, Buffer.from(body)),
  'content-type': 'application/json',
})
const post = (
  body: string,
  headers: Record<string, string> = signed(body),
  base64 = false,
  wired: Wired = world.wired,
) => createWebhook(wired)(httpEvent({ method: 'POST', url: URL, body, headers, base64 }))

const unpack = (raw: string): unknown =>
  JSON.parse(inflateSync(Buffer.from(raw.replace('deflate:', ''), 'base64')).toString())

/** The same functions over a table and queues that do as told. */
const broken = (put: (item: Item) => Promise<boolean>, queues: Partial<Queues> = {}): Wired => ({
  ...world.wired,
  ctx: {
    ...world.ctx,
    table: { ...world.ctx.table, put },
    queues: { ...world.ctx.queues, ...queues },
  },
})
const sqsEvent = (...bodies: string[]) => ({
  Records: bodies.map((body, index) => ({
    messageId: `m${index}`,
    receiptHandle: 'r',
    body,
    attributes: {} as never,
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: '',
    awsRegion: '',
  })),
})

describe('a signed webhook', () => {
  test('is acknowledged when its facts are stored, also when the gateway passes it on in base64', async () => {
    expect((await post(payload(message('a', 'Grüße')))).statusCode).toBe(200)
    const body = payload(message('b', 'Grüße'))
    expect((await post(body, signed(body), true)).statusCode).toBe(200)
    expect(itemsOf(world, 'f#')).toHaveLength(2)
  })

  test('writes each fact once, however often it is delivered, and reads nothing', async () => {
    const reads: string[] = []
    world = createWorld({
      memory: {
        before: (operation) => {
          if (operation.kind === 'get' || operation.kind === 'query') reads.push(operation.kind)
        },
      },
    })
    for (let i = 0; i < 3; i++) await post(payload(message('a', 'Hello'), message('b', 'there')))
    expect(itemsOf(world, 'f#')).toHaveLength(2)
    expect(reads).toEqual([])
  })

  test('with a malformed message among good ones stores the good ones and quarantines the other', async () => {
    expect((await post(payload(message('a', 'Hello'), null, 7, message('b', 'there')))).statusCode).toBe(200)
    const facts = itemsOf(world, 'f#').filter((item) => item.sk === 'F')
    const kinds = facts.map((item) => (JSON.parse(String(item['body'])) as { kind: string }).kind)
    expect(kinds.toSorted()).toEqual(['message', 'message', 'quarantine', 'quarantine'])
  })

  test('keeps the provider’s slice of what it cannot express, and not a day longer for being delivered again', async () => {
    const odd = { ...message('a', ''), type: 'hologram', hologram: { depth: 3 } }
    await post(payload(odd))
    const kept = itemsOf(world, 'f#').filter((item) => item.sk === 'raw')
    expect(kept.map((item) => unpack(String(item['raw'])))).toEqual([odd])
    await world.clock.advance(3_600_000)
    await post(payload(odd))
    expect(itemsOf(world, 'f#').filter((item) => item.sk === 'raw')).toEqual(kept)
  })

  test('is stored under the public URL’s connection only', async () => {
    const body = payload(message('a', 'Hello'))
    const event = httpEvent({ method: 'POST', url: '/webhooks/whatsapp/other', body, headers: signed(body) })
    expect((await createWebhook(world.wired)(event)).statusCode).toBe(404)
  })
})

describe('verification', () => {
  const body = payload(message('a', 'Hello'))
  test.each([
    ['without a signature', {}],
    ['signed with another secret', signed(body, 'another')],
    ['signed for another body', signed(`${body} `)],
  ])('refuses a request %s, stores nothing, counts it, and logs none of it', async (_, headers) => {
    expect((await post(body, headers as Record<string, string>)).statusCode).toBe(401)
    expect(world.table.all?.()).toEqual([])
    expect(world.logs).toEqual([
      { event: 'webhook_rejected', channel: 'whatsapp', connection: 'main', metric: 'WebhookRejected', count: 1 },
    ])
  })

  test('answers the subscription check with the bare challenge, and only with the right token', async () => {
    const check = (token: string) =>
      createWebhook(world.wired)(
        httpEvent({ url: `${URL}?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=${token}` }),
      )
    expect(await check(ENVIRONMENT.VERIFY_TOKEN)).toMatchObject({ statusCode: 200, body: '1158201444' })
    expect((await check('wrong')).statusCode).toBe(403)
  })
})

describe('when the table does not take it', () => {
  const down = () => Promise.reject(new Error('table down'))

  test('the raw request is spilled, acknowledged, and recorded by the inbound function', async () => {
    const body = payload(message('a', 'Hello'))
    const wired = broken(down)
    expect((await post(body, signed(body), false, wired)).statusCode).toBe(200)
    expect(world.table.all?.()).toEqual([])
    const spilled = world.spilled.map(encodeSpilled)
    expect(spilled).toHaveLength(1)
    expect(await createInbound(world.wired)(sqsEvent(...spilled))).toEqual({ batchItemFailures: [] })
    expect(itemsOf(world, 'f#')).toHaveLength(1)
  })

  test('what the inbound function cannot record either goes back to the queue, alone', async () => {
    const body = payload(message('a', 'Hello'))
    await post(body, signed(body), false, broken(down))
    const good = world.spilled.map(encodeSpilled)[0] ?? ''
    const answer = await createInbound(world.wired)(sqsEvent('not json', good))
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'm0' }] })
    expect(itemsOf(world, 'f#')).toHaveLength(1)
  })

  test('and the queue neither, it is not acknowledged', async () => {
    const body = payload(message('a', 'Hello'))
    const answer = await post(body, signed(body), false, broken(down, { spill: down }))
    expect(answer.statusCode).toBe(503)
  })

  test('because the item is invalid, its key and reason are kept and it is acknowledged', async () => {
    const put = world.ctx.table.put
    let tries = 0
    const wired = broken((item) =>
      ++tries === 1 ? Promise.reject(new InvalidWrite('too large')) : put(item, { absent: 'pk' }),
    )
    const body = payload(message('a', 'Hello'))
    expect((await post(body, signed(body), false, wired)).statusCode).toBe(200)
    expect(itemsOf(world, 'f#')).toHaveLength(1)
    await world.settle()
    expect(itemsOf(world, 'dl#')).toHaveLength(1)
    expect(JSON.stringify(itemsOf(world, 'dl#'))).not.toContain('Hello')
  })

  test('for one of its facts, the whole request is spilled, and each fact is there once in the end', async () => {
    const put = world.ctx.table.put
    let tries = 0
    const wired = broken((item) => (++tries === 2 ? down() : put(item, { absent: 'pk' })))
    const body = payload(message('a', '1'), message('b', '2'), message('c', '3'))
    expect((await post(body, signed(body), false, wired)).statusCode).toBe(200)
    await createInbound(world.wired)(sqsEvent(...world.spilled.map(encodeSpilled)))
    expect(itemsOf(world, 'f#')).toHaveLength(3)
  })

  test('at all, a large batch does not keep the provider waiting for every one of its facts', async () => {
    let tries = 0
    const wired = broken(() => {
      tries += 1
      return down()
    })
    const body = payload(...Array.from({ length: 200 }, (_, i) => message(`m${i}`, 'x')))
    expect((await post(body, signed(body), false, wired)).statusCode).toBe(200)
    expect(tries).toBeLessThanOrEqual(16)
  })

  test('because the provider’s slice is too large, the message stands without it', async () => {
    const odd = { ...message('a', ''), type: 'hologram', hologram: { noise: randomBytes(500_000).toString('hex') } }
    expect((await post(payload(odd))).statusCode).toBe(200)
    expect(itemsOf(world, 'f#').map((item) => item.sk)).toEqual(['F'])
  })

  test('because a body nobody can read is too large, it is spilled whole', async () => {
    const body = randomBytes(400_000).toString('hex')
    expect((await post(body)).statusCode).toBe(200)
    expect(world.spilled).toHaveLength(1)
  })
})

test('an adapter that throws on a signed request makes a dead letter, not an error', async () => {
  const find = world.wired.connections.find
  const wired: Wired = {
    ...world.wired,
    connections: {
      ...world.wired.connections,
      find: (...route) => {
        const adapter = find(...route)
        return adapter && { ...adapter, parse: () => Promise.reject(new TypeError('boom')) }
      },
    },
  }
  const body = payload(message('a', 'Hello'))
  expect((await post(body, signed(body), false, wired)).statusCode).toBe(200)
  await world.settle()
  expect(itemsOf(world, 'dl#')).toMatchObject([{ reason: 'the payload could not be read: TypeError' }])
})

test('no log line of the way in holds a word, a name or a number', async () => {
  await post(payload(message('a', 'Geheimnis')))
  await world.settle()
  expect(JSON.stringify(world.logs)).not.toMatch(/Geheimnis|1555000|Ada/)
})
