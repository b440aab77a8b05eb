import { describe, expect, test } from 'vitest'
import { row } from '../../core/failures.ts'
import type { Message } from '../../core/schema/message.ts'
import { createApiWorld, type Answer, type ApiWorld } from '../support/api-world.ts'
import { ACCOUNT } from '../support/world.ts'

const HOUR = 3_600_000
const TEMPLATE = { content: { type: 'template', name: 'order_sent', language: 'en' } }

const send = (world: ApiWorld, conversation: string, body: object, key = 'k'): Promise<Answer> =>
  world.call({
    method: 'POST',
    url: `/v1/conversations/${conversation}/messages`,
    headers: { 'idempotency-key': key },
    body,
  })
const plan = (world: ApiWorld, conversation: string, body: object): Promise<Answer> =>
  world.call({ method: 'POST', url: '/v1/plan', body: { conversation, ...body } })
const messageOf = async (world: ApiWorld, answer: Answer): Promise<Answer> =>
  world.call({ url: `/v1/messages/${(answer.body as Message).id}` })

describe('a send with a fallback', () => {
  test('shows the fallback, and once it went what was asked for and why', async () => {
    const world = createApiWorld()
    const id = await world.hear('Hello')
    const answer = await send(world, id, { text: 'Hi', fallback: TEMPLATE })
    expect(answer).toMatchObject({ status: 202, body: { text: 'Hi', fallback: { used: false, message: TEMPLATE } } })
    world.outcomes.push({ kind: 'refused', failure: row('content_unsupported') })
    await world.settle()
    const went = {
      status: 'sent',
      content: TEMPLATE.content,
      fallback: { used: true, reason: { code: 'content_unsupported' }, insteadOf: { text: 'Hi' } },
    }
    expect(await messageOf(world, answer)).toMatchObject({ body: went })
    const timeline = await world.call({ url: `/v1/conversations/${id}/messages?order=newest&limit=1` })
    expect(timeline.body).toMatchObject({ data: [went] })
    // The same call again is answered as it stands by now, and sends nothing.
    expect(await send(world, id, { text: 'Hi', fallback: TEMPLATE })).toMatchObject({ status: 202, body: went })
    await world.settle()
    expect(world.sent).toHaveLength(2)
  })

  test('is accepted in its place once the window is closed', async () => {
    const world = createApiWorld()
    const id = await world.hear('Hello')
    await world.clock.advance(25 * HOUR)
    expect(await send(world, id, { text: 'Hi', fallback: TEMPLATE })).toMatchObject({
      status: 202,
      body: { content: TEMPLATE.content, fallback: { used: true, reason: { code: 'window_closed' } } },
    })
    expect(await send(world, id, { text: 'Hi', fallback: { text: 'Ho' } }, 'other')).toMatchObject({
      status: 422,
      body: { type: expect.stringContaining('window_closed'), errors: [{ path: '/text' }, { path: '/fallback/text' }] },
    })
  })

  test.each([
    ['a field it does not have', { text: 'Ho', to: ['ada@shop.example'] }],
    ['a reaction', { content: { type: 'reaction', target: `msg_${'a'.repeat(22)}`, emoji: null } }],
    ['nothing to say', {}],
    ['a fallback of its own', { text: 'Ho', fallback: TEMPLATE }],
  ])('is refused for %s', async (_, fallback) => {
    const world = createApiWorld()
    const id = await world.hear('Hello')
    const answer = await send(world, id, { text: 'Hi', fallback })
    expect(answer).toMatchObject({
      status: 400,
      body: { errors: [{ path: expect.stringMatching(/^\/fallback/) }] },
    })
  })

  test('names an upload of the fallback that does not exist by its place', async () => {
    const world = createApiWorld()
    const id = await world.hear('Hello')
    const attachments = [{ kind: 'image', media: `mda_${'a'.repeat(22)}` }]
    expect(await send(world, id, { text: 'Hi', fallback: { attachments } })).toMatchObject({
      status: 400,
      body: { errors: [{ path: '/fallback/attachments/0/media' }] },
    })
  })
})

test('a conversation may begin with a fallback', async () => {
  const world = createApiWorld()
  const body = { channel: 'whatsapp', account: ACCOUNT, to: { alias: { type: 'phone', value: '+15550003333' } } }
  const start = (fallback: object, key: string): Promise<Answer> =>
    world.call({
      method: 'POST',
      url: '/v1/conversations',
      headers: { 'idempotency-key': key },
      body: { ...body, purpose: 'service', message: { text: 'Hi' }, fallback },
    })
  expect(await start(TEMPLATE, 'one')).toMatchObject({
    status: 202,
    body: { message: { fallback: { used: true, reason: { code: 'window_closed' }, insteadOf: { text: 'Hi' } } } },
  })
  await world.settle()
  expect(world.sent).toMatchObject([{ content: TEMPLATE.content }])
  expect(await start({ text: 'Ho' }, 'two')).toMatchObject({
    status: 422,
    body: { errors: [{ path: '/message/text' }, { path: '/fallback/text' }] },
  })
})

test('a plan shows what the fallback would come to, or that it is what would go', async () => {
  const world = createApiWorld()
  const id = await world.hear('Hello')
  const request = { message: { text: 'Hi' }, fallback: TEMPLATE }
  const open = await plan(world, id, request)
  expect(open.body).toMatchObject({ plan: { parts: [{ text: 'Hi' }] }, fallback: { parts: [TEMPLATE.content] } })
  expect(open.body).not.toHaveProperty('reason')
  await world.clock.advance(25 * HOUR)
  const closed = await plan(world, id, request)
  expect(closed.body).toMatchObject({ plan: { parts: [TEMPLATE.content] }, reason: { code: 'window_closed' } })
  expect(closed.body).not.toHaveProperty('fallback')
  expect(await plan(world, id, { message: { text: 'Hi' }, fallback: { text: 'Ho' } })).toMatchObject({
    status: 422,
    body: { errors: [{ path: '/message/text' }, { path: '/fallback/text' }] },
  })
})
