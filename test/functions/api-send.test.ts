import { describe, expect, test } from 'vitest'
import type { Message, Plan } from '../../core/schema/message.ts'
import { createApiWorld, type Answer, type ApiWorld } from '../support/api-world.ts'
import { receiptFact, textFact } from '../support/world.ts'

const HOUR = 3_600_000
const UNKNOWN = { kind: 'unknown', detail: 'the connection broke' } as const

const idOf = (answer: Answer): string => (answer.body as Message).id
const read = async (world: ApiWorld, id: string) => (await world.call({ url: `/v1/messages/${id}` })).body as Message
const refusal = (status: number, type: string, ...paths: string[]) => ({
  status,
  body: {
    type: `urn:parley:problem:${type}`,
    ...(paths.length > 0 ? { errors: paths.map((path) => ({ path })) } : {}),
  },
})

describe('a send', () => {
  test('is accepted with its parts queued, sent once, and shows what its receipts say', async () => {
    const world = createApiWorld()
    const id = await world.hear('Hello')
    const closesAt = world.clock.now() + 24 * HOUR
    await world.clock.advance(1000)
    const accepted = await world.say(id, { text: 'Hi Ada' })
    expect(accepted).toMatchObject({
      status: 202,
      body: {
        conversation: id,
        direction: 'out',
        text: 'Hi Ada',
        author: { kind: 'agent' },
        status: 'queued',
        parts: [{ index: 0, status: 'queued' }],
        validUntil: closesAt,
      },
    })
    await world.settle()
    expect(world.sent).toMatchObject([{ content: { type: 'text', text: 'Hi Ada' } }])
    await world.record([receiptFact('wamid.out-1', 'delivered', world.clock.now())])
    await world.settle()
    expect(await read(world, idOf(accepted))).toMatchObject({ status: 'delivered', providerId: 'wamid.out-1' })
  })

  test('carries its author, its validity, a quoted message, files and structured content', async () => {
    const world = createApiWorld()
    const id = await world.hear('Which one?')
    const { body } = await world.call({ url: `/v1/conversations/${id}/messages` })
    const asked = (body as { data: Message[] }).data[0] as Message
    const options = [
      { id: 'a', title: 'Apples' },
      { id: 'b', title: 'Pears' },
    ]
    const accepted = await world.say(id, {
      text: 'These we have',
      attachments: [{ kind: 'image', url: 'https://files.test/fruit.png', contentType: 'image/png' }],
      content: { type: 'choice', sections: [{ options }] },
      replyTo: asked.id,
      linkPreview: false,
      author: { kind: 'bot', id: 'bot-1', name: 'Robin', avatarUrl: 'https://files.test/robin.png' },
      override: true,
      purpose: 'marketing',
      validUntil: '2026-01-01T04:00:00+02:00',
    })
    expect(accepted.body).toMatchObject({
      author: { kind: 'bot', id: 'bot-1', name: 'Robin', avatarUrl: 'https://files.test/robin.png' },
      validUntil: Date.UTC(2026, 0, 1, 2),
      replyTo: { id: asked.id, providerId: asked.providerId },
      content: { type: 'choice', style: 'buttons' },
    })
    await world.settle()
    expect(world.sent).toMatchObject([
      { content: { type: 'media' }, replyTo: asked.providerId },
      { content: { type: 'choice', text: 'These we have' } },
    ])
  })

  test('of a reaction goes to the provider id of the message it is for', async () => {
    const world = createApiWorld()
    const id = await world.hear('Hello', { id: 'wamid.hello' })
    const { body } = await world.call({ url: `/v1/conversations/${id}/messages` })
    const target = (body as { data: Message[] }).data[0]?.id ?? ''
    await world.say(id, { content: { type: 'reaction', target, emoji: '👍' } })
    await world.settle()
    expect(world.sent).toMatchObject([{ content: { type: 'reaction', target: 'wamid.hello', emoji: '👍' } }])
  })

  test('of the longest text there may be is accepted, in any script', async () => {
    const world = createApiWorld()
    const id = await world.hear('Hello')
    expect((await world.say(id, { text: '漢'.repeat(65_536) }, 'k1')).status).toBe(202)
    await world.settle()
    expect(world.sent.map(({ content }) => (content.type === 'text' ? content.text : '')).join('')).toHaveLength(65_536)
  })

  test('that would be too large to keep is refused, not lost', async () => {
    const world = createApiWorld()
    const id = await world.hear('Hello')
    // Every character takes six bytes where it is stored, in the text and in its parts.
    expect(await world.say(id, { text: '\u0001'.repeat(65_536) })).toMatchObject(refusal(422, 'content_too_large'))
  })
})

describe('an Idempotency-Key', () => {
  test('used again with the same request gives the message it made, also after it was sent', async () => {
    const world = createApiWorld()
    const id = await world.hear('Hello')
    const first = await world.say(id, { text: 'Hi', author: { name: 'Max' } })
    expect(await world.say(id, { text: 'Hi', author: { name: 'Max' } })).toEqual(first)
    await world.settle()
    // The same request in other words: another order, and a default spelt out.
    const again = await world.say(id, { purpose: 'service', author: { name: 'Max', kind: 'agent' }, text: 'Hi' })
    expect(again).toMatchObject({ status: 202, body: { id: idOf(first), status: 'sent' } })
    await world.settle()
    expect(world.sent).toHaveLength(1)
  })

  test('used by two calls at once sends once', async () => {
    const world = createApiWorld()
    const id = await world.hear('Hello')
    const both = await Promise.all([world.say(id, { text: 'Hi' }), world.say(id, { text: 'Hi' })])
    expect(both.map(({ status }) => status)).toEqual([202, 202])
    expect(idOf(both[0])).toBe(idOf(both[1]))
    await world.settle()
    expect(world.sent).toHaveLength(1)
  })

  test('used by two calls at once with different messages sends one and refuses the other', async () => {
    const world = createApiWorld()
    const id = await world.hear('Hello')
    const both = await Promise.all([world.say(id, { text: 'Hi' }), world.say(id, { text: 'Ho' })])
    expect(new Set(both.map(({ status }) => status))).toEqual(new Set([202, 409]))
    await world.settle()
    expect(world.sent).toHaveLength(1)
  })

  test.each([
    ['text', { text: 'Ho' }],
    ['author', { text: 'Hi', author: { kind: 'bot' } }],
    ['purpose', { text: 'Hi', purpose: 'marketing' }],
    ['validity', { text: 'Hi', validUntil: '2026-01-02T00:00:00Z' }],
  ])('used again with another %s is refused', async (_, message) => {
    const world = createApiWorld()
    const id = await world.hear('Hello')
    await world.say(id, { text: 'Hi' })
    expect(await world.say(id, message)).toMatchObject(refusal(409, 'idempotency_key_reused', 'Idempotency-Key'))
  })

  test('used in another conversation or shop is another or refused: keys are per shop', async () => {
    const world = createApiWorld()
    const id = await world.hear('Hello')
    const second = await world.hear('Good day', { peers: [{ type: 'phone', value: '+15550002222' }] })
    const other = await world.hear('Servus', { scope: '100000000000002', account: '100000000000002' })
    await world.say(id, { text: 'Hi' })
    expect(await world.say(second, { text: 'Hi' })).toMatchObject(refusal(409, 'idempotency_key_reused'))
    const theirs = await world.call({
      method: 'POST',
      url: `/v1/conversations/${other}/messages`,
      headers: { 'idempotency-key': 'key-1', 'parley-shop': 'shp_other' },
      body: { text: 'Hi' },
    })
    expect(theirs.status).toBe(202)
  })

  test('gives its message also when the same request could not be accepted any more', async () => {
    const world = createApiWorld()
    const id = await world.hear('Hello')
    const message = { text: 'Hi', validUntil: '2026-01-01T01:00:00Z' }
    const first = await world.say(id, message)
    await world.settle()
    await world.clock.advance(25 * HOUR)
    expect(await world.say(id, message)).toMatchObject({ status: 202, body: { id: idOf(first), status: 'sent' } })
    expect(await world.say(id, message, 'another')).toMatchObject(refusal(400, 'invalid_request', '/validUntil'))
  })

  test.each([
    ['missing', undefined],
    ['longer than 255 characters', 'k'.repeat(256)],
    ['not printable', 'a\tb'],
  ])('that is %s is asked for', async (_, key) => {
    const world = createApiWorld()
    const id = await world.hear('Hello')
    const answer = await world.call({
      method: 'POST',
      url: `/v1/conversations/${id}/messages`,
      headers: key === undefined ? {} : { 'idempotency-key': key },
      body: { text: 'Hi' },
    })
    expect(answer).toMatchObject(refusal(400, 'idempotency_key_required', 'Idempotency-Key'))
  })

  test('may have 255 characters', async () => {
    const world = createApiWorld()
    const id = await world.hear('Hello')
    expect((await world.say(id, { text: 'Hi' }, '~'.repeat(255))).status).toBe(202)
  })
})

describe('what cannot be sent', () => {
  test('is anything but a template once the window is closed', async () => {
    const world = createApiWorld()
    const id = await world.hear('Hello')
    await world.clock.advance(25 * HOUR)
    expect(await world.say(id, { text: 'Hi' })).toMatchObject(refusal(422, 'window_closed', '/text'))
    const template = { content: { type: 'template', name: 'order_update', language: 'en' } }
    expect(await world.say(id, template)).toMatchObject({ status: 202 })
  })

  test.each([
    ['says nothing', { text: ' ' }, 'content_unsupported', '/text'],
    [
      'has a file the channel does not take and no link to it',
      { attachments: [{ kind: 'image', providerMediaId: '1', contentType: 'image/gif' }] },
      'media_rejected',
      '/attachments/0',
    ],
    [
      'has a link that is too long for the channel',
      {
        attachments: [
          { kind: 'image', url: 'https://files.test/1.png' },
          { kind: 'image', url: `https://files.test/${'x'.repeat(5000)}`, contentType: 'image/gif' },
        ],
      },
      'content_too_large',
      '/attachments/1/url',
    ],
  ])('is a message that %s, with the field at fault', async (_, message, type, path) => {
    const world = createApiWorld()
    const id = await world.hear('Hello')
    expect(await world.say(id, message)).toMatchObject(refusal(422, type, path))
    const plan = { method: 'POST', url: '/v1/plan', body: { conversation: id, message } }
    expect(await world.call(plan)).toMatchObject(refusal(422, type, `/message${path}`))
  })

  test('is what the customer withdrew consent for', async () => {
    const world = createApiWorld()
    const id = await world.hear('Hello')
    await world.record([
      {
        kind: 'consent',
        id: 'consent-1',
        scope: '100000000000001',
        account: '100000000000001',
        at: null,
        peers: [{ type: 'phone', value: '+15550001111' }],
        sender: 'any',
        purpose: 'marketing',
        state: 'revoked',
        source: 'user_preferences',
        evidence: 'stop',
      },
    ])
    await world.settle()
    const offer = { text: 'Buy this', purpose: 'marketing' }
    expect(await world.say(id, offer)).toMatchObject(refusal(422, 'recipient_opted_out'))
    expect(await world.say(id, { text: 'Your order is ready' })).toMatchObject({ status: 202 })
  })

  test.each([
    ['/replyTo', { text: 'Hi', replyTo: `msg_${'A'.repeat(22)}` }],
    ['/replyTo', { text: 'Hi', replyTo: `msg_${'A'.repeat(3000)}` }],
    ['/content/target', { content: { type: 'reaction', target: `msg_${'A'.repeat(22)}`, emoji: '👍' } }],
    ['/content/target', { content: { type: 'reaction', target: `msg_${'A'.repeat(3000)}`, emoji: '👍' } }],
    ['/content/target', { content: { type: 'reaction', target: 'wamid.1', emoji: '👍' } }],
  ])('is an answer to a message that is not there: %s', async (path, message) => {
    const world = createApiWorld()
    const id = await world.hear('Hello')
    expect(await world.say(id, message)).toMatchObject(refusal(400, 'invalid_request', path))
  })
})

describe('a plan', () => {
  const plan = (world: ApiWorld, conversation: string, message: object) =>
    world.call({ method: 'POST', url: '/v1/plan', body: { conversation, message } })

  test('shows the parts, what had to be changed, and the window', async () => {
    const world = createApiWorld()
    const id = await world.hear('Hello')
    const answer = await plan(world, id, {
      text: 'A sentence of some length. '.repeat(200),
      attachments: [{ kind: 'image', url: 'https://files.test/a.gif', contentType: 'image/gif' }],
    })
    expect(answer.body).toMatchObject({
      plan: {
        parts: [{ type: 'text' }, { type: 'text' }, { type: 'text' }],
        degradations: [
          { path: '/attachments/0', rule: 'media.as_link' },
          { path: '/text', rule: 'text.split' },
        ],
      },
      window: { open: true, closesAt: world.clock.now() + 24 * HOUR },
    })
  })

  test('is what a send of the same message comes to', async () => {
    const world = createApiWorld()
    const id = await world.hear('Hello')
    const message = { text: 'A sentence of some length. '.repeat(300) }
    const { body } = await plan(world, id, message)
    await world.say(id, message)
    await world.settle()
    expect(world.sent.map(({ content }) => content)).toEqual((body as { plan: Plan }).plan.parts)
  })

  test('keeps nothing and sends nothing', async () => {
    const world = createApiWorld()
    const id = await world.hear('Hello')
    // But how often the key has called.
    const kept = () => world.table.all?.().filter(({ pk }) => !pk.startsWith('lim#'))
    const before = kept()
    expect((await plan(world, id, { text: 'Hi' })).status).toBe(200)
    expect(kept()).toEqual(before)
    expect([world.stream, world.woken]).toEqual([[], []])
  })

  test('says so when the window is closed', async () => {
    const world = createApiWorld()
    const id = await world.hear('Hello')
    await world.clock.advance(25 * HOUR)
    expect(await plan(world, id, { text: 'Hi' })).toMatchObject(refusal(422, 'window_closed', '/message/text'))
    const template = { content: { type: 'template', name: 'order_update', language: 'en' } }
    expect((await plan(world, id, template)).body).toMatchObject({ window: { open: false } })
  })
})

describe('an unknown outcome', () => {
  const unknown = async () => {
    const world = createApiWorld()
    const id = await world.hear('Hello')
    world.outcomes.push(UNKNOWN)
    const message = idOf(await world.say(id, { text: 'Hi' }))
    await world.settle()
    expect(await read(world, message)).toMatchObject({ status: 'unknown', failure: { code: 'outcome_unknown' } })
    const resolve = (body: unknown, of = message) =>
      world.call({ method: 'POST', url: `/v1/messages/${of}/resolve`, body })
    return { world, id, message, resolve }
  }

  test('resolved as sent is taken for sent, and nothing goes out again', async () => {
    const { world, message, resolve } = await unknown()
    expect(await resolve({ outcome: 'sent' })).toMatchObject({ status: 200, body: { id: message, status: 'sent' } })
    await world.settle()
    expect(world.sent).toHaveLength(1)
    expect(await read(world, message)).toMatchObject({ status: 'sent', failure: null })
  })

  test('resolved by sending again goes out a second time', async () => {
    const { world, message, resolve } = await unknown()
    expect(await resolve({ outcome: 'resend' })).toMatchObject({ status: 200, body: { status: 'queued' } })
    await world.settle()
    expect(world.sent).toHaveLength(2)
    expect(await read(world, message)).toMatchObject({ status: 'sent', providerId: 'wamid.out-1' })
  })

  test('is resolved once: afterwards it is known', async () => {
    const { resolve } = await unknown()
    await resolve({ outcome: 'sent' })
    expect(await resolve({ outcome: 'resend' })).toMatchObject({
      status: 409,
      body: { type: 'urn:parley:problem:not_unknown', status: 409, messageStatus: 'sent' },
    })
  })

  test('is nothing a received message could have', async () => {
    const { world, id, resolve } = await unknown()
    const { body } = await world.call({ url: `/v1/conversations/${id}/messages` })
    const received = (body as { data: Message[] }).data.find(({ direction }) => direction === 'in')
    expect(await resolve({ outcome: 'sent' }, received?.id)).toMatchObject(refusal(404, 'not_found'))
  })

  test('is resolved in one of two ways', async () => {
    const { world, resolve } = await unknown()
    for (const body of [{}, { outcome: 'lost' }])
      expect(await resolve(body)).toMatchObject(refusal(400, 'invalid_request', '/outcome'))
    await world.record([textFact('Anybody there?')])
    await world.settle()
    expect(world.sent).toHaveLength(1)
  })
})
