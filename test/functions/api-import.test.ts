import { expect, test } from 'vitest'
import type { Conversation } from '../../core/schema/conversation.ts'
import { createApiWorld, type Answer, type ApiWorld, type Timeline } from '../support/api-world.ts'

const ASKED = { externalId: 't/1', direction: 'in', text: 'Do you ship to Malta?', at: '2025-11-03T09:30:00Z' }
const TOLD = {
  externalId: 't/2',
  direction: 'out',
  author: { kind: 'agent', name: 'Max' },
  attachments: [{ kind: 'document', url: 'https://old.example/terms.pdf', filename: 'terms.pdf' }],
  at: '2025-11-03T10:00:00Z',
}

const take = (world: ApiWorld, id: string, messages: readonly object[]): Promise<Answer> =>
  world.call({ method: 'POST', url: `/v1/conversations/${id}/import`, body: { messages } })
const conversation = async (world: ApiWorld, id: string) =>
  (await world.call({ url: `/v1/conversations/${id}` })).body as Conversation
const timeline = async (world: ApiWorld, id: string) =>
  ((await world.call({ url: `/v1/conversations/${id}/messages` })).body as Timeline).data

test('what was said before is shown by its time, and nothing else changes by it', async () => {
  const world = createApiWorld()
  const id = await world.hear('Hello')
  const before = await conversation(world, id)
  await world.clock.advance(60_000)
  const answer = await take(world, id, [ASKED, TOLD])
  expect(answer).toMatchObject({ status: 202, body: { imported: 2, duplicates: 0 } })
  await world.settle()
  const { messages } = answer.body as { messages: string[] }
  expect(await timeline(world, id)).toMatchObject([
    { id: messages[0], direction: 'in', text: ASKED.text, at: Date.parse(ASKED.at), author: { kind: 'customer' } },
    { id: messages[1], direction: 'out', author: TOLD.author, attachments: [{ url: TOLD.attachments[0]?.url }] },
    { text: 'Hello' },
  ])
  const { unread, preview, window, lastInboundAt, case: current } = before
  const after = {
    unread,
    preview,
    window,
    lastInboundAt,
    case: { id: current?.id, waitingSince: current?.waitingSince },
  }
  expect(await conversation(world, id)).toMatchObject(after)
  expect(world.sent).toEqual([])
  expect(await world.call({ url: `/v1/messages/${messages[0]}` })).toMatchObject({
    status: 200,
    body: { conversation: id },
  })
})

test('what is imported again is left as it is', async () => {
  const world = createApiWorld()
  const id = await world.hear('Hello')
  await world.clock.advance(60_000)
  const first = await take(world, id, [ASKED])
  await world.settle()
  const second = await take(world, id, [{ ...ASKED, text: 'Another word' }, TOLD])
  expect(second).toMatchObject({ body: { imported: 1, duplicates: 1 } })
  expect((second.body as { messages: string[] }).messages[0]).toBe((first.body as { messages: string[] }).messages[0])
  await world.settle()
  expect((await timeline(world, id)).map((entry) => (entry.type === 'message' ? entry.text : ''))).toContain(ASKED.text)
})

test('what was not said yet, says nothing, or is of another shop’s conversation is not imported', async () => {
  const world = createApiWorld()
  const id = await world.hear('Hello')
  const at = new Date(world.clock.now() + 1).toISOString()
  expect(await take(world, id, [ASKED, { ...TOLD, at }])).toMatchObject({
    status: 400,
    body: { errors: [{ path: '/messages/1/at' }] },
  })
  expect(await take(world, id, [{ ...ASKED, text: '' }])).toMatchObject({ status: 400 })
  const url = `/v1/conversations/${id}/import`
  const headers = { 'parley-shop': 'shp_other' }
  expect(await world.call({ method: 'POST', url, headers, body: { messages: [ASKED] } })).toMatchObject({ status: 404 })
})

test('what is imported under an id of another system is found by it, and by nobody else’s', async () => {
  const world = createApiWorld()
  const id = await world.hear('Hello')
  await world.clock.advance(60_000)
  const answer = await take(world, id, [{ ...ASKED, externalIds: { erp: '1' } }])
  await world.settle()
  const { messages } = answer.body as { messages: string[] }
  expect(await world.call({ url: '/v1/messages?externalId=erp:1' })).toMatchObject({
    body: { data: [{ id: messages[0], externalIds: { erp: '1' } }] },
  })
  expect(await take(world, id, [ASKED, { ...TOLD, externalIds: { erp: '1' } }])).toMatchObject({
    status: 409,
    body: { errors: [{ path: '/messages/1/externalIds/erp' }] },
  })
  await world.settle()
  expect(await timeline(world, id)).toHaveLength(2)
})

test('a number said before the channel was connected answers no question asked since', async () => {
  const world = createApiWorld()
  const id = await world.hear('Hello')
  const options = Array.from({ length: 12 }, (_, index) => ({ id: `o${index + 1}`, title: `Option ${index + 1}` }))
  const body = { text: 'Which one?', content: { type: 'choice', sections: [{ options }] } }
  const asked = await world.say(id, body, 'question')
  expect(asked.body).toMatchObject({ status: 'queued' })
  await world.settle()
  await world.clock.advance(60_000)
  const { body: taken } = await take(world, id, [{ ...ASKED, text: '2' }])
  await world.settle()
  const { messages } = taken as { messages: string[] }
  const [said] = (await timeline(world, id)).filter((entry) => entry.id === messages[0])
  expect(said).toMatchObject({ text: '2' })
  expect(said).not.toHaveProperty('content')
})
