import { expect, test } from 'vitest'
import type { Message } from '../../core/schema/message.ts'
import { createApiWorld, type ApiWorld } from '../support/api-world.ts'

const makeKey = async (world: ApiWorld, body: object, key?: string) =>
  world.call({
    method: 'POST',
    url: '/v1/api-keys',
    headers: { 'idempotency-key': JSON.stringify(body) },
    body: { name: 'Robin', scopes: ['admin'], ...body },
    ...(key === undefined ? {} : { key }),
  })

const setUp = async () => {
  const world = createApiWorld()
  const conversation = await world.hear('Where is my parcel?')
  const made = (await makeKey(world, { connector: 'Robin' })).body as { id: string; token: string; connector: string }
  let calls = 0
  const send = (message: object, key?: string) =>
    world.call({
      method: 'POST',
      url: `/v1/conversations/${conversation}/messages`,
      headers: { 'idempotency-key': `${(calls += 1)}` },
      body: { text: 'Hi', ...message },
      ...(key === undefined ? {} : { key }),
    })
  const pass = (control: object) =>
    world.call({ method: 'POST', url: `/v1/conversations/${conversation}/control`, body: control })
  return { world, conversation, made, send, pass }
}
const refused = { status: 409, body: { type: 'urn:parley:problem:not_in_control' } }

test('the key of a connector may send once control is passed to it by name, and not before', async () => {
  const { made, send, pass } = await setUp()
  expect(made.connector).toBe('Robin')
  expect(await send({}, made.token)).toMatchObject(refused)
  expect((await send({ override: true }, made.token)).status).toBe(202)
  await pass({ by: 'connector', name: 'Other' })
  expect(await send({}, made.token)).toMatchObject(refused)
  await pass({ by: 'connector', name: 'Robin' })
  expect(await send({}, made.token)).toMatchObject({ status: 202, body: { author: { kind: 'bot', name: 'Robin' } } })
  expect(await send({})).toMatchObject(refused)
  await pass({ by: 'human' })
  expect(await send({}, made.token)).toMatchObject(refused)
})

test('nobody else speaks by the key of a connector, whatever the author says', async () => {
  const { world, conversation, made, send, pass } = await setUp()
  const author = { kind: 'agent', name: 'Max', id: 'robin-1' }
  expect(await send({ author }, made.token)).toMatchObject(refused)
  await pass({ by: 'connector', name: 'Robin' })
  const { author: said } = (await send({ author }, made.token)).body as Message
  expect(said).toEqual({ kind: 'bot', name: 'Robin', id: 'robin-1' })
  const note = await world.call({
    method: 'POST',
    url: `/v1/conversations/${conversation}/notes`,
    key: made.token,
    headers: { 'idempotency-key': 'note' },
    body: { text: 'Asked the carrier', author },
  })
  expect(note.body).toMatchObject({ author: { kind: 'bot', name: 'Robin' } })
})

test('a connector makes keys for itself alone, and other keys are nobodys', async () => {
  const { world, made } = await setUp()
  expect((await makeKey(world, { reach: 'shop' }, made.token)).body).toMatchObject({ connector: 'Robin' })
  expect(await makeKey(world, { connector: 'Other' }, made.token)).toMatchObject({ status: 403 })
  expect((await makeKey(world, { reach: 'shop' })).body).toMatchObject({ connector: null })
  expect((await world.call({ url: `/v1/api-keys/${made.id}` })).body).toMatchObject({ connector: 'Robin' })
})
